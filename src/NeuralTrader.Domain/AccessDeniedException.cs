namespace NeuralTrader.Domain;

/// <summary>The caller may not do this, or nobody knows who he is; nothing was done. Crosses the wire unchanged.</summary>
/// <param name="message">One sentence.</param>
/// <param name="isKnown">True where it is known who asks.</param>
[GenerateSerializer, Alias("access-denied")]
public sealed class AccessDeniedException(string message, bool isKnown) : Exception(message)
{
    /// <summary>True where it is known who asks, and he may not; false where a credential is missing or has ended.</summary>
    [Id(0)] public bool IsKnown { get; private set; } = isKnown;
}
