using System.Diagnostics.CodeAnalysis;

namespace NeuralTrader.Domain;

/// <summary>What a rule or a grain answers: a value, or the refusal that stands in its place.</summary>
/// <typeparam name="T">The value's type.</typeparam>
/// <param name="Value">The value; absent when refused.</param>
/// <param name="Refusal">The refusal; null when there is a value.</param>
[GenerateSerializer, Immutable, Alias("answer`1")]
public readonly record struct Answer<T>(T? Value, Refusal? Refusal)
{
    /// <summary>True when there is no value; then <see cref="Refusal"/> says why.</summary>
    [MemberNotNullWhen(true, nameof(Refusal)), MemberNotNullWhen(false, nameof(Value))]
    public bool IsRefused => Refusal is not null;

    /// <summary>A value is an answer.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "The constructor is the named alternate.")]
    public static implicit operator Answer<T>(T value) => new(value, null);

    /// <summary>A refusal is an answer.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "The constructor is the named alternate.")]
    public static implicit operator Answer<T>(Refusal refusal) => new(default, refusal);
}
