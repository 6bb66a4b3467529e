namespace NeuralTrader.Benchmarks;

/// <summary>One line of the report.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">The figure.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Goal">What is promised; null where nothing is.</param>
/// <param name="IsMet">Whether the promise holds; null where there is none.</param>
/// <param name="Reference">The same work done by something else in this run; null where that is absent.</param>
/// <param name="ReferenceName">What did it.</param>
/// <param name="Ratio">Ours over the reference, more than 1 being faster; null without one.</param>
/// <param name="Note">The answer's checksum, and whatever a reader should know.</param>
internal sealed record Figure(
    string Name, double Value, string Unit, string? Goal = null, bool? IsMet = null, double? Reference = null, string? ReferenceName = null,
    double? Ratio = null, string? Note = null);
