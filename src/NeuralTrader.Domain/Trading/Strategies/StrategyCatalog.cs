namespace NeuralTrader.Domain.Trading.Strategies;

/// <summary>Every strategy by its name.</summary>
public static partial class StrategyCatalog
{
}
