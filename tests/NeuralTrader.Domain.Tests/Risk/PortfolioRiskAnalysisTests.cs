using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Domain.Tests.Risk;

public sealed class PortfolioRiskAnalysisTests
{
    private static readonly RiskFrame Frame = new("USD", 10_000, null, "No benchmark was named.", []);

    public static TheoryData<RiskMethod, RiskDistribution, int, bool> Methods { get; } = new()
    {
        { RiskMethod.Historical, RiskDistribution.Normal, 1, false }, { RiskMethod.Historical, RiskDistribution.Normal, 10, false },
        { RiskMethod.Parametric, RiskDistribution.Normal, 1, true }, { RiskMethod.Parametric, RiskDistribution.Normal, 10, false },
        { RiskMethod.Parametric, RiskDistribution.StudentT, 5, false }, { RiskMethod.Parametric, RiskDistribution.CornishFisher, 1, false },
        { RiskMethod.Filtered, RiskDistribution.Normal, 1, false }, { RiskMethod.Filtered, RiskDistribution.Normal, 1, true },
        { RiskMethod.Filtered, RiskDistribution.Normal, 10, false },
    };

    [Theory, MemberData(nameof(Methods))]
    public void Components_sum_to_the_whole(RiskMethod method, RiskDistribution distribution, int horizon, bool zeroMean)
    {
        RiskBook book = Random(8, 400, 3);
        RiskSettings settings = new(0.95, horizon, method, distribution, ZeroMean: zeroMean, Paths: 5_000);
        (RiskReport report, LossEstimate losses) = Report(book, settings);
        Assert.Equal(losses.Tail.ValueAtRisk, losses.ComponentVar.Sum(), 1e-8 * book.Gross);
        Assert.Equal(losses.Tail.ExpectedShortfall, losses.ComponentEs.Sum(), 1e-8 * book.Gross);
        Assert.Equal(report.ValueAtRisk.Amount, report.Components.Sum(part => part.ComponentVar)); // to the cent
        Assert.Equal(report.ExpectedShortfall.Amount, report.Components.Sum(part => part.ComponentEs));
        Assert.True(losses.Tail.ExpectedShortfall >= losses.Tail.ValueAtRisk);
        Assert.NotEmpty(report.Horizon);
    }

    [Fact] // marginal value at risk is the derivative: one unit more of a position, by difference
    public void Marginal_risk_is_the_slope()
    {
        RiskBook book = Random(5, 300, 9);
        RiskSettings settings = new(0.99, 4, RiskMethod.Parametric);
        LossEstimate losses = Report(book, settings).Losses;
        for (int i = 0; i < book.Values.Length; i++)
        {
            double value = Moved(i, 1) - Moved(i, -1);
            Assert.Equal(value / 2, losses.ComponentVar[i] / book.Values[i], 1e-8);
        }

        double Moved(int i, double by)
        {
            RiskPosition[] positions = [.. book.Positions.Select((position, j) => j == i ? position with { Value = position.Value + by } : position)];
            return Report(new RiskBook(positions, book.Panel, book.Equity), settings).Losses.Tail.ValueAtRisk;
        }
    }

    [Fact] // by hand: 40 days that lose 1, 2, … 40 of 1,000; at 0.95 two are in the tail: VaR is the third worst, ES the mean of 40 and 39
    public void Historical_figures_by_hand()
    {
        ReturnPanel panel = ReturnPanel.FromRows(["A", "B"], [[.. Days().Select(i => -i / 1_000.0)], [.. Days().Select(_ => 0.0)]]);
        RiskBook book = new([new RiskPosition("A", 1_000, 500), new RiskPosition("B", 3_000, 10_000)], panel, 5_000);
        RiskReport report = Report(book, new RiskSettings(0.95)).Report;
        Assert.Equal(new RiskAmount(38, 38 / 5_000.0, report.ValueAtRisk.StandardError), report.ValueAtRisk);
        Assert.Equal(39.5m, report.ExpectedShortfall.Amount);
        Assert.Equal((0.0625 + 0.5625, 1 / 0.625), (report.Concentration, report.EffectivePositions));
        Assert.Equal(20, report.LiquidityDays!.Value, 1e-12); // 1,000 at a tenth of 500 a day
        Assert.Equal(("A", 38m, 1.0), (report.Components[0].Symbol, report.Components[0].ComponentVar, report.Components[0].ShareOfVar));
        Assert.Equal((0m, 3_000m), (report.Components[1].ComponentVar!.Value, report.Components[1].Value));
        Assert.Equal((40, 2), (report.Observations, report.PositionCount));

        static IEnumerable<int> Days() => Enumerable.Range(1, 40);
    }

