namespace NeuralTrader.Abstractions;

/// <summary>
/// Marks what may be asked twice: the second call changes nothing that the first did not. A call whose silo died under it is then made again by
/// itself. Requests with an idempotency key may be repeated without it.
/// </summary>
[AttributeUsage(AttributeTargets.Interface | AttributeTargets.Method)]
public sealed class RepeatableAttribute : Attribute;
