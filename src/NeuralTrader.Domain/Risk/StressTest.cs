using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Risk;

/// <summary>A position that is stressed.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Value">What it is worth, in the portfolio's currency; negative when short.</param>
/// <param name="Bars">Its daily bars; null where there are none.</param>
public sealed record StressHolding(string Symbol, double Value, BarSeries? Bars);

/// <summary>Positions and what is needed to stress them.</summary>
/// <param name="Holdings">The positions, at least one.</param>
/// <param name="Equity">Positions and cash, in the currency.</param>
/// <param name="Currency">ISO 4217 code of all amounts.</param>
/// <param name="Benchmark">Daily bars of what stands in for prices that a window lacks; null for none.</param>
/// <param name="BetaDays">Newest common days that betas are estimated on, 30 or more.</param>
/// <param name="MostPositions">How many positions an outcome lists.</param>
public sealed record StressBook(
    IReadOnlyList<StressHolding> Holdings, double Equity, string Currency, BarSeries? Benchmark, int BetaDays = 504, int MostPositions = 50);

/// <summary>Takes a portfolio through windows of the past and through shocks.</summary>
public static class StressTest
{
    private const int LeastPairs = 30;
    private static readonly TimeSpan Staleness = TimeSpan.FromDays(7); // a close this much older than the window's edge does not stand for it

    private readonly record struct Move(double Return, StressBasis Basis, string? Detail);

    /// <summary>What a window of the past would do.</summary>
    /// <param name="book">The positions.</param>
    /// <param name="scenario">A checked one, with dates.</param>
    public static StressOutcome Window(StressBook book, StressScenario scenario)
    {
        (DateTime from, DateTime to) = (scenario.From!.Value, scenario.To!.Value);
        StressWindow? known = StressCatalog.Windows.FirstOrDefault(window => window.Name == scenario.Name && window.From == from && window.To == to);
        double market = book.Benchmark is { } benchmark ? Over(benchmark, from, to) : double.NaN;
        return Outcome(book, scenario, known?.Title ?? "A window of the past", known?.Source, holding =>
        {
            if (holding.Bars is not { } bars) return new Move(double.NaN, StressBasis.None, "There are no daily bars of it.");
            double own = Over(bars, from, to);
            if (double.IsFinite(own)) return new Move(own, StressBasis.History, null);
            string gap = FormattableString.Invariant($"Its bars, {bars.TimeAt(0):yyyy-MM-dd} to {bars.TimeAt(bars.Count - 1):yyyy-MM-dd}, do not hold both ends of the window");
            if (book.Benchmark is null) return new Move(double.NaN, StressBasis.None, $"{gap}; a benchmark would stand in for it.");
            if (double.IsNaN(market)) return new Move(double.NaN, StressBasis.None, $"{gap}, nor do the benchmark's.");
            return ByBeta(bars, book.Benchmark, market, book.BetaDays, StressBasis.Proxy);
        });
    }

    /// <summary>What sudden moves would do.</summary>
    /// <param name="book">The positions.</param>
    /// <param name="scenario">A checked one, with shocks.</param>
    /// <param name="factor">Daily bars of the factor that is shocked; null where none is, or where there are none of it.</param>
    public static StressOutcome Shocks(StressBook book, StressScenario scenario, BarSeries? factor)
    {
        Dictionary<string, double> own = scenario.Shocks!.Where(shock => shock.Symbol is not null).ToDictionary(shock => shock.Symbol!, shock => shock.Return);
        StressShock? byFactor = scenario.Shocks!.FirstOrDefault(shock => shock.Factor is not null), all = scenario.Shocks!.FirstOrDefault(shock => shock is { Factor: null, Symbol: null });
        List<string> notes = [.. own.Keys.Where(symbol => book.Holdings.All(holding => holding.Symbol != symbol)).Select(symbol => $"{symbol} is shocked but not held.")];
        StressOutcome outcome = Outcome(book, scenario, "Sudden moves", null, holding =>
        {
            if (own.TryGetValue(holding.Symbol, out double shock)) return new Move(shock, StressBasis.Shock, null);
            if (byFactor is null) return new Move(all?.Return ?? 0, StressBasis.Shock, all is null ? "It is not shocked." : null);
            if (holding.Symbol == byFactor.Factor) return new Move(byFactor.Return + (all?.Return ?? 0), StressBasis.Shock, null);
            if (factor is null) return new Move(double.NaN, StressBasis.None, $"There are no daily bars of the factor {byFactor.Factor}.");
            if (holding.Bars is null) return new Move(double.NaN, StressBasis.None, "There are no daily bars of it, so that it has no beta.");
            Move move = ByBeta(holding.Bars, factor, byFactor.Return, book.BetaDays, StressBasis.Beta);
            return move with { Return = Math.Max(-1, move.Return + (all?.Return ?? 0)) };
        });
        return outcome with { Notes = [.. notes, .. outcome.Notes] };
    }