    [Fact] // z(0.95)·1 % · 1,000 · √10 with a mean of nothing; numbers by hand from the sample's own deviation
    public void Parametric_figures_scale_with_the_root()
    {
        ReturnPanel panel = ReturnPanel.FromRows(["A"], [[.. Enumerable.Range(0, 100).Select(i => i % 2 == 0 ? 0.01 : -0.01)]]);
        RiskBook book = new([new RiskPosition("A", 1_000)], panel, 1_000);
        double deviation = 0.01 * Math.Sqrt(100.0 / 99);
        LossEstimate losses = Report(book, new RiskSettings(0.95, 10, RiskMethod.Parametric)).Losses;
        Assert.Equal(1.6448536269514722 * deviation * 1_000 * Math.Sqrt(10), losses.Tail.ValueAtRisk, 1e-9);
        LossEstimate historical = Report(book, new RiskSettings(0.95, 9, Scaling: HorizonScaling.SquareRoot)).Losses;
        Assert.Equal(30, historical.Tail.ValueAtRisk, 1e-9);
        LossEstimate student = Report(book, new RiskSettings(0.99, 1, RiskMethod.Parametric, RiskDistribution.StudentT, 5)).Losses;
        Assert.Equal(3.3649299989072747 * deviation * 1_000 * Math.Sqrt(3.0 / 5), student.Tail.ValueAtRisk, 1e-6);
    }

    [Fact] // one day up and the next as far down again, compounded: a run of two days never gains
    public void Overlapping_runs_compound()
    {
        ReturnPanel panel = ReturnPanel.FromRows(["A"], [[.. Enumerable.Range(0, 60).Select(i => i % 2 == 0 ? 0.1 : -0.1)]]);
        LossEstimate losses = Report(new RiskBook([new RiskPosition("A", 100)], panel, 100), new RiskSettings(0.95, 2)).Losses;
        Assert.Equal(1, losses.Tail.ValueAtRisk, 1e-9);
        Assert.Contains("Overlapping runs of 2 days", losses.Horizon, StringComparison.Ordinal);
    }

    [Fact]
    public void Filtered_figures_follow_the_volatility_of_now()
    {
        SeededRandom random = new(21);
        double[] calm = [.. Enumerable.Range(0, 600).Select(t => (t < 500 ? 0.02 : 0.005) * random.NextNormal())];
        RiskBook book = new([new RiskPosition("A", 1_000)], ReturnPanel.FromRows(["A"], [calm]), 1_000);
        double historical = Report(book, new RiskSettings(0.95)).Losses.Tail.ValueAtRisk;
        double filtered = Report(book, new RiskSettings(0.95, Method: RiskMethod.Filtered)).Losses.Tail.ValueAtRisk;
        Assert.InRange(filtered / historical, 0.2, 0.6);
        double[] repeated = [.. Enumerable.Range(0, 2).Select(_ =>
            Report(book, new RiskSettings(0.95, 5, RiskMethod.Filtered, Paths: 20_000)).Losses.Tail.ValueAtRisk)];
        Assert.Equal(repeated[0], repeated[1]);
        Assert.InRange(repeated[0] / filtered, 1.8, 3.5); // five days, some way back to the calm's end
    }

