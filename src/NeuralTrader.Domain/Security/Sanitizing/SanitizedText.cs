namespace NeuralTrader.Domain.Security.Sanitizing;

/// <summary>A text made fit for the place where it is going to stand.</summary>
/// <param name="Context">The place.</param>
/// <param name="Text">The text.</param>
/// <param name="IsChanged">True when it differs from what was given.</param>
/// <param name="Changes">What was changed, in the order of the text; at most 200 of them.</param>
/// <param name="ChangeCount">How many changes there were.</param>
[GenerateSerializer, Immutable, Alias("sanitized-text")]
public sealed record SanitizedText(SanitizeContext Context, string Text, bool IsChanged, IReadOnlyList<TextChange> Changes, int ChangeCount);

/// <summary>A change of a text.</summary>
/// <param name="Position">Where it was made in the text as it was given, in UTF-16 units from 0.</param>
/// <param name="Removed">What stood there, at most 80 characters, what cannot be seen written as <c>\u0000</c>; empty where something was added.</param>
/// <param name="Inserted">What stands there now, written alike.</param>
/// <param name="Reason">Why.</param>
[GenerateSerializer, Immutable, Alias("text-change")]
public sealed record TextChange(int Position, string Removed, string Inserted, string Reason);
