using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Risk;
using NeuralTrader.Domain.Tests.Backtesting;

namespace NeuralTrader.Domain.Tests.Risk;

public sealed class StressTests
{
    private static readonly BarSeries Market = TestBars.Sp500;

    [Theory] // closes of the index on the windows' edges, from Reference/sp500.csv
    [InlineData("dot_com_2000", -0.4915), InlineData("financial_crisis_2008", -0.5678), InlineData("lehman_2008", -0.3989),
        InlineData("september_11_2001", -0.1160)]
    [InlineData("euro_crisis_2011", -0.1939), InlineData("china_2015", -0.1117), InlineData("brexit_2016", -0.0534), InlineData("volatility_2018", -0.1016)]
    [InlineData("autumn_2018", -0.1978), InlineData("covid_2020", -0.3392)]
    public void The_index_through_its_falls(string name, double expected)
    {
        StressOutcome outcome = StressTest.Window(Book(Holding("SPX", 1_000, Market)), new StressScenario(name).Checked());
        Assert.Equal(expected, outcome.Fraction!.Value, 5e-5);
        Assert.Equal((decimal)Math.Round(1_000 * outcome.Positions[0].Return!.Value, 2), outcome.Pnl);
        Assert.Equal((StressBasis.History, true, 1.0), (outcome.Positions[0].Basis, outcome.IsComplete, outcome.Coverage));
        Assert.NotNull(outcome.Source);
    }

    [Fact]
    public void A_beta_has_as_many_days_as_the_returns_of_the_positions()
    {
        ReturnPanel panel = DailyPanel.Of([Market], 60)!;
        RiskBook book = new([new RiskPosition("SPX", 1_000)], panel, 1_000);
        BetaEstimate beta = BetaEstimate.Of("SPX", book, PortfolioMoments.Of(panel, book.Values), Market).Value!;
        Assert.Equal(60, beta.Observations);
        Assert.Equal(1, beta.Beta, 1e-9);
    }

    [Theory, InlineData(1e300), InlineData(-1.01), InlineData(double.NaN)]
    public void Shocks_out_of_range_are_refused(double move) => Assert.Equal(
        "return", Assert.Throws<InvalidInputException>(() => new StressScenario("x", Shocks: [new StressShock(move)]).Checked()).Field);

    [Fact]
    public void A_window_before_the_data_has_no_figure()
    {
        StressOutcome outcome = StressTest.Window(Book(Holding("SPX", 1_000, Market), Holding("NONE", 50, null)),
            new StressScenario("black_monday_1987").Checked());
        Assert.Equal((null, null, 0.0, false), (outcome.Pnl, outcome.Fraction, outcome.Coverage, outcome.IsComplete));
        Assert.Contains("do not hold both ends", outcome.Positions.Single(position => position.Symbol == "SPX").Detail, StringComparison.Ordinal);
        Assert.Contains("no daily bars", outcome.Positions.Single(position => position.Symbol == "NONE").Detail, StringComparison.Ordinal);
    }

    [Fact] // an instrument at twice the index, known for the last 300 days only
    public void A_younger_instrument_goes_by_its_beta_and_is_marked()
    {
        BarSeries young = Twice(Market.Last(300));
        StressOutcome without = StressTest.Window(Book(Holding("YOUNG", 1_000, young), Holding("SPX", -500, Market)),
            new StressScenario("lehman_2008").Checked());
        Assert.Equal((false, 1.0 / 3), (without.IsComplete, without.Coverage));
        StressOutcome with = StressTest.Window(
            Book(Holding("YOUNG", 1_000, young), Holding("SPX", -500, Market)) with { Benchmark = Market }, new StressScenario("lehman_2008").Checked());
        StressPosition proxied = with.Positions.Single(position => position.Symbol == "YOUNG");
        Assert.Equal(StressBasis.Proxy, proxied.Basis);
        Assert.Equal(2 * -0.39876, proxied.Return!.Value, 1e-3);
        Assert.Contains(with.Notes, note => note.Contains("not their own history", StringComparison.Ordinal));
        Assert.Equal("YOUNG", with.Positions[0].Symbol); // worst first; the short position gains
        Assert.True(with.Positions[1].Pnl > 0);
    }

    [Fact]
    public void Shocks_on_a_symbol_on_all_and_on_a_factor()
    {
        StressBook book = Book(Holding("A", 1_000, Twice(Market)), Holding("B", -500, null), Holding("SPX", 200, Market));
        StressOutcome own = StressTest.Shocks(book, Shock(new StressShock(-0.3, "A"), new StressShock(-0.1)), null);
        Assert.Equal([-300m, -20m, 50m], own.Positions.Select(position => position.Pnl!.Value));
        Assert.Equal(-270m, own.Pnl);
        StressOutcome factor = StressTest.Shocks(book, Shock(new StressShock(-0.2, Factor: "SPX"), new StressShock(0.5, "C")), Market);
        Assert.Equal(-0.4, factor.Positions.Single(position => position.Symbol == "A").Return!.Value, 1e-9);
        Assert.Equal(-0.2, factor.Positions.Single(position => position.Symbol == "SPX").Return!.Value);
        Assert.Null(factor.Positions.Single(position => position.Symbol == "B").Pnl);
        Assert.Contains(factor.Notes, note => note.Contains("C is shocked but not held", StringComparison.Ordinal));
    }

