using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Domain.Markets;
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
        StrategyInfo strategy = StrategyCatalog.Find(request.Spec.Strategy);
        if (!strategy.IsAvailable) return new Refusal(RefusalKind.StrategyUnavailable, $"{strategy.Name}: {strategy.Reason}", "strategy");
        if (request.Symbols is not { Count: >= 1 and <= MostSymbols }) throw Require.Invalid("symbols", request.Symbols?.Count, $"1 to {MostSymbols} symbols");
        string[] symbols = [.. request.Symbols.Select(symbol => Symbol.Parse(symbol, "symbols"))];
        if (symbols.Distinct().Count() != symbols.Length) throw Require.Invalid("symbols", string.Join(' ', symbols), "each symbol once");
        if (symbols.Length < strategy.InstrumentsNeeded)
            throw Require.Invalid("symbols", symbols.Length, $"at least {strategy.InstrumentsNeeded} symbols, which {strategy.Name} reads together");
        if (!Enum.IsDefined(request.Interval)) throw Require.Invalid("interval", request.Interval, string.Join(", ", Enum.GetNames<BarInterval>()));
        if (request.From > request.To) throw Require.Invalid("from", request.From, $"a time at or before to, which is {request.To:O}");
        return request with
        {
            Spec = request.Spec.Validated() with { Strategy = strategy.Name, Parameters = StrategyCatalog.Complete(strategy, request.Spec.Parameters) },
            Symbols = symbols,
            Benchmark = request.Benchmark is { } benchmark ? Symbol.Parse(benchmark, "benchmark") : null,
            Together = request.Together || strategy.InstrumentsNeeded > 1,
        };
    }

    /// <summary>The accounts of a checked request, each as a request of its own.</summary>
    public static IReadOnlyList<RunBacktestRequest> Of(RunBacktestRequest request) =>
        request.Together ? [request] : [.. request.Symbols.Select(symbol => request with { Symbols = [symbol] })];
}
