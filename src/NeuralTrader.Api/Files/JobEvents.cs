using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Api.Security;
using NeuralTrader.Client;

namespace NeuralTrader.Api.Files;

/// <summary>A job's progress as it is made. An id is looked for among back-tests and then among parameter searches.</summary>
internal static class JobEvents
{
    public static void MapJobEvents(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/jobs/{jobId}/events", Events)
            .WithName("watchJob").WithTags("Jobs").RequireAuthorization(Policies.ReadOnly)
            .WithSummary("A job's progress as server-sent events `progress`; the last event is `end` and says how it ended.");

    private static async Task Events(HttpContext http, NeuralTraderClient client, IHostApplicationLifetime host, string jobId)
    {
        using CancellationTokenSource ends = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, host.ApplicationStopping); // a process that leaves waits for no job
        (IAsyncEnumerable<JobProgress> steps, Func<Task<JobProgress>> end) = await Find(client, jobId, ends.Token); // an unknown job is refused here
        http.Response.Headers["X-Accel-Buffering"] = "no";
        await TypedResults.ServerSentEvents(Progress(steps, end, ends.Token)).ExecuteAsync(http);
    }

    private static async Task<(IAsyncEnumerable<JobProgress> Steps, Func<Task<JobProgress>> End)> Find(
        NeuralTraderClient client, string jobId, CancellationToken cancellationToken)
    {
        try
        {
            await Backtest();
            return (client.WatchBacktestAsync(jobId, cancellationToken), Backtest);
        }
        catch (RefusalException missing) when (missing.Refusal.Kind == RefusalKind.BacktestNotFound)
        {
            try
            {
                await client.GetOptimizationProgressAsync(jobId);
            }
            catch (RefusalException also) when (also.Refusal.Kind == RefusalKind.OptimizationNotFound)
            {
                throw missing;
            }
            return (client.WatchOptimizationAsync(jobId, cancellationToken), () => client.GetOptimizationProgressAsync(jobId));
        }

        async Task<JobProgress> Backtest() => (await client.GetBacktestAsync(new GetBacktestRequest(jobId), cancellationToken)).Progress;
    }

    private static async IAsyncEnumerable<SseItem<JobProgress>> Progress(
        IAsyncEnumerable<JobProgress> steps, Func<Task<JobProgress>> end, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (JobProgress progress in steps.WithCancellation(cancellationToken)) yield return new SseItem<JobProgress>(progress, "progress");
        yield return new SseItem<JobProgress>(await end(), "end");
    }
}
