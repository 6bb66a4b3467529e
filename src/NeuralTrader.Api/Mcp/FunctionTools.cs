using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Api.Documents;
using NeuralTrader.Api.Functions;
using NeuralTrader.Api.Json;
using NeuralTrader.Api.Security;
using NeuralTrader.Client;
using Role = NeuralTrader.Abstractions.Security.Role;

namespace NeuralTrader.Api.Mcp;

/// <summary>The functions of the catalogue as tools of the Model Context Protocol. A caller is shown those that his role may call, and no others exist for him.</summary>
/// <param name="accessor">Finds the request that a message came in.</param>
/// <param name="endpoints">Where functions are served.</param>
internal sealed class FunctionTools(IHttpContextAccessor accessor, EndpointDataSource endpoints)
{
    private static readonly Dictionary<string, Function> Functions = FunctionCatalog.All.ToDictionary(function => function.Name, StringComparer.Ordinal);
    private static readonly Lazy<Tool[]> Tools = new(() => [.. FunctionCatalog.All.Select(Described)]);

    private readonly Lazy<Dictionary<string, RouteEndpoint>> served = new(() => endpoints.Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<Function>() is not null)
        .ToDictionary(endpoint => endpoint.Metadata.GetMetadata<Function>()!.Name, StringComparer.Ordinal));

    private InnerCall? calls;

    /// <summary>Takes what carries calls out.</summary>
    public void Serve(InnerCall inner) => calls = inner;

    /// <summary>The tools that the caller may use.</summary>
    public ValueTask<ListToolsResult> List(RequestContext<ListToolsRequestParams> request, CancellationToken cancellationToken)
    {
        Role? held = Policies.RoleOf(accessor.HttpContext!.User);
        return ValueTask.FromResult(new ListToolsResult { Tools = [.. Tools.Value.Where(tool => held is { } role && Policies.LetsIn(role, Functions[tool.Name]))] });
    }

    /// <summary>Calls a function. What it refuses is the tool's answer, marked as an error, with the same problem details as over HTTP.</summary>
    /// <exception cref="McpProtocolException">There is no such tool for this caller.</exception>
    public async ValueTask<CallToolResult> Call(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken)
    {
        HttpContext http = accessor.HttpContext!;
        string name = request.Params.Name;
        if (!Functions.TryGetValue(name, out Function? function) || Policies.RoleOf(http.User) is not { } held || !Policies.LetsIn(held, function))
            throw new McpProtocolException($"There is no tool '{name}' for this key.", McpErrorCode.InvalidParams);
        byte[] arguments = JsonSerializer.SerializeToUtf8Bytes(request.Params.Arguments ?? new Dictionary<string, JsonElement>());
        (int status, ReadOnlyMemory<byte> body) = await calls!.Post(http, served.Value[name], arguments, cancellationToken);
        string text = Encoding.UTF8.GetString(body.Span);
        bool isRefused = status >= StatusCodes.Status400BadRequest;
        return new CallToolResult
        {
            IsError = isRefused,
            Content = [new TextContentBlock { Text = text }],
            StructuredContent = isRefused ? null : JsonElement.Parse(text),
        };
    }

    private static Tool Described(Function function)
    {
        bool isKeyed = function.Accept(TakesKey.Visitor), isReading = function.Role == Role.ReadOnly && !isKeyed;
        string words = $"{function.Summary} Needs the role {function.Role}{(function.IsForServices ? " or Service" : "")}."
            + (isKeyed ? " It moves money or orders: give an idempotencyKey of your own, and the same one when you send it again." : "");
        return new Tool
        {
            Name = function.Name,
            Description = words,
            InputSchema = Object(function.RequestType),
            OutputSchema = Object(function.AnswerType),
            Annotations = new ToolAnnotations { ReadOnlyHint = isReading, DestructiveHint = !isReading, IdempotentHint = isReading || isKeyed, OpenWorldHint = false },
        };
    }

    private static JsonElement Object(Type type)
    {
        JsonObject schema = (JsonObject)Schemas.Of(type);
        schema["type"] = "object"; // never null
        return JsonSerializer.SerializeToElement(schema, WireJson.Options);
    }
}
