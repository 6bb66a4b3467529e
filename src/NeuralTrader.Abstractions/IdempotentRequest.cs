namespace NeuralTrader.Abstractions;

/// <summary>A request that may carry an idempotency key.</summary>
public interface IKeyedRequest
{
    /// <summary>The caller's key, 1 to 100 characters of A–Z a–z 0–9 . _ - :; over HTTP also the Idempotency-Key header.</summary>
    string? IdempotencyKey { get; }
}

/// <summary>A request that moves money or places an order: sent twice with one key, it is carried out once.</summary>
/// <typeparam name="TSelf">The request itself.</typeparam>
public interface IIdempotentRequest<TSelf> : IKeyedRequest
    where TSelf : IIdempotentRequest<TSelf>
{
    /// <summary>The same request with this key.</summary>
    TSelf WithIdempotencyKey(string key);
}
