using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain.Backtesting.Search;

namespace NeuralTrader.Abstractions.Backtesting;

/// <summary>One search; its key is the search's id.</summary>
[Alias("grain.optimization-job")]
public interface IOptimizationGrain : IOwnedGrain
{
    /// <summary>Starts the search; the same request twice is the same search.</summary>
    [Alias("start"), Repeatable, ResponseTimeout("00:02:30"), Needs(Role.User)] Task<Answer<JobProgress>> Start(OptimizeStrategyRequest request, CancellationToken cancellationToken);

    /// <summary>The search with what it has found.</summary>
    [Alias("read"), Repeatable, ResponseTimeout("00:00:30"), Needs(Role.ReadOnly)] Task<Answer<Optimization>> Read(CancellationToken cancellationToken);

    /// <summary>Where the search stands.</summary>
    [Alias("progress"), Repeatable, Needs(Role.ReadOnly)] Task<Answer<JobProgress>> Progress();

    /// <summary>Stops the search.</summary>
    [Alias("cancel"), Repeatable, Needs(Role.User)] Task<Answer<JobProgress>> Cancel(CancellationToken cancellationToken);

    /// <summary>Progress as it is made, until the search ends.</summary>
    [Alias("watch"), Needs(Role.ReadOnly)] IAsyncEnumerable<JobProgress> Watch(CancellationToken cancellationToken);
}

/// <summary>What one part of a search found; its key is the search's id, a colon and the part's number.</summary>
[Alias("grain.optimization-chunk")]
public interface IOptimizationChunkGrain : IGrainWithStringKey
{
    /// <summary>Keeps the part.</summary>
    [Alias("keep"), MembersOnly] Task Keep([Immutable] SearchChunk chunk);

    /// <summary>Whether the part is done.</summary>
    [Alias("is-kept"), Repeatable, MembersOnly] Task<bool> IsKept();

    /// <summary>The part; null before it is done.</summary>
    [Alias("read"), Repeatable, ResponseTimeout("00:00:30"), Needs(Role.ReadOnly)] Task<SearchChunk?> Read();
}

/// <summary>What a search found; its key is the search's id.</summary>
[EditorBrowsable(EditorBrowsableState.Never)] // grains call it, applications do not
[Alias("grain.optimization-report"), MembersOnly]
public interface IOptimizationReportGrain : IGrainWithStringKey
{
    /// <summary>Keeps the report.</summary>
    [Alias("keep")] Task Keep([Immutable] SearchReport report);

    /// <summary>The report; null before there is one.</summary>
    [Alias("read"), Repeatable] Task<SearchReport?> Read();
}

/// <summary>Does parts of a search. Its key is the search's id, a slash and a number: each may be on another silo.</summary>
[EditorBrowsable(EditorBrowsableState.Never)] // grains call it, applications do not
[Alias("grain.optimization-worker"), MembersOnly]
public interface IOptimizationWorkerGrain : IGrainWithStringKey
{
    /// <summary>Checks a request and says how it will be done.</summary>
    [Alias("plan"), ResponseTimeout("00:02:30")] Task<Answer<OptimizationPlan>> Plan(OptimizeStrategyRequest request, CancellationToken cancellationToken);

    /// <summary>Does one part and keeps it.</summary>
    [Alias("run"), ResponseTimeout("00:02:30")] Task<Answer<int>> Run(OptimizationTask task, int number, CancellationToken cancellationToken);

    /// <summary>Draws the conclusion of all parts and keeps it.</summary>
    [Alias("conclude"), ResponseTimeout("00:05:00")] Task<Answer<int>> Conclude(OptimizationTask task, CancellationToken cancellationToken);
}

/// <summary>The list of searches, newest first; key 0.</summary>
[Alias("grain.optimization-index")]
public interface IOptimizationIndexGrain : IGrainWithIntegerKey
{
    /// <summary>Adds a search or replaces its line.</summary>
    [Alias("note"), MembersOnly] Task Note(OptimizationSummary summary);

    /// <summary>The newest searches.</summary>
    [Alias("list"), Repeatable, Needs(Role.ReadOnly)] Task<OptimizationList> List(ListOptimizationsRequest request);
}