    // By hand: A moves by ±10 % and B by half of it, always alike, so that a day's scale is 1. Over two days the worst quarter of the paths loses twice:
    // 100·(0.9² − 1) − 100·(0.95² − 1) = −9.25, whatever else the owner has.
    [Theory, InlineData(200), InlineData(10), InlineData(1_000_000), InlineData(0)]
    public void Filtered_money_over_days_follows_the_positions_and_not_the_equity(double equity)
    {
        double[] days = [.. Enumerable.Range(0, 60).Select(t => t % 2 == 0 ? 0.1 : -0.1)];
        ReturnPanel panel = ReturnPanel.FromRows(["A", "B"], [days, [.. days.Select(day => day / 2)]]);
        RiskBook book = new([new RiskPosition("A", 100), new RiskPosition("B", -100)], panel, equity);
        LossEstimate losses = Report(book, new RiskSettings(0.95, 2, RiskMethod.Filtered, Paths: 10_000)).Losses;
        Assert.Equal(9.25, losses.Tail.ValueAtRisk, 1e-9);
        Assert.Equal(9.25, losses.Tail.ExpectedShortfall, 1e-9);
    }

    [Fact] // what is owed for the short side is many times what is owned: no path turns its sign round
    public void A_filtered_loss_of_a_levered_book_is_near_the_simulated_one()
    {
        RiskBook book = Random(6, 600, 4);
        RiskBook levered = new(book.Positions, book.Panel, 20);
        double simulated = Report(levered, new RiskSettings(0.99, 10, RiskMethod.MonteCarlo, Paths: 20_000)).Losses.Tail.ValueAtRisk;
        double filtered = Report(levered, new RiskSettings(0.99, 10, RiskMethod.Filtered, Paths: 20_000)).Losses.Tail.ValueAtRisk;
        Assert.InRange(filtered / simulated, 0.7, 1.4);
        Assert.Equal(Report(book, new RiskSettings(0.99, 10, RiskMethod.Filtered, Paths: 20_000)).Losses.Tail, Report(levered,
            new RiskSettings(0.99, 10, RiskMethod.Filtered, Paths: 20_000)).Losses.Tail);
    }

    [Fact]
    public void A_sample_that_cannot_carry_the_figure_is_refused()
    {
        RiskBook few = Random(2, 29, 1), some = Random(2, 60, 1);
        Assert.Equal(RefusalKind.InsufficientData, Refused(few, new RiskSettings()).Kind);
        Assert.Contains("29 runs of 1 common days", Refused(few, new RiskSettings()).Detail, StringComparison.Ordinal);
        Assert.Equal("confidence", Refused(some, new RiskSettings(0.99)).Field);
        Assert.Contains("28 runs of 33 common days", Refused(some, new RiskSettings(0.95, 33)).Detail, StringComparison.Ordinal);
        RiskBook still = new([new RiskPosition("A", 1), new RiskPosition("B", -1)], ReturnPanel.FromRows(["A", "B"], [Row(some), Row(some)]), 10);
        Assert.Contains("do not vary", Refused(still, new RiskSettings(Method: RiskMethod.Parametric)).Detail, StringComparison.Ordinal);

        static double[] Row(RiskBook book) => book.Panel.Row(0).ToArray();
    }

    [Theory]
    [InlineData(1.0, 1, 100_000, 0.1, "confidence"), InlineData(0.95, 0, 100_000, 0.1, "horizonDays"), InlineData(0.95, 251, 100_000, 0.1, "horizonDays")]
    [InlineData(0.95, 1, 10, 0.1, "paths"), InlineData(0.95, 1, 100_000, 0.0, "participation"), InlineData(double.NaN, 1, 100_000, 0.1, "confidence")]
    public void Settings_are_checked_by_name(double confidence, int horizon, int paths, double participation, string field) =>
        Assert.Equal(field, Assert.Throws<InvalidInputException>(() =>
            new RiskSettings(confidence, horizon, Paths: paths, Participation: participation).Checked()).Field);

    [Fact]
    public void Degrees_too_few_to_draw_are_refused() => Assert.Equal("degreesOfFreedom", Assert.Throws<InvalidInputException>(
        () => new RiskSettings(Method: RiskMethod.MonteCarlo, Distribution: RiskDistribution.StudentT, DegreesOfFreedom: 2.01).Checked()).Field);

