namespace NeuralTrader.Domain.Trading.Strategies;

/// <summary>One number that shapes a strategy.</summary>
/// <param name="Name">As the caller writes it, camelCase.</param>
/// <param name="Description">What it does, with its unit.</param>
/// <param name="Default">Used when it is not given.</param>
/// <param name="Min">Smallest value allowed.</param>
/// <param name="Max">Largest value allowed.</param>
/// <param name="Step">Step of a sensible search grid.</param>
/// <param name="IsWhole">True where only whole numbers make sense.</param>
[GenerateSerializer, Immutable, Alias("strategy-parameter")]
public sealed record StrategyParameter(string Name, string Description, double Default, double Min, double Max, double Step, bool IsWhole);

/// <summary>What a strategy is and needs. It claims no performance: that is for a back-test to show.</summary>
/// <param name="Name">Its name in every function.</param>
/// <param name="Title">For people.</param>
/// <param name="Description">The rule in words, with its assumptions.</param>
/// <param name="Parameters">The numbers that shape it.</param>
/// <param name="WarmUpBars">Bars it reads, with its default parameters, before its first signal.</param>
/// <param name="InstrumentsNeeded">1 where each instrument is traded by itself; 2 or more where it reads several together.</param>
/// <param name="MaxInstruments">Most instruments it reads together; 0 for no limit.</param>
/// <param name="IsAccelerated">True where an accelerator, where there is one, can test the combinations of its parameter search.</param>
/// <param name="IsAvailable">False where it cannot run now.</param>
/// <param name="Reason">Why it is not available; null where it is.</param>
[GenerateSerializer, Immutable, Alias("strategy-info")]
public sealed record StrategyInfo(
    string Name, string Title, string Description, StrategyParameter[] Parameters, int WarmUpBars,
    int InstrumentsNeeded = 1, int MaxInstruments = 0, bool IsAccelerated = false, bool IsAvailable = true, string? Reason = null);