    [Fact] // two positions of deviation 2 and 1 without correlation: σ² = 5; all correlations 1: σ = 3; a hedge of −1: σ = 1
    public void Volatility_and_correlation_need_no_matrix()
    {
        double[] x = [0.02, -0.02, 0.02, -0.02], y = [0.01, 0.01, -0.01, -0.01];
        ReturnPanel panel = ReturnPanel.FromRows(["X", "Y"], [x, y]);
        StressBook book = Book(Holding("X", 100, null), Holding("Y", 100, null));
        PortfolioMoments moments = PortfolioMoments.Of(panel, [100, 100]);
        double unit = 1.6448536269514722 * Math.Sqrt(4.0 / 3);
        Assert.Equal(-unit * Math.Sqrt(5), (double)StressTest.Conditions(book, Condition(1, 0), moments, 0.95).Pnl!.Value, 0.01);
        StressOutcome one = StressTest.Conditions(book, Condition(2, 1), moments, 0.95);
        Assert.Equal(-unit * 2 * 3, (double)one.Pnl!.Value, 0.01);
        Assert.Equal(-unit * 2 * 2, (double)one.Positions.Single(position => position.Symbol == "X").Pnl!.Value, 0.01);
        StressBook hedged = Book(Holding("X", 100, null), Holding("Y", -100, null));
        Assert.Equal(-unit * Math.Sqrt(3), (double)StressTest.Conditions(hedged, Condition(1, 0.5), PortfolioMoments.Of(panel, [100, -100]), 0.95).Pnl!.Value,
            0.01);
    }

    [Fact]
    public void A_scenario_is_one_thing_and_well_formed()
    {
        Assert.Equal("scenarios", Refused(new StressScenario("nothing_known")));
        Assert.Equal("scenarios", Refused(new StressScenario("two", VolatilityMultiplier: 2, Shocks: [new StressShock(-0.1)])));
        Assert.Equal("from", Refused(new StressScenario("half", From: DateTime.UnixEpoch)));
        Assert.Equal("return", Refused(new StressScenario("deep", Shocks: [new StressShock(-1.1)])));
        Assert.Equal("return", Refused(new StressScenario("none", Shocks: [new StressShock(double.NaN)])));
        Assert.Equal("factor", Refused(new StressScenario("both", Shocks: [new StressShock(0.1, "A", "B")])));
        Assert.Equal("shocks", Refused(new StressScenario("factors", Shocks: [new StressShock(0.1, Factor: "A"), new StressShock(0.1, Factor: "B")])));
        Assert.Equal("shocks", Refused(new StressScenario("twice", Shocks: [new StressShock(0.1, "A"), new StressShock(0.2, "A")])));
        Assert.Equal("correlationToOne", Refused(new StressScenario("more", CorrelationToOne: 1.2)));
        Assert.Equal("volatilityMultiplier", Refused(new StressScenario("calm", VolatilityMultiplier: 0)));
    }

    [Fact]
    public void Names_of_windows_are_used_once() =>
        Assert.Equal(StressCatalog.Windows.Count, StressCatalog.Windows.DistinctBy(window => window.Name).Count(window => window.From < window.To));

    private static string Refused(StressScenario scenario) => Assert.Throws<InvalidInputException>(scenario.Checked).Field;

    private static StressScenario Shock(params StressShock[] shocks) => new StressScenario("moves", Shocks: shocks).Checked();

    private static StressScenario Condition(double volatility, double correlation) =>
        new StressScenario("other", VolatilityMultiplier: volatility, CorrelationToOne: correlation).Checked();

    private static StressHolding Holding(string symbol, double value, BarSeries? bars) => new(symbol, value, bars);

    private static StressBook Book(params StressHolding[] holdings) => new(holdings, holdings.Sum(holding => holding.Value), "USD", null);

    private static BarSeries Twice(BarSeries bars)
    {
        double[] close = new double[bars.Count];
        close[0] = 100;
        for (int t = 1; t < close.Length; t++) close[t] = close[t - 1] * (1 + (2 * ((bars.Close[t] / bars.Close[t - 1]) - 1)));
        return new BarSeries(bars.Key with { Symbol = "TWICE" }, "USD", bars.Provenance, 1, bars.Ticks.ToArray(), close, close, close, close,
            new double[close.Length]);
    }
}
