using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain.Backtesting.Search;
using NeuralTrader.Grains.Hosting;

namespace NeuralTrader.Grains.Backtesting;

/// <summary>What is kept of a search; its parts and its report are kept apart.</summary>
[GenerateSerializer, Alias("optimization-state")]
public sealed record OptimizationState
{
    /// <summary>What was asked; null before the search was started.</summary>
    [Id(0)] public OptimizeStrategyRequest? Request { get; init; }

    /// <summary>Hash of what was asked, as the caller gave it.</summary>
    [Id(1)] public string Fingerprint { get; init; } = "";

    /// <summary>Where it stands.</summary>
    [Id(2)] public JobState State { get; init; }

    /// <summary>When it was started, UTC.</summary>
    [Id(3)] public DateTime StartedAt { get; init; }

    /// <summary>When it ended, UTC; null while it runs.</summary>
    [Id(4)] public DateTime? EndedAt { get; init; }

    /// <summary>How it is done; null before the search was started.</summary>
    [Id(5)] public OptimizationPlan? Plan { get; init; }

    /// <summary>Why it failed; null where it did not.</summary>
    [Id(6)] public string? Failure { get; init; }

    /// <summary>Parts that were done when it ended.</summary>
    [Id(7)] public int Done { get; init; }

    /// <summary>Combinations that were tested, those left out not among them; null where it did not complete.</summary>
    [Id(8)] public int? Tried { get; init; }

    /// <summary>Whose it is, a username; null where an older build or the platform made it.</summary>
    [Id(9)] public string? Owner { get; init; }
}

/// <summary>What is kept of a part.</summary>
[GenerateSerializer, Alias("optimization-chunk-state")]
public sealed record OptimizationChunkState
{
    /// <summary>The part; null before it is done.</summary>
    [Id(0)] public SearchChunk? Chunk { get; init; }
}

/// <summary>What is kept of a report.</summary>
[GenerateSerializer, Alias("optimization-report-state")]
public sealed record OptimizationReportState
{
    /// <summary>The report; null before there is one.</summary>
    [Id(0)] public SearchReport? Report { get; init; }
}

/// <summary>The newest searches.</summary>
[GenerateSerializer, Alias("optimization-index-state")]
public sealed record OptimizationIndexState
{
    /// <summary>Newest first.</summary>
    [Id(0)] public IReadOnlyList<OptimizationSummary> Newest { get; init; } = [];
}

/// <inheritdoc cref="IOptimizationChunkGrain"/>
public sealed class OptimizationChunkGrain([PersistentState("optimization-chunk")] IPersistentState<OptimizationChunkState> stored) : Grain, IOptimizationChunkGrain
{
    /// <inheritdoc/>
    public async Task Keep(SearchChunk chunk)
    {
        await stored.Commit(new OptimizationChunkState { Chunk = chunk });
        DeactivateOnIdle(); // a long search has many parts, and nobody asks for one before all are done
    }

    /// <inheritdoc/>
    public Task<bool> IsKept()
    {
        DeactivateOnIdle();
        return Task.FromResult(stored.State.Chunk is not null);
    }

    /// <inheritdoc/>
    public async Task<SearchChunk?> Read()
    {
        DeactivateOnIdle();
        if (stored.State.Chunk is null || CallerContext.Current is null) return stored.State.Chunk;
        string search = this.GetPrimaryKeyString().Split(':')[0];
        return (await GrainFactory.GetGrain<IOptimizationGrain>(search).Progress()).IsRefused ? null : stored.State.Chunk; // it is another's
    }
}

/// <inheritdoc cref="IOptimizationReportGrain"/>
public sealed class OptimizationReportGrain([PersistentState("optimization-report")] IPersistentState<OptimizationReportState> stored) : Grain, IOptimizationReportGrain
{
    /// <inheritdoc/>
    public Task Keep(SearchReport report) => stored.Commit(new OptimizationReportState { Report = report });

    /// <inheritdoc/>
    public Task<SearchReport?> Read() => Task.FromResult(stored.State.Report);
}

/// <inheritdoc cref="IOptimizationIndexGrain"/>
public sealed class OptimizationIndexGrain([PersistentState("optimization-index")] IPersistentState<OptimizationIndexState> stored) : Grain, IOptimizationIndexGrain
{
    private const int Kept = 1_000;

    /// <inheritdoc/>
    public Task Note(OptimizationSummary summary)
    {
        IEnumerable<OptimizationSummary> others = stored.State.Newest.Where(known => known.OptimizationId != summary.OptimizationId);
        return stored.Commit(new OptimizationIndexState { Newest = JobOwner.Kept(others.Append(summary).OrderByDescending(search => search.StartedAt), Kept, search => search.Owner) });
    }

    /// <inheritdoc/>
    public Task<OptimizationList> List(ListOptimizationsRequest request)
    {
        int limit = Require.Between(request.Limit, 1, Kept, "limit");
        Caller? caller = CallerContext.Current;
        return Task.FromResult(new OptimizationList([.. stored.State.Newest.Where(search => !JobOwner.Hides(search.Owner, caller)).Take(limit)]));
    }
}
