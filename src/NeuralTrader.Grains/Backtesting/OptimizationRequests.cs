using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Backtesting.Search;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Strategies;

namespace NeuralTrader.Grains.Backtesting;

/// <summary>What a request for a search means.</summary>
internal static class OptimizationRequests
{
    private const int MostSymbols = 50;

    /// <summary>The request with names put right.</summary>
    /// <exception cref="InvalidInputException">A member is malformed or out of range.</exception>
    public static Answer<OptimizeStrategyRequest> Checked(OptimizeStrategyRequest request)
    {
        StrategyInfo strategy = StrategyCatalog.Find(request.Strategy);
        if (!strategy.IsAvailable) return new Refusal(RefusalKind.StrategyUnavailable, $"{strategy.Name}: {strategy.Reason}", "strategy");
        if (request.Symbol is not null == request.Symbols is not null)
            throw Require.Invalid("symbol", request.Symbol is null ? null : "symbol and symbols", "one of symbol and symbols");
        IReadOnlyList<string> given = request.Symbols ?? [request.Symbol!];
        Require.Count(given.Count, 1, MostSymbols, "symbols");
        string[] symbols = [.. given.Select(symbol => Symbol.Parse(symbol, request.Symbols is null ? "symbol" : "symbols"))];
        if (symbols.Distinct().Count() != symbols.Length) throw Require.Invalid("symbols", string.Join(' ', symbols), "each symbol once");
        if (symbols.Length < strategy.InstrumentsNeeded)
            throw Require.Invalid("symbols", string.Join(' ', symbols), $"at least {strategy.InstrumentsNeeded} symbols, which {strategy.Name} reads together");
        if (!Enum.IsDefined(request.Interval)) throw Require.Invalid("interval", request.Interval, string.Join(", ", Enum.GetNames<BarInterval>()));
        if (request.From > request.To) throw Require.Invalid("from", request.From, $"a time at or before to, which is {request.To:O}");
        Dictionary<string, ParameterRange> ranges = request.ParameterRanges.ToDictionary(
            range => range.Key,
            range => strategy.Parameters.FirstOrDefault(known => known.Name == range.Key) is { } parameter ? range.Value?.Complete(parameter)! : range.Value);
        return request with
        {
            ParameterRanges = ranges, Strategy = strategy.Name, Costs = request.Costs ?? TradingCosts.Usual, Symbol = null, Symbols = symbols,
        };
    }

    /// <summary>What of a request the search reads.</summary>
    public static SearchSpec Spec(OptimizeStrategyRequest request) => new(
        new BacktestSpec(
            request.Strategy, request.Parameters, request.Members, request.InitialCapital, request.Costs, request.FillRule, request.PositionFraction,
            request.MaxLeverage, request.AllowShort, request.WholeUnits, request.RebalanceBand, request.StopLoss, request.TakeProfit,
            request.RiskFreeRateAnnual, request.CashRateAnnual, request.PeriodsPerYear),
        request.ParameterRanges, request.Method, request.Metric, request.Trials, request.Seed, request.MinTrades, request.Top, request.HeatMap,
        request.Validation);
}
