using System.Globalization;
using NeuralTrader.Abstractions;
using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.Grains.Hosting;

namespace NeuralTrader.Grains.Trading;

/// <summary>Knows which books were found damaged. It keeps nothing: whoever asks for such a book again finds it so again.</summary>
[Alias("grain.damagedBooks")]
internal interface IDamagedBooksGrain : IGrainWithIntegerKey
{
    /// <summary>Tells how a book was found.</summary>
    /// <param name="book">The book.</param>
    /// <param name="damage">What is wrong with it, in a sentence; null when it is whole again.</param>
    [Alias("tell")] Task Tell(string book, string? damage);

    /// <summary>The sentences, by book.</summary>
    [Alias("all"), Repeatable] Task<IReadOnlyList<string>> All();
}

/// <inheritdoc cref="IDamagedBooksGrain"/>
internal sealed class DamagedBooksGrain : Grain, IDamagedBooksGrain
{
    private readonly SortedDictionary<string, string> found = new(StringComparer.Ordinal);

    public Task Tell(string book, string? damage)
    {
        if (damage is null) found.Remove(book);
        else found[book] = damage;
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<string>> All() => Task.FromResult<IReadOnlyList<string>>([.. found.Values]);
}

/// <summary>Whether books were found damaged, anywhere in the cluster. All others are traded on, so it is a blemish and no reason to be restarted.</summary>
public sealed class DamagedBooks(IGrainFactory grains) : IHealthProbe
{
    private const int MostNamed = 5;

    /// <inheritdoc/>
    public string Name => "books";

    /// <inheritdoc/>
    public async Task<(HealthState State, string Detail)> Look(CancellationToken cancellationToken)
    {
        IReadOnlyList<string> damaged = await grains.GetGrain<IDamagedBooksGrain>(0).All().WaitAsync(cancellationToken);
        return damaged.Count == 0
            ? (HealthState.Healthy, "none was found damaged")
            : (HealthState.Degraded, string.Create(
                CultureInfo.InvariantCulture, $"{damaged.Count} found damaged. {string.Join(' ', damaged.Take(MostNamed))}"));
    }
}
