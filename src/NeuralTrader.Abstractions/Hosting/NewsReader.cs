using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace NeuralTrader.Abstractions.Hosting;

/// <summary>
/// Follows the news of a grain in any process that can call it: a silo, an interface, a client. The grain holds the question until it has news, or for
/// <see cref="Hold"/>; so news is here after one message, and what is here is never much older, as long as the grain can be reached. Whoever relies on
/// it says how old it may be.
/// </summary>
/// <typeparam name="TNews">What is told; as a whole each time.</typeparam>
/// <param name="clock">Counts the age of what was heard.</param>
/// <param name="log">Hears why there is no news.</param>
public abstract partial class NewsReader<TNews>(TimeProvider clock, ILogger log) : BackgroundService
    where TNews : class, INews
{
    /// <summary>The version to ask with before anything was heard: no news has it.</summary>
    public const long Nothing = -1;

    /// <summary>How long a grain may hold a question.</summary>
    public static readonly TimeSpan Hold = TimeSpan.FromMilliseconds(400);

    private const int Attempts = 4; // the grain, or another worker of its kind, may be found on another silo than the one that just died

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(700), Pause = TimeSpan.FromMilliseconds(100);

    private readonly Lock hearing = new();
    private volatile Heard? heard;
    private Task<TNews>? asking;

    /// <summary>What was heard last, however long ago; null before the first word.</summary>
    public TNews? Newest => heard?.News;

    /// <summary>What was true at most so long ago; null where nothing that young was heard.</summary>
    public TNews? Within(TimeSpan age) => heard is { } last && Age(last) <= age ? last.News : null;

    /// <summary>The same, and where nothing that young was heard the grain is asked; who asks meanwhile shares the question.</summary>
    /// <exception cref="TimeoutException">The grain does not answer; or what else it or the way to it failed with. What it cannot be asked for is to be refused.</exception>
    public ValueTask<TNews> Fresh(TimeSpan age, CancellationToken cancellationToken)
    {
        if (Within(age) is { } known) return new(known);
        lock (hearing)
        {
            if (asking is not { IsCompleted: false }) asking = Task.Run(Insist, CancellationToken.None);
            return new(asking.WaitAsync(cancellationToken));
        }
    }

    /// <summary>Asks the grain.</summary>
    /// <param name="known">The version that is known here, or <see cref="Nothing"/>.</param>
    /// <param name="hold">How long the grain may wait for another version before it answers; 0 for at once.</param>
    /// <param name="cancellationToken">Gives up.</param>
    protected abstract Task<TNews> Ask(long known, TimeSpan hold, CancellationToken cancellationToken);

    /// <summary>Another version was heard. Calls come one at a time, and no reader sees the version before they return.</summary>
    protected virtual void Changed(TNews? before, TNews now)
    {
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            TimeSpan pause = Pause; // unless the grain held the question itself
            try
            {
                (long known, long asked) = (Newest?.Version ?? Nothing, TimeProvider.System.GetTimestamp());
                if ((await Read(known, Hold, stoppingToken).ConfigureAwait(false)).Version != known || TimeProvider.System.GetElapsedTime(asked) > Hold / 2) pause = TimeSpan.Zero;
            }
#pragma warning disable CA1031 // a cluster that is being formed, changed or left fails in any way; what was heard grows old until the next word
            catch (Exception fault)
#pragma warning restore CA1031
            {
                if (!stoppingToken.IsCancellationRequested) Unheard(GetType().Name, fault.Message);
            }
            if (pause > TimeSpan.Zero) await Task.Delay(pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<TNews> Insist()
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await Read(Nothing, TimeSpan.Zero, CancellationToken.None).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // as above
            catch (Exception fault) when (attempt < Attempts)
#pragma warning restore CA1031
            {
                Unheard(GetType().Name, fault.Message);
            }
        }
    }

    private async Task<TNews> Read(long known, TimeSpan hold, CancellationToken cancellationToken)
    {
        (long sent, DateTimeOffset time) = (clock.GetTimestamp(), clock.GetUtcNow());
        TNews news = await Ask(known, hold, cancellationToken).WaitAsync(hold + Patience, cancellationToken).ConfigureAwait(false);
        lock (hearing)
        {
            Heard? last = heard;
            // An answer that was overtaken says nothing; one to a question of later than the last answer is believed whatever its version: the grain's state was restored.
            if (last is not null && news.Version < last.News.Version && sent < last.Received) return last.News;
            if (news.Version != last?.News.Version) Changed(last?.News, news);
            heard = last is not null && sent < last.Sent ? last with { News = news } : new Heard(news, sent, time, clock.GetTimestamp());
            return news;
        }
    }

    // Counted from when the question was sent; a machine that slept counts less than its clock shows.
    private TimeSpan Age(Heard last)
    {
        TimeSpan counted = clock.GetElapsedTime(last.Sent), shown = clock.GetUtcNow() - last.Time;
        return counted > shown ? counted : shown;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Reader} heard nothing: {Reason}")]
    private partial void Unheard(string reader, string reason);

    private sealed record Heard(TNews News, long Sent, DateTimeOffset Time, long Received);
}
