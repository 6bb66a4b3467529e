using NeuralTrader.Domain.Security.Sanitizing;
using NeuralTrader.Domain.Security.Threats;

namespace NeuralTrader.Abstractions.Security.Checks;

/// <summary>Makes a text fit for the place where it is going to stand, and tells every change.</summary>
/// <param name="Input">The text, at most 100,000 characters.</param>
/// <param name="Context">The place. SqlLiteral is always refused: a value goes to a database as a parameter.</param>
/// <param name="MaxLength">The most characters that are kept of the normalised text before it is encoded, 1 to 100,000.</param>
[GenerateSerializer, Immutable, Alias("security.sanitizeInput")]
public sealed record SanitizeInputRequest(string Input, SanitizeContext Context = SanitizeContext.PlainText, int MaxLength = Sanitizer.Longest);

/// <summary>Looks for what has the shape of an attack in a text.</summary>
/// <param name="Input">The text, at most 100,000 characters.</param>
[GenerateSerializer, Immutable, Alias("security.checkSecurityThreats")]
public sealed record CheckSecurityThreatsRequest(string Input);

/// <summary>What has the shape of an attack in a text. A signal for people and logs, not a defence.</summary>
/// <param name="IsClean">True when nothing was found; that does not make a text safe to paste into a program.</param>
/// <param name="Kinds">Every kind that was found, once.</param>
/// <param name="Findings">The places, in the order of the text; at most 8 of each kind.</param>
/// <param name="Advice">What defends against these: always parameters, encoding and types, never this check.</param>
[GenerateSerializer, Immutable, Alias("security.checkSecurityThreats.answer")]
public sealed record SecurityThreats(bool IsClean, IReadOnlyList<ThreatKind> Kinds, IReadOnlyList<ThreatFinding> Findings, string Advice);
