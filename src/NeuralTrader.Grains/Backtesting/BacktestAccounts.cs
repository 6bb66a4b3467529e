using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Strategies;

namespace NeuralTrader.Grains.Backtesting;

/// <summary>How a request falls into accounts: one for each instrument, or one for all.</summary>
internal static class BacktestAccounts
{
    private const int MostSymbols = 1_000;

    /// <summary>The request with names put right and defaults filled in.</summary>
    /// <exception cref="InvalidInputException">A member is malformed or out of range.</exception>
    public static Answer<RunBacktestRequest> Checked(RunBacktestRequest request)
    {
        StrategyInfo strategy = StrategyCatalog.Find(request.Strategy);
        if (!strategy.IsAvailable) return new Refusal(RefusalKind.StrategyUnavailable, $"{strategy.Name}: {strategy.Reason}", "strategy");
        if (request.Symbol is not null == request.Symbols is not null)
            throw Require.Invalid("symbols", request.Symbol is null ? null : "symbol and symbols", "one of symbol and symbols");
        IReadOnlyList<string> given = request.Symbols ?? [request.Symbol!];
        Require.Count(given.Count, 1, MostSymbols, "symbols");
        string[] symbols = [.. given.Select(symbol => Symbol.Parse(symbol, request.Symbols is null ? "symbol" : "symbols"))];
        if (symbols.Distinct().Count() != symbols.Length) throw Require.Invalid("symbols", string.Join(' ', symbols), "each symbol once");
        if (symbols.Length < strategy.InstrumentsNeeded)
            throw Require.Invalid("symbols", string.Join(' ', symbols), $"at least {strategy.InstrumentsNeeded} symbols, which {strategy.Name} reads together");
        if (!Enum.IsDefined(request.Interval)) throw Require.Invalid("interval", request.Interval, string.Join(", ", Enum.GetNames<BarInterval>()));
        if (request.From > request.To) throw Require.Invalid("from", request.From, $"a time at or before to, which is {request.To:O}");
        Spec(request).Validated();
        StrategyCatalog.Create(strategy.Name, request.Parameters, new StrategySetting(symbols.Length, Members: request.Members)); // refuses what does not go together
        return request with
        {
            Strategy = strategy.Name,
            Parameters = StrategyCatalog.Complete(strategy, request.Parameters),
            Costs = request.Costs ?? TradingCosts.Usual,
            Symbol = null,
            Symbols = symbols,
            Benchmark = request.Benchmark is { } benchmark ? Symbol.Parse(benchmark, "benchmark") : null,
            Together = request.Together || strategy.InstrumentsNeeded > 1,
        };
    }

    /// <summary>The accounts of a checked request, each as a request of its own.</summary>
    public static IReadOnlyList<RunBacktestRequest> Of(RunBacktestRequest request) =>
        request.Together ? [request] : [.. request.Symbols!.Select(symbol => request with { Symbols = [symbol] })];

    /// <summary>What of a request the engine reads.</summary>
    public static BacktestSpec Spec(RunBacktestRequest request) => new(
        request.Strategy, request.Parameters, request.Members, request.InitialCapital, request.Costs, request.FillRule, request.PositionFraction,
        request.MaxLeverage, request.AllowShort, request.WholeUnits, request.RebalanceBand, request.StopLoss, request.TakeProfit,
        request.RiskFreeRateAnnual, request.CashRateAnnual, request.PeriodsPerYear);
}
