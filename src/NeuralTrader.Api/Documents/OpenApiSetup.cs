using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.OpenApi;
using NeuralTrader.Api.Functions;
using NeuralTrader.Api.Hosting;
using NeuralTrader.Api.Json;
using NeuralTrader.Api.Security;
using NeuralTrader.Client;
using NeuralTrader.Domain.Backtesting.Search;
using Scalar.AspNetCore;

namespace NeuralTrader.Api.Documents;

/// <summary>The OpenAPI document at <c>/openapi/v1.json</c> and the page at <c>/scalar</c> that shows it.</summary>
internal static class OpenApiSetup
{
    public static void AddDocuments(this IServiceCollection services) =>
        services.AddSingleton<IApiDescriptionProvider, FunctionBodies>().AddOpenApi("v1", options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.ShouldInclude = description => description.RelativePath is { } path && path.StartsWith("api/v1/", StringComparison.Ordinal);
        options.AddDocumentTransformer<FunctionDocument>();
        options.AddOperationTransformer<FunctionOperations>();
        options.AddSchemaTransformer<WireSchemas>();
    });

    public static void MapDocuments(this WebApplication app)
    {
        bool isOpen = app.Environment.IsDevelopment();
        Guard(app.MapOpenApi("/openapi/{documentName}.json"), isOpen);
        Guard(app.MapScalarApiReference("/scalar", (options, http) =>
        {
            // Everything that would fetch from, or report to, another host is off.
            options.DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp().HideClientButton().HideDeveloperTools();
            options.Title = "NeuralTrader functions";
            options.Nonce = (string?)http.Items[SecurityHeaders.Nonce];
            options.OpenApiRoutePattern = "/openapi/{documentName}.json";
            options.ProxyUrl = null;
            options.Favicon = "data:,";
        }), isOpen);
    }

    private static void Guard(IEndpointConventionBuilder endpoint, bool isOpen)
    {
        if (isOpen) endpoint.AllowAnonymous();
        else endpoint.RequireAuthorization(Policies.ReadOnly);
    }
}

/// <summary>What holds for the whole document: its words and how callers are known.</summary>
internal sealed class FunctionDocument : IOpenApiDocumentTransformer
{
    private const string Bearer = "bearer";
    private const string ApiKey = "apiKey";

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "NeuralTrader.Orleans", Version = typeof(FunctionDocument).Assembly.GetName().Version?.ToString(3) ?? "0",
            Description = "Every function of the platform, each called by POST with its arguments as a JSON object. Returns and drawdowns are fractions, "
                + "losses " +
                "positive, money exact, times ISO 8601 UTC; a figure that the data cannot define is null. Errors are RFC 9457 problems; GET /problems "
                    + "explains each.",
        };
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "ntk_…", Description = "An API key." },
            [ApiKey] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = ApiKeyText.Header,
                Description = "An API key." },
        };
        document.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] },
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(ApiKey, document)] = [] },
        ];
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        document.Components.Schemas[FunctionOperations.Problem] = ProblemSchema();
        return Task.CompletedTask;
    }

    private static OpenApiSchema ProblemSchema()
    {
        OpenApiSchema schema = new() { Type = JsonSchemaType.Object, Description = XmlDocs.Summary(typeof(Problems.Problem)),
            Properties = new Dictionary<string, IOpenApiSchema>() };
        foreach (var parameter in typeof(Problems.Problem).GetConstructors()[0].GetParameters())
        {
            Type plain = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
            schema.Properties[System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!)] = new OpenApiSchema
            {
                Type = plain == typeof(string)
                    ? JsonSchemaType.String : plain == typeof(int) || plain == typeof(long) ? JsonSchemaType.Integer : JsonSchemaType.Array,
                Items = plain == typeof(IReadOnlyList<string>) ? new OpenApiSchema { Type = JsonSchemaType.String } : null,
                Description = XmlDocs.Member(typeof(Problems.Problem), parameter.Name!),
            };
        }
        return schema;
    }
}

/// <summary>What holds for one function: name, words, role, key header, example and the problems it may answer.</summary>
internal sealed class FunctionOperations : IOpenApiOperationTransformer
{
    public const string Problem = "Problem";

