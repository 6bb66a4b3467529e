namespace NeuralTrader.Domain.Security.Threats;

/// <summary>A shape that a detector recognises.</summary>
/// <param name="Kind">What a text of this shape may be meant to do.</param>
/// <param name="Name">Its name in kebab-case.</param>
/// <param name="Explanation">What it would do, in one sentence.</param>
internal sealed record ThreatRule(ThreatKind Kind, string Name, string Explanation);