    /// <summary>The normal one-day value at risk with other volatilities and correlations.</summary>
    /// <param name="book">The positions.</param>
    /// <param name="scenario">A checked one, with conditions.</param>
    /// <param name="moments">Of the holdings' values over their returns, in their order; null where too few days are common to all.</param>
    /// <param name="confidence">α.</param>
    /// <remarks>
    /// With every deviation times k and every correlation moved by w towards 1, which keeps the matrix positive semidefinite, the variance is
    /// k²·((1 − w)·σ² + w·(Σ vᵢσᵢ)²): no matrix is needed.
    /// </remarks>
    public static StressOutcome Conditions(StressBook book, StressScenario scenario, PortfolioMoments? moments, double confidence)
    {
        double k = scenario.VolatilityMultiplier ?? 1, w = scenario.CorrelationToOne ?? 0;
        string title = FormattableString.Invariant($"Volatilities × {k:0.##}, correlations {w:0.##} of the way to 1");
        if (moments is null) return Outcome(book, scenario, title, null, _ => new Move(double.NaN, StressBasis.None, "The positions have too few days in common."));
        double[] values = [.. book.Holdings.Select(holding => holding.Value)];
        double together = 0;
        for (int i = 0; i < values.Length; i++) together += values[i] * moments.AssetVolatilities[i];
        double deviation = k * Math.Sqrt(((1 - w) * moments.Variance) + (w * together * together));
        double before = TailRisk.Gaussian(0, moments.Volatility, confidence).ValueAtRisk, unit = TailRisk.Gaussian(0, 1, confidence).ValueAtRisk;
        int next = 0;
        StressOutcome outcome = Outcome(book, scenario, title, null, _ =>
        {
            int i = next++; // asked in the order of the holdings
            double slope = ((1 - w) * moments.Covariances[i]) + (w * moments.AssetVolatilities[i] * together);
            return new Move(deviation > 0 ? -unit * k * k * slope / deviation : 0, StressBasis.Conditions, null);
        });
        string note = FormattableString.Invariant($"The normal one-day value at risk at {confidence:0.####} goes from {before:0.00} to {unit * deviation:0.00} {book.Currency}; each position's part is shown.");
        return outcome with { Notes = [note, .. outcome.Notes] };
    }

    /// <summary>A simple return from one close to another; NaN where the bars do not hold both.</summary>
    /// <param name="bars">Daily bars.</param>
    /// <param name="from">The last close at or before it, at most a week older, is the first.</param>
    /// <param name="to">The last close at or before it, at most a week older, is the second.</param>
    public static double Over(BarSeries bars, DateTime from, DateTime to)
    {
        int start = bars.FirstAtOrAfter(from.AddTicks(1)) - 1, end = bars.FirstAtOrAfter(to.AddTicks(1)) - 1;
        bool isHeld = start >= 0 && end > start && from - bars.TimeAt(start) <= Staleness && to - bars.TimeAt(end) <= Staleness;
        return isHeld ? (bars.Close[end] / bars.Close[start]) - 1 : double.NaN;
    }

    private static Move ByBeta(BarSeries bars, BarSeries market, double move, int most, StressBasis basis)
    {
        long[] days = DailyPanel.CommonDays([bars, market], most + 1);
        if (days.Length <= LeastPairs)
            return new Move(double.NaN, StressBasis.None, FormattableString.Invariant($"It has {Math.Max(0, days.Length - 1)} days with {market.Key.Symbol}; a beta needs {LeastPairs}."));
        double[] own = new double[days.Length - 1], other = new double[days.Length - 1];
        DailyPanel.Returns(bars, days, own);
        DailyPanel.Returns(market, days, other);
        RegressionLine line = RegressionLine.Of(own, other);
        return double.IsFinite(line.Beta)
            ? new Move(Math.Max(-1, line.Beta * move), basis, FormattableString.Invariant($"Beta to {market.Key.Symbol} {line.Beta:0.###} ± {line.BetaError:0.###} over {line.Observations} days; {market.Key.Symbol} moved by {move:0.####}."))
            : new Move(double.NaN, StressBasis.None, $"{market.Key.Symbol} does not vary over the common days.");
    }

    private static StressOutcome Outcome(StressBook book, StressScenario scenario, string title, string? source, Func<StressHolding, Move> moveOf)
    {
        (double total, double covered, double gross) = (0, 0, 0);
        List<StressPosition> positions = new(book.Holdings.Count);
        foreach (StressHolding holding in book.Holdings)
        {
            Move move = moveOf(holding);
            bool isKnown = double.IsFinite(move.Return);
            double gain = holding.Value * move.Return;
            gross += Math.Abs(holding.Value);
            if (isKnown) (total, covered) = (total + gain, covered + Math.Abs(holding.Value));
            positions.Add(new StressPosition(
                holding.Symbol, Money(holding.Value, book.Currency), isKnown ? move.Return : null, isKnown ? Money(gain, book.Currency) : null, move.Basis, move.Detail));
        }
        bool isAny = positions.Any(position => position.Pnl is not null);
        int missing = positions.Count(position => position.Pnl is null), proxied = positions.Count(position => position.Basis == StressBasis.Proxy);
        List<string> notes = [];
        if (missing > 0) notes.Add(FormattableString.Invariant($"{missing} of {positions.Count} positions could not be computed and are not in the sum."));
        if (proxied > 0) notes.Add(FormattableString.Invariant($"{proxied} of {positions.Count} positions are the benchmark's move times a beta of the newest days, not their own history."));
        return new StressOutcome(
            scenario.Name, title, scenario.From, scenario.To, source, isAny ? Money(total, book.Currency) : null, isAny && book.Equity > 0 ? total / book.Equity : null,
            gross > 0 ? covered / gross : 0, missing == 0,
            [.. positions.OrderBy(position => position.Pnl is null).ThenBy(position => position.Pnl).Take(book.MostPositions)], positions.Count, notes);
    }

    private static decimal Money(double value, string currency) => Currency.Round((decimal)Math.Clamp(value, -1e27, 1e27), currency);
}
