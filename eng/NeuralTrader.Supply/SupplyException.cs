namespace NeuralTrader.Supply;

/// <summary>What stands in the way, in one sentence for whoever called the program.</summary>
#pragma warning disable CA1032 // always with a sentence
internal sealed class SupplyException(string message) : Exception(message);
#pragma warning restore CA1032
