namespace NeuralTrader.Storage.Moving;

/// <summary>Data cannot be read, moved or trusted, for a reason that the message names in a sentence; nothing was written.</summary>
public sealed class MovingException(string message) : Exception(message);
