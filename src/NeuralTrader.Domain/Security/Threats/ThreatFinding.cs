namespace NeuralTrader.Domain.Security.Threats;

/// <summary>One place of a text that looks like an attack.</summary>
/// <param name="Kind">What it may be meant to do.</param>
/// <param name="Rule">Which shape was recognised, in kebab-case.</param>
/// <param name="Position">Where it begins in the text as it was given, in UTF-16 units from 0.</param>
/// <param name="Length">How long it is there, in UTF-16 units.</param>
/// <param name="Text">What stands there once escapes are read, at most 80 characters, controls written as <c>\u0000</c>.</param>
/// <param name="IsEncoded">True when it came to light only after percent, HTML or Unicode escapes were read.</param>
/// <param name="Explanation">What it would do, in one sentence.</param>
[GenerateSerializer, Immutable, Alias("threat-finding")]
public sealed record ThreatFinding(ThreatKind Kind, string Rule, int Position, int Length, string Text, bool IsEncoded, string Explanation);
