using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using NeuralTrader.Api.Problems;

namespace NeuralTrader.Api.Overload;

/// <summary>Which line a call waits in.</summary>
internal enum Lane
{
    /// <summary>Calls that read.</summary>
    Read = 1,

    /// <summary>Calls that move money or orders.</summary>
    Money = 2,

    /// <summary>Back-tests, imports and event streams.</summary>
    Jobs = 3,
}

/// <summary>Lets so many calls of a kind run at once, so many more wait, and refuses the rest at once: never a hang.</summary>
internal sealed class Lanes : IDisposable
{
    private readonly ConcurrencyLimiter read;
    private readonly ConcurrencyLimiter money;
    private readonly ConcurrencyLimiter jobs;
    private readonly ApiOptions options;

    public Lanes(IOptions<ApiOptions> options)
    {
        this.options = options.Value;
        (read, money, jobs) = (Limiter(this.options.Read), Limiter(this.options.Money), Limiter(this.options.Jobs));
    }

    /// <summary>A place in the lane; the caller disposes of it.</summary>
    /// <exception cref="ProblemException">The lane and its queue are full, or no place came free before the deadline.</exception>
    public async ValueTask<RateLimitLease> Enter(Lane lane, CancellationToken aborted)
    {
        ConcurrencyLimiter limiter = lane switch { Lane.Read => read, Lane.Money => money, Lane.Jobs => jobs };
        RateLimitLease lease = limiter.AttemptAcquire();
        if (lease.IsAcquired) return lease;
        lease.Dispose();
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        patience.CancelAfter(options.Deadline);
        try
        {
            lease = await limiter.AcquireAsync(1, patience.Token);
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            throw new ProblemException(Problem.Busy("No place came free in time. Nothing was done."));
        }
        if (lease.IsAcquired) return lease;
        lease.Dispose();
        throw new ProblemException(Problem.Busy("Too many calls are waiting. Nothing was done."));
    }

    public void Dispose()
    {
        read.Dispose();
        money.Dispose();
        jobs.Dispose();
    }

    private static ConcurrencyLimiter Limiter(LaneOptions lane) => new(new ConcurrencyLimiterOptions
    {
        PermitLimit = lane.Concurrent, QueueLimit = lane.Waiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });
}

/// <summary>Puts requests in the lane that their endpoint names.</summary>
internal sealed class LaneMiddleware(RequestDelegate next, Lanes lanes)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<LaneMark>() is not { } mark)
        {
            await next(http);
            return;
        }
        using RateLimitLease place = await lanes.Enter(mark.Lane, http.RequestAborted);
        await next(http);
    }
}

/// <summary>On an endpoint: which lane its calls take.</summary>
internal sealed record LaneMark(Lane Lane);
