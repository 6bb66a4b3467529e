using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Analysis;
using NeuralTrader.Domain.Trading.Strategies;

namespace NeuralTrader.Abstractions.Trading;

/// <summary>Where the caller would like the work done. The answer says where it was done.</summary>
public enum DevicePreference
{
    /// <summary>Wherever it is fastest.</summary>
    Auto = 0,

    /// <summary>On the processor.</summary>
    Cpu = 1,

    /// <summary>On a CUDA device; where there is none the processor does it and the answer says why.</summary>
    Cuda = 2,
}

/// <summary>Where the work was done.</summary>
/// <param name="Name">"cpu" or "cuda".</param>
/// <param name="FallbackReason">Why it is not the device that was wished for; null where it is.</param>
[GenerateSerializer, Immutable, Alias("device-used")]
public sealed record DeviceUsed(string Name, string? FallbackReason)
{
    /// <summary>The processor, whatever was wished for.</summary>
    public static DeviceUsed Cpu(DevicePreference wish) =>
        new("cpu", wish == DevicePreference.Cuda ? "This build has no CUDA path for this function." : null);
}

/// <summary>Asks for every strategy.</summary>
[GenerateSerializer, Immutable, Alias("trading.listStrategies")]
public sealed record ListStrategiesRequest;

/// <summary>Every strategy of the platform.</summary>
/// <param name="Strategies">By name.</param>
[GenerateSerializer, Immutable, Alias("trading.strategies")]
public sealed record StrategyList(IReadOnlyList<StrategyInfo> Strategies);

/// <summary>Asks for one strategy.</summary>
/// <param name="Strategy">Its name, as listStrategies gives it.</param>
[GenerateSerializer, Immutable, Alias("trading.getStrategyInfo")]
public sealed record GetStrategyInfoRequest(string Strategy);

/// <summary>Asks what a market looks like now.</summary>
/// <param name="Symbol">The instrument; at least 50 bars of it must be loaded.</param>
/// <param name="Interval">Which bars to read.</param>
/// <param name="Device">Where the caller would like the work done.</param>
[GenerateSerializer, Immutable, Alias("trading.quickAnalysis")]
public sealed record QuickAnalysisRequest(
    string Symbol, BarInterval Interval = BarInterval.Day, DevicePreference Device = DevicePreference.Auto);

/// <summary>What a market looks like at its newest bar.</summary>
/// <param name="Analysis">The figures and the recommendation.</param>
/// <param name="Device">Where the work was done.</param>
[GenerateSerializer, Immutable, Alias("trading.quickAnalysis.answer")]
public sealed record QuickAnalysisAnswer(QuickAnalysis Analysis, DeviceUsed Device) : ISharedAnswer;

/// <summary>Asks what a trade would have done.</summary>
/// <param name="Strategy">Name in listStrategies; its past signals in the trade's direction are the analogues.</param>
/// <param name="Symbol">The instrument.</param>
/// <param name="Action">Buy, sell or close.</param>
/// <param name="Quantity">Units, positive.</param>
/// <param name="HorizonBars">Bars the position is held.</param>
/// <param name="Parameters">Of the strategy; what is not named takes its default.</param>
/// <param name="Costs">What trading costs; null for ten basis points of slippage and no commission, {} for nothing.</param>
/// <param name="Model">How paths are made.</param>
/// <param name="Paths">How many, 100 to 1,000,000.</param>
/// <param name="MeanBlock">Mean block length of the bootstrap in bars.</param>
/// <param name="Seed">The same seed gives the same answer.</param>
/// <param name="Interval">Which bars to read.</param>
/// <param name="Device">Where the caller would like the work done.</param>
[GenerateSerializer, Immutable, Alias("trading.simulateTrade")]
public sealed record SimulateTradeRequest(
    string Strategy, string Symbol, TradeAction Action, double Quantity = 1, int HorizonBars = 21,
    IReadOnlyDictionary<string, double>? Parameters = null, TradingCosts? Costs = null, PathModel Model = PathModel.Bootstrap,
    int Paths = 10_000, double MeanBlock = 5, int Seed = 1, BarInterval Interval = BarInterval.Day, DevicePreference Device = DevicePreference.Auto);

/// <summary>What a trade would have done.</summary>
/// <param name="Simulation">The distribution of outcomes.</param>
/// <param name="Device">Where the work was done.</param>
[GenerateSerializer, Immutable, Alias("trading.simulateTrade.answer")]
public sealed record SimulateTradeAnswer(TradeSimulationResult Simulation, DeviceUsed Device);

/// <summary>Asks for an indicator over stored bars.</summary>
/// <param name="Name">The indicator, such as rsi; an unknown name is answered with the known ones.</param>
/// <param name="Symbol">The instrument.</param>
/// <param name="Parameters">By name, such as period; what is not named takes its default.</param>
/// <param name="Interval">Which bars to read.</param>
/// <param name="Basis">Which corporate actions are in the prices; null for the best there is.</param>
/// <param name="From">First bar wanted, UTC; null for the oldest. Bars before it warm the indicator up.</param>
/// <param name="To">Last bar wanted, UTC; null for the newest.</param>
/// <param name="Device">Where the caller would like the work done.</param>
[GenerateSerializer, Immutable, Alias("risk.calculateIndicator")]
public sealed record CalculateIndicatorRequest(
    string Name, string Symbol, IReadOnlyDictionary<string, double>? Parameters = null, BarInterval Interval = BarInterval.Day,
    PriceBasis? Basis = null, DateTime? From = null, DateTime? To = null, DevicePreference Device = DevicePreference.Auto);

/// <summary>An indicator over bars.</summary>
/// <param name="Name">The indicator.</param>
/// <param name="Parameters">All of them, defaults filled in.</param>
/// <param name="Series">Which bars were read.</param>
/// <param name="Provenance">Where the bars come from.</param>
/// <param name="WarmUpBars">Bars at the head of a series for which it is not defined.</param>
/// <param name="Times">Starts of the bars, UTC, shape [n].</param>
/// <param name="Outputs">By name, shape [n] each; null where the bars cannot define a value.</param>
/// <param name="Device">Where the work was done.</param>
[GenerateSerializer, Immutable, Alias("risk.calculateIndicator.answer")]
public sealed record IndicatorAnswer(
    string Name, IReadOnlyDictionary<string, double> Parameters, SeriesKey Series, Provenance Provenance, int WarmUpBars,
    IReadOnlyList<DateTime> Times, IReadOnlyDictionary<string, double[]> Outputs, DeviceUsed Device);
