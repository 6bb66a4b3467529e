using NeuralTrader.Abstractions.Hosting;
using Orleans.Concurrency;

namespace NeuralTrader.Abstractions.Security;

/// <summary>Tells every process at once which keys and tokens have ended. It keeps nothing: the truth is a book of the journal, so that any silo can serve it.</summary>
[Alias("grain.key-news")]
public interface IKeyNewsGrain : IGrainWithIntegerKey
{
    /// <summary>What ended of late: at once where that is another version than the known one, else after the given time.</summary>
    [Alias("hear"), Repeatable, AlwaysInterleave, OpenToAll] Task<KeyNews> Hear(long known, TimeSpan hold, CancellationToken cancellationToken);

    /// <summary>A key or token ends. When this returns the news is durable, and a second later no process of the platform takes it any more.</summary>
    [Alias("note"), Repeatable, MembersOnly] Task Note(KeyEnding ending, CancellationToken cancellationToken);
}

/// <summary>What ended before its time.</summary>
/// <param name="Id">The key's visible head, or the token's id.</param>
/// <param name="At">From when on it does not work, UTC; later than now where a key was replaced.</param>
[GenerateSerializer, Immutable, Alias("key-ending")]
public sealed record KeyEnding(string Id, DateTime At);

/// <summary>The keys and tokens that ended of late; those of long ago are believed by nobody any more.</summary>
/// <param name="Version">Counts the endings.</param>
/// <param name="Endings">Oldest first.</param>
[GenerateSerializer, Immutable, Alias("key-news")]
public sealed record KeyNews(long Version, IReadOnlyList<KeyEnding> Endings) : INews;
