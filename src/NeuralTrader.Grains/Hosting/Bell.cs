using NeuralTrader.Abstractions.Hosting;

namespace NeuralTrader.Grains.Hosting;

/// <summary>
/// Rings when there is news, for those who wait for it: the grain's side of <see cref="NewsReader{TNews}"/>. The grain rings it after each commit, never
/// before, and answers its readers from a method that is <see cref="Orleans.Concurrency.AlwaysInterleaveAttribute"/> and only hears it.
/// </summary>
/// <param name="news">What holds now.</param>
/// <param name="clock">Counts how long somebody waits.</param>
public sealed class Bell<TNews>(TNews news, TimeProvider clock)
    where TNews : class, INews
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private TaskCompletionSource next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>There is news.</summary>
    public void Ring(TNews now)
    {
        news = now;
        Interlocked.Exchange(ref next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    /// <summary>What holds: at once where that is another version than the known one; else with the next ring, or after the given time, 5 s at most.</summary>
    /// <param name="known">The version that is known already.</param>
    /// <param name="hold">How long to wait for another.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<TNews> Hear(long known, TimeSpan hold, CancellationToken cancellationToken)
    {
        if (news.Version != known || hold <= TimeSpan.Zero) return news;
        await next.Task.WaitAsync(hold < Longest ? hold : Longest, clock, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        cancellationToken.ThrowIfCancellationRequested();
        return news;
    }
}
