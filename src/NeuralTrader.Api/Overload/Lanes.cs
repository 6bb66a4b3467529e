using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using NeuralTrader.Abstractions.Hosting;
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

/// <summary>
/// Lets so many calls of a kind run at once, so many more wait, and refuses the rest at once: never a hang. So are calls refused that would wait past
/// their deadline, as far as the calls before them tell.
/// </summary>
internal sealed class Lanes : IQueueFigures, IDisposable
{
    private readonly IOptions<ApiOptions> options;
    private readonly LaneQueue read, money, jobs;
    private readonly LaneMetrics metrics;

    public Lanes(IOptions<ApiOptions> options)
    {
        this.options = options;
        (read, money, jobs) = (new(options.Value.Read), new(options.Value.Money), new(options.Value.Jobs));
        metrics = new LaneMetrics([(Lane.Read, read), (Lane.Money, money), (Lane.Jobs, jobs)]);
    }

    /// <inheritdoc/>
    public IEnumerable<QueueLoad> Queues => [read.Load("http read"), money.Load("http money"), jobs.Load("http jobs")];

    /// <summary>A place in the lane; the caller disposes of it.</summary>
    /// <exception cref="ProblemException">The lane and its queue are full, or no place came, or would come, free before the deadline.</exception>
    public ValueTask<IDisposable> Enter(Lane lane, CancellationToken aborted) =>
        (lane switch { Lane.Read => read, Lane.Money => money, Lane.Jobs => jobs }).Enter(options.Value.Deadline, aborted);

    public void Dispose()
    {
        metrics.Dispose();
        read.Dispose();
        money.Dispose();
        jobs.Dispose();
    }
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
        using IDisposable place = await lanes.Enter(mark.Lane, http.RequestAborted);
        await next(http);
    }
}

/// <summary>On an endpoint: which lane its calls take.</summary>
internal sealed record LaneMark(Lane Lane);
