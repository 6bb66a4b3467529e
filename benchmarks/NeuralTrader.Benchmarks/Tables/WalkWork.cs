using NeuralTrader.Compute.Risk;

namespace NeuralTrader.Benchmarks.Tables;

/// <summary>
/// A million paths of geometric Brownian motion, step by step. The references price what pays the price at the end (a call struck at nothing); we
/// give that and, in the same time, moments, quantiles, tails and a fan.
/// </summary>
internal sealed record WalkWork() : TableWork("Monte Carlo, geometric Brownian motion", "1,000,000 paths × 252 steps", 252e6, "path-steps")
{
    private const int Paths = 1_000_000, Steps = 252;
    private const double Spot = 100, Rate = 0.03, Volatility = 0.2;

    private readonly PathJob job = new(new GbmLaw(Rate, Volatility), Paths, Steps, 1.0 / Steps, 42, [0.95, 0.99], 20);
    private SimulatedOutcomes? last;

    public override IReadOnlyList<Rival> Rivals =>
    [
        new("mc_numba", "Numba, Mersenne twister, all cores", Agreement.WithinErrors(4), 25),
        new("mc_numba_counter", "Numba, counter and Box-Muller, all cores", Agreement.WithinErrors(4), 25),
        new("mc_numpy", "NumPy", Agreement.WithinErrors(4), 50),
        new("mc_quantlib", "QuantLib, per path", Agreement.WithinErrors(4), 1000, Share: 0.1),
    ];

    public override void Prepare(Inputs inputs) =>
        inputs.Parameters(new { spot = Spot, strike = 1e-9, rate = Rate, volatility = Volatility, years = 1.0, steps = Steps, paths = Paths });

    public override double[] Ours()
    {
        last = MonteCarlo.Run(job);
        double discounted = Spot * Math.Exp(-Rate);
        return [discounted * (1 + last.Mean), discounted * last.MeanError];
    }

    public override Agreement Check(double[] ours)
    {
        double mean = (last!.Mean - (Math.Exp(Rate) - 1)) / last.MeanError;
        double deviation = (last.StandardDeviation - (Math.Exp(Rate) * Math.Sqrt(Math.Exp(Volatility * Volatility) - 1))) / last.StandardDeviationError;
        double tail = 1 - Math.Exp(Rate - (Volatility * Volatility / 2) - (1.6448536269514722 * Volatility));
        double risk = (last.Tails[0].ValueAtRisk - tail) / last.Tails[0].ValueAtRiskError;
        bool holds = Math.Max(Math.Abs(mean), Math.Max(Math.Abs(deviation), Math.Abs(risk))) < 4;
        return new Agreement(holds, FormattableString.Invariant($"standard errors from the lognormal law: mean {mean:0.0}, deviation {deviation:0.0}, VaR 95 % {risk:0.0}"));
    }
}

/// <summary>Ten correlated assets, one joint move, a million times: value at risk and expected shortfall.</summary>
internal sealed record TailWork() : TableWork("portfolio tail, VaR and expected shortfall 95 %", "1,000,000 paths × 10 correlated assets", 10e6, "asset moves")
{
    private const int Assets = 10, Paths = 1_000_000;
    private const double Volatility = 0.02, NormalVaR = 1.6448536269514722, NormalShortfall = 2.0627128075074257;

    private PortfolioJob job = null!;
    private SimulatedOutcomes? last;
    private double deviation;

    public override double? MostSeconds => 0.010;

    public override IReadOnlyList<Rival> Rivals => [new("tail_numpy", "NumPy", Agreement.Within(3e-4))];

    public override void Prepare(Inputs inputs)
    {
        double[][] factor = [.. Enumerable.Range(0, Assets).Select(i => Row(i))];
        double[][] covariance = [.. factor.Select(a => factor.Select(b => Volatility * Volatility * Product(a, b)).ToArray())];
        deviation = Math.Sqrt(covariance.Sum(row => row.Sum())) / Assets;
        job = new PortfolioJob(Equal(1.0 / Assets), Equal(0), covariance, null, Paths, 7, [0.95]);
        inputs.Array("weights", Equal(1.0 / Assets));
        inputs.Array("cholesky", [.. factor.SelectMany(row => row.Select(value => Volatility * value))]);
        inputs.Parameters(new { paths = Paths, confidence = 0.95 });
    }

    public override double[] Ours()
    {
        last = MonteCarlo.Run(job);
        return [last.Tails[0].ValueAtRisk, last.Tails[0].ExpectedShortfall];
    }

    public override Agreement Check(double[] ours)
    {
        double risk = (ours[0] - (NormalVaR * deviation)) / last!.Tails[0].ValueAtRiskError;
        double shortfall = (ours[1] - (NormalShortfall * deviation)) / last.Tails[0].ExpectedShortfallError;
        return new Agreement(
            Math.Max(Math.Abs(risk), Math.Abs(shortfall)) < 5,
            FormattableString.Invariant($"standard errors from the normal law: VaR {risk:0.0}, expected shortfall {shortfall:0.0}"));
    }

    // Row i of the Cholesky factor of a correlation of 0.3^|i − j|.
    private static double[] Row(int i) =>
        [.. Enumerable.Range(0, Assets).Select(j => j > i ? 0 : Math.Pow(0.3, i - j) * (j == 0 ? 1 : Math.Sqrt(1 - (0.3 * 0.3))))];

    private static double[] Equal(double value) => [.. Enumerable.Repeat(value, Assets)];

    private static double Product(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
