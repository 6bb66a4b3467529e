using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading.Indicators;

namespace NeuralTrader.Domain.Tests.Trading;

/// <summary>What holds for every indicator of the catalogue, over seeded random walks of hourly bars.</summary>
public sealed class IndicatorLawTests
{
    public static TheoryData<string> Names => [.. IndicatorCatalog.All.Select(indicator => indicator.Name)];

    [Theory, MemberData(nameof(Names))]
    public void A_stream_and_a_batch_give_the_same_bits(string name)
    {
        for (int seed = 0; seed < 50; seed++)
        {
            Random random = new(seed);
            BarSeries bars = Walk(random, random.Next(0, 300));
            Dictionary<string, double> parameters = Parameters(name, random);
            double[][] batch = [.. IndicatorCatalog.Calculate(name, bars, parameters).Outputs.Values];
            Assert.Equal(Bits(Stream(IndicatorCatalog.Start(name, parameters), bars, batch.Length)), Bits(batch));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void No_figure_knows_a_later_bar(string name)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            Random random = new(seed);
            int kept = random.Next(1, 200);
            BarSeries bars = Walk(random, 200), other = Walk(random, 200);
            BarSeries changed = BarSeries.FromBars(bars.Key, bars.Currency, bars.Provenance, [.. bars.Take(kept), .. other.Skip(kept)]);
            Dictionary<string, double> parameters = Parameters(name, random);
            double[][] before = [.. IndicatorCatalog.Calculate(name, bars, parameters).Outputs.Values.Select(column => column[..kept])];
            double[][] after = [.. IndicatorCatalog.Calculate(name, changed, parameters).Outputs.Values.Select(column => column[..kept])];
            Assert.Equal(Bits(before), Bits(after));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Figures_are_NaN_up_to_the_warm_up_and_defined_from_it_on(string name)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            Random random = new(seed);
            Dictionary<string, double> parameters = Parameters(name, random);
            IndicatorResult result = IndicatorCatalog.Calculate(name, Walk(random, 300), parameters);
            bool[] complete = [.. Enumerable.Range(0, 300).Select(i => result.Outputs.Values.All(column => double.IsFinite(column[i])))];
            Assert.Equal(result.WarmUp, Array.IndexOf(complete, true));
            Assert.DoesNotContain(false, complete[result.WarmUp..]);
            Assert.Equal(result.WarmUp, IndicatorCatalog.WarmUp(name, parameters));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_period_longer_than_the_data_leaves_every_figure_undefined(string name)
    {
        IndicatorDescription description = IndicatorCatalog.Describe(name);
        Dictionary<string, double> parameters = description.Parameters.Where(p => p.IsWhole && p.Max > 2)
            .ToDictionary(p => p.Name, p => p.Name == "slow" ? 1_001.0 : 1_000);
        if (parameters.Count == 0) return; // obv and vwap have no period
        IndicatorResult result = IndicatorCatalog.Calculate(name, Walk(new Random(1), 500), parameters);
        Assert.All(result.Outputs.Where(output => output.Key != "chikou"), output => Assert.DoesNotContain(output.Value, double.IsFinite));
    }

    [Theory, MemberData(nameof(Names))]
    public void Feeding_a_bar_allocates_nothing(string name)
    {
        BarSeries bars = Walk(new Random(3), 2_000);
        Bar[] fed = [.. bars];
        IIndicator indicator = IndicatorCatalog.Start(name);
        Span<double> figures = stackalloc double[8];
        foreach (Bar bar in fed.AsSpan(0, 200)) indicator.Update(bar, figures);
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (ref readonly Bar bar in fed.AsSpan(200)) indicator.Update(in bar, figures);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Bounded_figures_stay_within_their_bounds()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            BarSeries bars = Walk(new Random(seed), 400);
            foreach ((string name, string output, double low, double high) in ((string, string, double, double)[])
                [("rsi", "rsi", 0, 100), ("mfi", "mfi", 0, 100), ("adx", "adx", 0, 100), ("stochastic", "d", 0, 100), ("williams_r", "williamsR", -100, 0)])
                Assert.All(
                    IndicatorCatalog.Calculate(name, bars).Outputs[output].Where(double.IsFinite),
                    value => Assert.InRange(value, low - 1e-9, high + 1e-9));
        }
    }

    private static double[][] Stream(IIndicator indicator, BarSeries bars, int outputs)
    {
        double[][] columns = [.. Enumerable.Range(0, outputs).Select(_ => new double[bars.Count])];
        double[] figures = new double[outputs];
        for (int i = 0; i < bars.Count; i++)
        {
            indicator.Update(bars[i], figures);
            for (int k = 0; k < outputs; k++) columns[k][i] = figures[k];
        }
        return columns;
    }

    // Every whole parameter anew, small enough for 300 bars; fast below slow.
    private static Dictionary<string, double> Parameters(string name, Random random) => IndicatorCatalog.Describe(name).Parameters.ToDictionary(
        parameter => parameter.Name,
        parameter => parameter switch
        {
            { Max: <= 2 } => random.Next(1, 3),
            { Name: "slow" } => random.Next(20, 40),
            { IsWhole: true } => random.Next((int)parameter.Min, 20),
            _ => 0.5 + (3 * random.NextDouble()),
        });

    private static BarSeries Walk(Random random, int count)
    {
        DateTime time = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        double close = 100;
        List<Bar> bars = [];
        for (int i = 0; i < count; i++, time = time.AddHours(1))
        {
            double open = close;
            close *= Math.Exp(0.02 * (random.NextDouble() - 0.5));
            double high = Math.Max(open, close) * (1 + (0.01 * random.NextDouble())), low = Math.Min(open, close) * (1 - (0.01 * random.NextDouble()));
            bars.Add(new Bar(time, open, high, low, close, random.Next(1, 10_000)));
        }
        return BarSeries.FromBars(new SeriesKey("WALK", BarInterval.Hour, PriceBasis.Raw), "USD", new Provenance("seeded walk", IsSynthetic: true), bars);
    }

    private static long[][] Bits(double[][] columns) => [.. columns.Select(column => column.Select(BitConverter.DoubleToInt64Bits).ToArray())];
}
