namespace NeuralTrader.Client;

/// <summary>
/// The cluster gave no answer. Whether what was asked for was done is unknown; sent again with <see cref="IdempotencyKey"/> it is done once.
/// </summary>
/// <param name="message">One sentence.</param>
/// <param name="cause">What the last attempt ended with.</param>
/// <param name="idempotencyKey">The request's key; null for requests without one.</param>
public sealed class ClusterUnavailableException(string message, Exception? cause = null, string? idempotencyKey = null) : Exception(message, cause)
{
    /// <summary>The key of the request, the caller's or the one that the client made; null for requests without one.</summary>
    public string? IdempotencyKey { get; } = idempotencyKey;
}
