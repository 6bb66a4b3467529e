using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ModelContextProtocol.AspNetCore;
using ModelContextProtocol.Protocol;
using NeuralTrader.Api.Problems;
using NeuralTrader.Api.Security;

namespace NeuralTrader.Api.Mcp;

/// <summary>The Model Context Protocol at <c>/mcp</c>: assistants call the functions with the same keys, roles, lanes and refusals as programs do over HTTP.</summary>
internal static class McpHosting
{
    /// <summary>Where it is.</summary>
    public const string Path = "/mcp";

    private const string Instructions =
        "A trading platform. Figures are computed from loaded market data; an answer that cannot be computed says what is missing. Money is moved by tools "
        + "that take an idempotencyKey: make one for each intention, and repeat it when you repeat the call. Times are UTC, percentages are fractions of 1.";

    public static void AddMcp(this IServiceCollection services)
    {
        services.AddHttpContextAccessor().AddSingleton<FunctionTools>();
        services.AddMcpServer().WithHttpTransport(http => http.SessionMode = HttpServerSessionMode.Stateless); // so any front-end may answer any message
        services.AddOptions<ModelContextProtocol.Server.McpServerOptions>().Configure<FunctionTools>((options, tools) =>
        {
            options.ServerInfo = new Implementation { Name = "neuraltrader", Title = "NeuralTrader", Version = Build };
            options.ServerInstructions = Instructions;
            options.Handlers.ListToolsHandler = tools.List;
            options.Handlers.CallToolHandler = tools.Call;
        });
    }

    /// <summary>Takes keys alone: a browser's cookie, which it sends with other sites' requests too, opens nothing here.</summary>
    public static void MapMcpFunctions(this WebApplication app)
    {
        app.Services.GetRequiredService<FunctionTools>().Serve(new InnerCall(app));
        app.MapMcp(Path).ExcludeFromDescription().WithMetadata(new BodyLimit(app.Services.GetRequiredService<IOptions<ApiOptions>>().Value.BodyLimit))
            .RequireAuthorization(new AuthorizationPolicyBuilder(Schemes.Key).RequireAssertion(asked => Policies.RoleOf(asked.User) is not null).Build())
            .Add(endpoint => endpoint.RequestDelegate = Reading(endpoint.RequestDelegate!));
    }

    /// <summary>The protocol's own reader throws at messages that are JSON but not of its form: those are the assistant's fault and not the platform's.</summary>
    private static RequestDelegate Reading(RequestDelegate served) => async http =>
    {
        try
        {
            await served(http);
        }
        catch (Exception fault) when (!http.Response.HasStarted && IsUnreadable(fault))
        {
            throw new ProblemException(Problem.Of(ProblemTypes.MalformedJson, "The body is no message of the Model Context Protocol: a member is missing, has a value of another kind, or is text that is not Unicode."));
        }
    };

    // How System.Text.Json says that a text is not Unicode is the second.
    private static bool IsUnreadable(Exception fault) => fault is JsonException || (fault is InvalidOperationException && fault.Source?.StartsWith("System.Text.Json", StringComparison.Ordinal) == true);

    private static string Build => typeof(McpHosting).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    private sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
