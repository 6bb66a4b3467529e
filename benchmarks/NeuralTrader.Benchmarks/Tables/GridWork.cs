using NeuralTrader.Compute.Backtesting;
using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Benchmarks.Tables;

/// <summary>
/// Every pair of 100 fast and 100 slow moving averages on one series: long or flat, the next bar's return, 10 basis points on every change. The return
/// of the first bar counts as 0 and the Sharpe ratio takes the population's deviation, as the references have it.
/// </summary>
internal sealed record GridWork : TableWork
{
    private const int Pairs = 10_000;
    private const double Cost = 1e-3;

    private static readonly double[] Fast = [.. Enumerable.Range(2, 100).Select(period => (double)period)];
    private static readonly double[] Slow = [.. Enumerable.Range(0, 100).Select(step => 105.0 + (2 * step))];

    private readonly int bars;
    private readonly double? mostSeconds, leastNumba, leastNumPy;
    private GridJob job = null!;

    public GridWork(int bars, double? mostSeconds, double? leastNumba, double? leastNumPy)
        : base("strategy grid, SMA cross", FormattableString.Invariant($"{Pairs:N0} combinations × {bars:N0} bars"), (double)Pairs * bars, "combination-bars") =>
        (this.bars, this.mostSeconds, this.leastNumba, this.leastNumPy) = (bars, mostSeconds, leastNumba, leastNumPy);

    public override double? MostSeconds => mostSeconds;

    public override IReadOnlyList<Rival> Rivals =>
    [
        new("grid_numba", "Numba, fused, all cores", Agreement.Within(bars > 10_000 ? 1e-3 : 1e-9), leastNumba), // its plain sums round: crossings differ
        .. bars > 10_000 ? Array.Empty<Rival>() : [new Rival("grid_numpy", "NumPy, vectorised", Agreement.Within(1e-9), leastNumPy)],
    ];

    public override void Prepare(Inputs inputs)
    {
        double[] closes = new Draws(42).Prices(bars);
        inputs.Array("close", closes);
        inputs.Parameters(new { fast = Fast.Select(period => (int)period), slow = Slow.Select(period => (int)period), cost = Cost });
        long[] ticks = [.. Enumerable.Range(0, bars).Select(day => new DateTime(1500, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(day).Ticks)];
        BarSeries series = new(
            new SeriesKey("WALK", BarInterval.Day, PriceBasis.TotalReturn), "USD", new Provenance("made by the benchmark", IsSynthetic: true), 1,
            ticks, closes, closes, closes, closes, new double[bars]);
        BacktestSpec spec = new("sma_cross", AllowShort: false, FillRule: FillRule.SameClose, PeriodsPerYear: 252);
        job = new GridJob(spec, series, GridParameters.Product(new GridAxis("fast", Fast), new GridAxis("slow", Slow)));
    }

    public override double[] Ours()
    {
        GridTask task = StrategyGrid.Task(job, 0);
        using IGridEngine engine = GridEngines.Compound(task, GridMarkets.ChargedOnChange(job.Series.Close, Cost, 0));
        GridResult result = StrategyGrid.Run(engine, task, null, CancellationToken.None);
        double[] answer = new double[Pairs * 4];
        for (int i = 0; i < Pairs; i++)
        {
            GridFigures figures = result[i];
            (answer[4 * i], answer[(4 * i) + 2], answer[(4 * i) + 3]) = (figures.TotalReturn, figures.MaxDrawdown, figures.Trades);
            answer[(4 * i) + 1] = WithFirstBar(figures);
        }
        return answer;
    }

    // n − 1 returns with mean m and sample deviation s, and a 0 before them.
    private double WithFirstBar(GridFigures figures)
    {
        double n = bars, sum = figures.MeanExcess * (n - 1), mean = sum / n;
        double squares = (figures.Deviation * figures.Deviation * (n - 2)) + (sum * figures.MeanExcess);
        double variance = (squares / n) - (mean * mean);
        return variance > 1e-30 ? mean / Math.Sqrt(variance) * Math.Sqrt(252) : 0;
    }
}
