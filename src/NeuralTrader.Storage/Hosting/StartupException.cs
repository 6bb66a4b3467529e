namespace NeuralTrader.Storage.Hosting;

/// <summary>The platform cannot start, for a reason that whoever started it can remove; the message is the sentence to show.</summary>
public sealed class StartupException(string message) : Exception(message);