    [Theory]
    [InlineData(RiskMethod.Historical, RiskDistribution.StudentT, null, "distribution"), InlineData(RiskMethod.Filtered, RiskDistribution.StudentT, null, "distribution")]
    [InlineData(RiskMethod.Historical, RiskDistribution.CornishFisher, null, "distribution"), InlineData(RiskMethod.Parametric, RiskDistribution.Normal, 5.0, "degreesOfFreedom")]
    public void A_shape_that_the_method_does_not_use_is_refused(RiskMethod method, RiskDistribution distribution, double? degrees, string field) =>
        Assert.Equal(field, Assert.Throws<InvalidInputException>(
            () => new RiskSettings(Method: method, Distribution: distribution, DegreesOfFreedom: degrees).Checked()).Field);

    [Fact]
    public void Degrees_of_freedom_near_two_are_warned_of()
    {
        RiskBook book = Random(2, 60, 1);
        RiskSettings heavy = new(0.95, 1, RiskMethod.Parametric, RiskDistribution.StudentT, 2.1);
        Assert.Contains(Report(book, heavy).Report.Notes, note => note.Contains("near 2", StringComparison.Ordinal));
        Assert.DoesNotContain(Report(book, heavy with { DegreesOfFreedom = 5 }).Report.Notes, note => note.Contains("near 2", StringComparison.Ordinal));
        Assert.Contains("not finite", StudentTFit.Warning(1.7)!, StringComparison.Ordinal);
    }

    [Fact] // a volatility that grows for good: α + β of the fit is 1
    public void A_volatility_that_returns_to_no_mean_is_warned_of()
    {
        SeededRandom random = new(5);
        double[] growing = [.. Enumerable.Range(0, 600).Select(t => 0.0005 * Math.Exp(t / 150.0) * random.NextNormal())];
        RiskBook book = new([new RiskPosition("A", 1_000)], ReturnPanel.FromRows(["A"], [growing]), 1_000);
        Assert.Contains(Report(book, new RiskSettings(Method: RiskMethod.Filtered)).Report.Notes, note => note.Contains("at the boundary", StringComparison.Ordinal));
    }

    [Fact]
    public void A_drawing_from_an_expansion_is_refused() => Assert.Equal("distribution", Assert.Throws<InvalidInputException>(
        () => new RiskSettings(Method: RiskMethod.MonteCarlo, Distribution: RiskDistribution.CornishFisher).Checked()).Field);

    private static (RiskReport Report, LossEstimate Losses) Report(RiskBook book, RiskSettings settings)
    {
        PortfolioMoments moments = PortfolioMoments.Of(book.Panel, book.Values);
        Answer<LossEstimate> losses = PortfolioRiskAnalysis.Losses(book, moments, settings.Checked(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Null(losses.Refusal);
        return (PortfolioRiskAnalysis.Report(book, moments, losses.Value!, settings, Frame), losses.Value!);
    }

    private static Refusal Refused(RiskBook book, RiskSettings settings)
    {
        Answer<LossEstimate> losses = PortfolioRiskAnalysis.Losses(book, PortfolioMoments.Of(book.Panel, book.Values), settings,
            cancellationToken: TestContext.Current.CancellationToken);
        return losses.Refusal!;
    }

    private static RiskBook Random(int assets, int observations, ulong seed)
    {
        SeededRandom random = new(seed);
        double[][] rows = [.. Enumerable.Range(0, assets).Select(_ => new double[observations])];
        for (int t = 0; t < observations; t++)
        {
            double market = 0.01 * random.NextNormal();
            foreach (double[] row in rows) row[t] = 0.0005 + market + (0.01 * random.NextNormal());
        }
        RiskPosition[] positions = [.. Enumerable.Range(0, assets).Select(i => new RiskPosition($"S{i}", (i % 3 == 2 ? -1 : 1) * (500.37 + (100 * i)), 1e4))];
        return new RiskBook(positions, ReturnPanel.FromRows([.. positions.Select(position => position.Symbol)], rows), 5_000);
    }
}
