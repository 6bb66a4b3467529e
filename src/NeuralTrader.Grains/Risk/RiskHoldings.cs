using NeuralTrader.Abstractions.Risk;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Risk;
using NeuralTrader.Domain.Trading.Portfolios;
using NeuralTrader.Grains.Markets;

namespace NeuralTrader.Grains.Risk;

/// <summary>One position with what is known of its prices.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Value">What it is worth, in the holdings' currency.</param>
/// <param name="Bars">Its daily bars; null where there are none, or returns were given.</param>
/// <param name="Returns">The returns that were given; null where bars are read.</param>
/// <param name="DailyTurnover">Value traded a day; NaN where it is not known.</param>
internal sealed record RiskHolding(string Symbol, decimal Value, BarSeries? Bars, IReadOnlyList<double>? Returns, double DailyTurnover);

/// <summary>The positions that a question is about, from a portfolio or from the question itself.</summary>
/// <param name="Holdings">The positions, each symbol once.</param>
/// <param name="Equity">Positions and cash.</param>
/// <param name="Currency">ISO 4217 code of all values.</param>
internal sealed record RiskHoldings(IReadOnlyList<RiskHolding> Holdings, decimal Equity, string Currency)
{
    private const int MostPositions = 10_000;
    private const decimal MostMoney = 1e15m;

    /// <summary>Reads a portfolio, or what was given in its place, and its bars.</summary>
    public static async Task<Answer<RiskHoldings>> Read(
        string? portfolioId, IReadOnlyList<RiskPositionInput>? given, decimal? equity, string currency, IGrainFactory grains, MarketLibrary library,
        IBarStore store,
        CancellationToken cancellationToken)
    {
        if ((portfolioId is null) == (given is null))
            throw Require.Invalid("positions", given is null ? null : "positions and a portfolioId", "a portfolioId or positions, one of the two");
        string code = Domain.Ledger.Currency.Parse(currency);
        return portfolioId is { } id
            ? await OfPortfolio(id, grains, library, cancellationToken)
            : await OfInput(given!, equity, code, library, store, cancellationToken);
    }

    /// <summary>Fingerprints of all bars that are read, in order.</summary>
    /// <param name="benchmark">Read as well; null for none.</param>
    public UInt128[] Data(BarSeries? benchmark) =>
        [.. Holdings.Select(holding => holding.Bars?.Fingerprint ?? 0), benchmark?.Fingerprint ?? 0];

    /// <summary>The positions as a question holds them: values, not quantities, and symbols in their one spelling.</summary>
    /// <param name="given">As the caller gave them; null for a portfolio's.</param>
    public IReadOnlyList<RiskPositionInput> Question(IReadOnlyList<RiskPositionInput>? given) =>
        [.. Holdings.Select((holding, i) => new RiskPositionInput(holding.Symbol, holding.Value, null, holding.Returns, given?[i].DailyTurnover))];

    private static async Task<Answer<RiskHoldings>> OfPortfolio(string id, IGrainFactory grains, MarketLibrary library, CancellationToken cancellationToken)
    {
        Answer<PortfolioStatus> found = await grains.GetGrain<IPortfolioGrain>(Ids.Parse(id, "portfolioId")).Status(new GetPortfolioStatusRequest(id),
            cancellationToken);
        if (found.IsRefused) return found.Refusal;
        PortfolioStatus status = found.Value;
        if (status.Positions.Count == 0) return new Refusal(RefusalKind.InsufficientData, $"Portfolio {id} holds no positions.", "portfolioId");
        List<RiskHolding> holdings = new(status.Positions.Count);
        foreach (PositionStatus position in status.Positions)
        {
            BarSeries? bars = await library.Find(position.Symbol, BarInterval.Day, basis: null, cancellationToken);
            holdings.Add(new RiskHolding(position.Symbol, position.Value, bars, null, Turnover.Of(bars)));
        }
        return new RiskHoldings(holdings, status.Value, status.Currency);
    }

    private static async Task<Answer<RiskHoldings>> OfInput(
        IReadOnlyList<RiskPositionInput> given, decimal? equity, string currency, MarketLibrary library, IBarStore store, CancellationToken cancellationToken)
    {
        Require.Count(given.Count, 1, MostPositions, "positions");
        if (equity is { } worth) Within(worth, "equity");
        // One question for what is stored, not one for each of ten thousand names that may be unknown.
        HashSet<string> stored = given.Any(position => position is { Returns: null })
            ? [.. (await store.List(cancellationToken: cancellationToken)).Select(series => series.Key.Symbol)] : [];
        HashSet<string> seen = [];
        List<RiskHolding> holdings = new(given.Count);
        for (int i = 0; i < given.Count; i++)
        {
            RiskPositionInput position = given[i] ?? throw Require.Invalid<object?>($"positions[{i}]", null, "a position");
            string symbol = Symbol.Parse(position.Symbol, $"positions[{i}].symbol");
            if (!seen.Add(symbol)) throw Require.Invalid($"positions[{i}].symbol", symbol, "each symbol once");
            if ((position.Returns is null) != (given[0].Returns is null)) throw Require.Invalid<object?>($"positions[{i}].returns", null,
                "returns for all positions or for none");
            if ((position.Value is null) == (position.Quantity is null)) throw Require.Invalid<object?>($"positions[{i}].value", null,
                "a value or a quantity, one of the two");
            BarSeries? bars = position.Returns is null && stored.Contains(symbol) ? await library.Find(symbol, BarInterval.Day, basis: null, cancellationToken)
                : null;
            if (bars is not null && bars.Currency != currency)
                return new Refusal(RefusalKind.CurrencyMismatch,
                    $"{symbol} trades in {bars.Currency}, the positions are in {currency}; there is no exchange rate to turn one into the other.",
                    $"positions[{i}].symbol");
            if (position.Quantity is not null && position.Returns is not null) throw Require.Invalid($"positions[{i}].quantity", position.Quantity,
                "a value, where returns are given");
            if (position.Quantity is not null && bars is null) return Nothing(symbol, $"positions[{i}].symbol");
            decimal value = position.Value is { } money ? Within(money, $"positions[{i}].value")
                : Domain.Ledger.Currency.Round(Within(position.Quantity!.Value, $"positions[{i}].quantity") * (decimal)bars!.Close[^1], currency);
            double turnover = position.DailyTurnover is { } daily ? (double)Require.Positive(daily, $"positions[{i}].dailyTurnover") : Turnover.Of(bars);
            holdings.Add(new RiskHolding(symbol, value, bars, position.Returns, turnover));
        }
        return new RiskHoldings(holdings, equity ?? holdings.Sum(holding => holding.Value), currency);
    }

    /// <summary>What is said where an instrument has no daily bars.</summary>
    public static Refusal Nothing(string symbol, string field) =>
        new(RefusalKind.NoMarketData, $"There are no daily bars of {symbol}; listInstruments says what is loaded, importMarketData brings more.", field);

    private static decimal Within(decimal value, string field) => Require.Between(value, -MostMoney, MostMoney, field);
}