    private static readonly (int Status, string Words)[] Always =
    [
        (400, "The body is not JSON, or a value is not allowed."), (401, "No valid key came with the request."), (403, "The caller's role does not allow it."),
        (409, "A rule refused it; the state is unchanged."), (413, "The body is too large."), (415, "The body is not JSON by its type."),
        (503, "The platform is busy or does not answer; Retry-After says when to try again."), (504, "The call took too long."),
    ];

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<Function>().FirstOrDefault() is not { } function) return Task.CompletedTask;
        operation.OperationId = function.Name;
        operation.Summary = function.Summary;
        operation.Description = $"{XmlDocs.Summary(function.RequestType)} Least role: {function.Role}.";
        operation.Tags = new HashSet<OpenApiTagReference> { new(function.Subject.ToString(), context.Document) };
        if (operation.RequestBody?.Content?.TryGetValue("application/json", out OpenApiMediaType? body) == true)
            body.Example = Schemas.Example(function.RequestType);
        if (function.Accept(TakesKey.Visitor))
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = IdempotencyKeys.Header, In = ParameterLocation.Header, Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = 100 },
                Description = "A key for this one intention; the same as `idempotencyKey` in the body. Sent twice with one key, the command is carried "
                    + "out once. " +
                    "A refused request (4xx) books nothing and leaves its key free: mend the cause and send the same key again.",
            });
        }
        operation.Responses ??= [];
        foreach ((int status, string words) in Always)
            operation.Responses[status.ToString(System.Globalization.CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = words,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    [Problems.Problem.MediaType] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(Problem, context.Document) },
                },
            };
        return Task.CompletedTask;
    }
}

/// <summary>Gives schemas the words of the contracts, and the types that have their own converters their form.</summary>
internal sealed class WireSchemas : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        Type type = context.JsonTypeInfo.Type;
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        if (WireKinds.Of(plain) is { } kind) Describe(schema, type, plain, kind);
        if (context.JsonTypeInfo is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } item }) schema.Items ??= Own(item);
        if (context.JsonTypeInfo is { Kind: JsonTypeInfoKind.Dictionary, ElementType: { } value }) schema.AdditionalProperties ??= Own(value);
        string? words = context.JsonPropertyInfo is { } member ? XmlDocs.Member(member.DeclaringType, Schemas.PropertyName(member)) : XmlDocs.Summary(plain);
        if (words is not null) schema.Description = words;
        return Task.CompletedTask;
    }

    // What the generator leaves out of lists and dictionaries: types with converters of their own.
    private static OpenApiSchema? Own(Type type)
    {
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        OpenApiSchema schema = new();
        if (WireKinds.Of(plain) is { } kind) Describe(schema, type, plain, kind);
        else if (plain == typeof(ParameterRange)) schema.OneOf = [Ends(), new OpenApiSchema { Type = JsonSchemaType.Array, Items = Number() }, Number()];
        else if (WireJson.Options.GetTypeInfo(plain) is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } item } && Own(item) is { } inner)
            (schema.Type, schema.Items) = (JsonSchemaType.Array, inner);
        else return null;
        return schema;
    }

    private static void Describe(OpenApiSchema schema, Type type, Type plain, (string Type, string? Format) kind)
    {
        bool isNullable = plain != type || plain == typeof(double); // a figure that is not defined is null
        schema.Type = (kind.Type == "number" ? JsonSchemaType.Number : JsonSchemaType.String) | (isNullable ? JsonSchemaType.Null : 0);
        schema.Format = kind.Format;
        if (plain.IsEnum) schema.Enum = [.. WireWords.EnumNames(plain).Select(word => (JsonNode)word)];
    }

    private static OpenApiSchema Number() => new() { Type = JsonSchemaType.Number };

    private static OpenApiSchema Ends() => new()
    {
        Type = JsonSchemaType.Object, Required = new HashSet<string> { "min", "max" }, AdditionalPropertiesAllowed = false,
        Properties = new Dictionary<string, IOpenApiSchema> { ["min"] = Number(), ["max"] = Number(), ["step"] = Number() },
    };
}
