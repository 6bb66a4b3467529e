using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Api.Overload;
using NeuralTrader.Api.Problems;
using NeuralTrader.Api.Security;
using NeuralTrader.Client;

namespace NeuralTrader.Api.Functions;

/// <summary>Every function of the catalogue at its route, those that do not work in this build included.</summary>
internal static class FunctionEndpoints
{
    public static void MapFunctions(this IEndpointRouteBuilder routes)
    {
        Mapper mapper = new(routes);
        foreach (Function function in FunctionCatalog.All) function.Accept(mapper);
        foreach (UnavailableFunction missing in FunctionCatalog.Unavailable)
        {
            Problem answer = Problem.Of(RefusalProblems.Of(RefusalKind.NotAvailable), missing.Reason) with { Field = missing.Name };
            routes.MapPost(FunctionRoutes.Of(missing), answer.Write).RequireAuthorization(Policies.ReadOnly);
        }
        routes.Map("/api/{**path}", FunctionRoutes.Unknown).WithOrder(int.MaxValue);
    }

    private static Lane? LaneOf<TRequest>(Function function)
        where TRequest : class => function.Name switch
        {
            "ping" or "getVersion" or "healthCheck" or "shutdown" or "haltTrading" or "getTradingHalts" or "getClusterStatus" => null, // never behind other people's work
            "runBacktest" or "optimizeStrategy" or "compareBacktests" or "simulateTrade" or "optimizePortfolio" or "riskAnalysis"
                or "stressTest" or "correlationAnalysis" or "calculateRiskBatch" or "dtwDistance" or "dtwBatch"
                or "verifyAuditLog" or "clearAuditLog" or "getAuditStatistics" or "monteCarloSimulation" or "neuralForecast" or "importMarketData" or "initNeuralTrader" => Lane.Jobs,
            _ => IdempotencyKeys.RuleOf<TRequest>() is null ? Lane.Read : Lane.Money,
        };

    private sealed class Mapper(IEndpointRouteBuilder routes) : IFunctionVisitor<object>
    {
        private readonly ApiOptions options = routes.ServiceProvider.GetRequiredService<IOptions<ApiOptions>>().Value;
        private readonly NeuralTraderClient client = routes.ServiceProvider.GetRequiredService<NeuralTraderClient>();
        private readonly KeyCache keys = routes.ServiceProvider.GetRequiredService<KeyCache>();
        private readonly ILogger log = routes.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger("NeuralTrader.Api.Functions");

        public object Visit<TRequest, TAnswer>(Function<TRequest, TAnswer> function)
            where TRequest : class
        {
            Lane? lane = LaneOf<TRequest>(function);
            FunctionHandler<TRequest, TAnswer> handler = new(
                function, client,
                lane == Lane.Jobs ? options.JobDeadline : options.Deadline,
                function.Name is "importMarketData" or "riskAnalysis" or "calculateRiskBatch" ? options.ImportBodyLimit : options.BodyLimit,
                Ended(function) as Action<TRequest>, log);
            RequestDelegate handle = handler.Handle;
            IEndpointConventionBuilder endpoint = routes.MapPost(function.Route, handle)
                .WithTags(function.Subject.ToString()).RequireAuthorization(function.IsForServices ? Policies.WithServices : Policies.Of(function.Role))
                .WithMetadata(
                    function, handle.Method,
                    new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(TAnswer), ["application/json"]));
            return lane is { } taken ? endpoint.WithMetadata(new LaneMark(taken)) : endpoint;
        }

        // What was ended through this front-end does not work here from the answer on; elsewhere from the news on.
        private object? Ended(Function function) => function.Name switch
        {
            "revokeApiKey" => (Action<RevokeApiKeyRequest>)(request => keys.Forget(request.KeyId)),
            "rotateApiKey" => (Action<RotateApiKeyRequest>)(request => keys.Forget(request.KeyId)),
            "revokeToken" => (Action<RevokeTokenRequest>)(request => keys.Forget(request.TokenId)),
            _ => null,
        };
    }
}
