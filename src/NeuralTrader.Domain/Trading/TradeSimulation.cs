using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading.Strategies;

namespace NeuralTrader.Domain.Trading;

/// <summary>What a trade would do: many futures drawn from history, each traded in and out at cost.</summary>
public static class TradeSimulation
{
    private const int LeastReturns = 30;
    private const long MostSteps = 500_000_000;
    private const double MediumLoss = 0.10;

    private static readonly double[] Levels = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];

    /// <summary>Simulates a trade made at the series' last close.</summary>
    /// <param name="spec">What trade, and how.</param>
    /// <param name="series">History of the instrument, at least 31 bars.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="InvalidInputException">An argument is out of range, or there is too little history.</exception>
    public static TradeSimulationResult Run(TradeSimulationSpec spec, BarSeries series, CancellationToken cancellationToken = default)
    {
        Check(spec, series);
        StrategyInfo info = StrategyCatalog.Find(spec.Strategy);
        spec = spec with { Strategy = info.Name, Parameters = StrategyCatalog.Complete(info, spec.Parameters) };
        CostRates<double> rates = (spec.Costs ?? TradingCosts.Free).In<double>();
        (double price, double volume) = (series.Close[^1], series.Volume[^1]);
        int direction = spec.Action switch { TradeAction.Buy => 1, TradeAction.Sell => -1, TradeAction.Close => 0 };
        double days = DaysPerBar(series) * spec.HorizonBars, notional = spec.Quantity * price;
        var roundTrip = new RoundTrip(rates, spec.Quantity, direction, volume, days);

        double[] profits = new double[spec.Paths];
        double costs = 0;
        if (direction == 0)
        {
            costs = roundTrip.CostOfOneSide(price);
            Array.Fill(profits, -costs);
        }
        else
        {
            var paths = new PricePaths(series.Close, spec);
            for (int i = 0; i < profits.Length; i++)
            {
                if (i % 1024 == 0) cancellationToken.ThrowIfCancellationRequested();
                double last = price * Math.Exp(paths.LogReturn(i));
                profits[i] = roundTrip.Profit(price, last);
                costs += ((direction * spec.Quantity * (last - price)) - profits[i]) / profits.Length;
            }
        }
        TradeAnalogues? analogues = direction == 0 ? null : Analogues(spec, info, series, roundTrip, direction, notional);
        return Result(spec, series, profits, price, notional, costs, analogues, volume);
    }

    private static void Check(TradeSimulationSpec spec, BarSeries series)
    {
        Require.Between(spec.Quantity, 1e-9, 1e12, "quantity");
        Require.Between(spec.HorizonBars, 1, 10_000, "horizonBars");
        Require.Between(spec.Paths, 100, 1_000_000, "paths");
        Require.Between(spec.MeanBlock, 1, 1000, "meanBlock");
        if (!Enum.IsDefined(spec.Action)) throw Require.Invalid("action", spec.Action, "buy, sell or close");
        if (!Enum.IsDefined(spec.Model)) throw Require.Invalid("model", spec.Model, "bootstrap or gbm");
        spec.Costs?.Validated();
        if (series.Count <= LeastReturns) throw Require.Invalid("series", Require.Counted(series.Count), $"at least {LeastReturns + 1} bars");
        if (spec.Model == PathModel.Bootstrap && (long)spec.Paths * spec.HorizonBars > MostSteps)
            throw Require.Invalid("paths", spec.Paths, $"paths · horizonBars up to {MostSteps}");
        foreach (double close in series.Close) Require.Positive(close);
    }

    private static TradeSimulationResult Result(
        TradeSimulationSpec spec, BarSeries series, double[] profits, double price, double notional, double costs, TradeAnalogues? analogues, double volume)
    {
        int n = profits.Length;
        Array.Sort(profits);
        double mean = profits.Average(), squares = 0;
        foreach (double profit in profits) squares += (profit - mean) * (profit - mean);
        double deviation = Math.Sqrt(squares / (n - 1));
        double tail = n * (1 - 0.95); // Acerbi and Tasche (2002): the last observation counts in part
        int whole = Math.Min((int)tail, n - 1);
        double shortfall = -(profits.AsSpan(0, whole).ToArray().Sum() + ((tail - whole) * profits[whole])) / tail;
        double risk = Math.Max(0, shortfall) / notional / MediumLoss;
        int winners = profits.Length - ~Array.BinarySearch(profits, 0, Upwards.Instance);
        return new TradeSimulationResult(
            spec, series.Key.Symbol, series.Provenance, series.TimeAt(series.Count - 1), price, notional,
            mean, deviation / Math.Sqrt(n), deviation, mean / notional, Quantile(profits, 0.5), Levels,
            [.. Levels.Select(level => Quantile(profits, level))], (double)winners / n, -profits[whole], shortfall, risk / (1 + risk), costs,
            analogues, Warnings(spec, series, volume));
    }

    private static string[] Warnings(TradeSimulationSpec spec, BarSeries series, double volume)
    {
        var warnings = new List<string>();
        if (series.Provenance.IsSynthetic) warnings.Add($"The history is synthetic: {series.Provenance.Source}.");
        if (series.Key.Basis == PriceBasis.Raw) warnings.Add("Raw prices were used: a split in them counts as a loss or a gain.");
        if (series.Count < 252) warnings.Add($"Only {series.Count} bars of history; rare losses may be missing from it.");
        if (spec.HorizonBars > series.Count / 10) warnings.Add("The horizon is more than a tenth of the history.");
        decimal share = spec.Costs?.MaxParticipation ?? 0.1m;
        if (volume > 0 && spec.Quantity > volume * (double)share) warnings.Add($"The quantity is more than {share:0.####} of the last bar's volume.");
        return [.. warnings];
    }

    private static TradeAnalogues? Analogues(
        TradeSimulationSpec spec, StrategyInfo info, BarSeries series, RoundTrip roundTrip, int direction, double notional)
    {
        if (!info.IsAvailable || info.InstrumentsNeeded > 1) return null;
        double periods = BarCalendar.PeriodsPerYear(series.Key.Interval, series.Ticks);
        var strategy = (SingleStrategy)StrategyCatalog.Create(info.Name, spec.Parameters, new StrategySetting(1, periods));
        var returns = new List<double>();
        (double held, DateTime? last) = (double.NaN, null);
        for (int i = 0; i < series.Count; i++)
        {
            double target = strategy.OnBar(new PriceBar<double>(series.Open[i], series.High[i], series.Low[i], series.Close[i], series.Volume[i]));
            if (double.IsNaN(target)) target = held;
            bool turns = Math.Sign(double.IsNaN(target) ? 0 : target) == direction && !(held * direction > 0);
            held = target;
            if (!turns) continue;
            last = series.TimeAt(i);
            if (i + spec.HorizonBars >= series.Count) continue;
            double entry = series.Open[i + 1], quantity = notional / entry;
            returns.Add((roundTrip with { Quantity = quantity, Volume = series.Volume[i + 1] }).Profit(entry, series.Close[i + spec.HorizonBars]) / notional);
        }
        bool any = returns.Count > 0;
        return new TradeAnalogues(
            returns.Count, any ? returns.Average() : double.NaN, any ? (double)returns.Count(r => r > 0) / returns.Count : double.NaN,
            any ? returns.Min() : double.NaN, any ? returns.Max() : double.NaN, last, held);
    }

    // Linear between order statistics, type 7 of Hyndman and Fan (1996), American Statistician 50(4).
    private static double Quantile(double[] sorted, double level)
    {
        double at = (sorted.Length - 1) * level;
        int below = (int)at;
        return below + 1 < sorted.Length ? sorted[below] + ((at - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }

    private static double DaysPerBar(BarSeries series) =>
        (series.Ticks[^1] - series.Ticks[0]) / (double)TimeSpan.TicksPerDay / (series.Count - 1);

    // Finds where values above the sought one begin: equal values count as below, so the search never hits.
    private sealed class Upwards : IComparer<double>
    {
        public static readonly Upwards Instance = new();

        public int Compare(double x, double y) => x <= y ? -1 : 1;
    }

    /// <summary>A trade in and out, costed by the one fill engine; a short's borrow fee runs on its entry value.</summary>
    private readonly record struct RoundTrip(CostRates<double> Rates, double Quantity, int Direction, double Volume, double Days)
    {
        public double Profit(double entry, double exit)
        {
            (double paid, double feeIn) = Fill(Direction, entry);
            (double got, double feeOut) = Fill(-Direction, exit);
            double borrow = Direction < 0 ? Quantity * paid * Rates.BorrowPerDay * Days : 0;
            return (Direction * Quantity * (got - paid)) - feeIn - feeOut - borrow;
        }

        public double CostOfOneSide(double price)
        {
            (double got, double fee) = Fill(-1, price);
            return (Quantity * (price - got)) + fee;
        }

        private (double Price, double Fee) Fill(int sign, double price)
        {
            var order = new WorkingOrder<double>(sign > 0 ? OrderSide.Buy : OrderSide.Sell, OrderType.Market, Quantity, 0, 0);
            Match<double> match = Matching.OnArrival(order, price, Volume, Rates, double.PositiveInfinity);
            return (match.Price, Rates.Commission(Quantity, match.Price, isFirstFill: true));
        }
    }
}
