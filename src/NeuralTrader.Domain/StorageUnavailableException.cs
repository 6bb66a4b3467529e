namespace NeuralTrader.Domain;

/// <summary>A grain's state could not be saved; it is as it was before. Crosses the wire unchanged, as the store's own exceptions do not.</summary>
[GenerateSerializer, Alias("storage-unavailable")]
public sealed class StorageUnavailableException(string message) : Exception(message);
