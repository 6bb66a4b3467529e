using NeuralTrader.Abstractions.Security;
using Orleans.Concurrency;

namespace NeuralTrader.Grains.Security;

/// <inheritdoc cref="IKeyNewsGrain"/>
[StatelessWorker, Reentrant]
internal sealed class KeyNewsGrain(KeyEndings endings, TimeProvider clock) : Grain, IKeyNewsGrain
{
    // Endings that other silos write are found by looking.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    public async Task<KeyNews> Hear(long known, TimeSpan hold, CancellationToken cancellationToken)
    {
        long start = clock.GetTimestamp();
        while (true)
        {
            KeyNews now = await endings.Read(cancellationToken);
            TimeSpan rest = hold - clock.GetElapsedTime(start);
            if (now.Version != known || rest <= TimeSpan.Zero) return now;
            await endings.Wait(known, rest < Look ? rest : Look, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task Note(KeyEnding ending, CancellationToken cancellationToken) => endings.Write(ending, cancellationToken);
}
