using NeuralTrader.Api.Console;
using NeuralTrader.Domain.Backtesting.Search;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Api.Tests.Console;

/// <summary>What a search's page says must not be kinder than the figures.</summary>
public sealed class SearchedTests
{
    [Theory]
    [InlineData(0.99, 0.1, 0.9, 0.5, "More than luck, by these tests", true)]
    [InlineData(0.94, 0.1, 0.9, 0.5, "Luck can explain it", false)]
    [InlineData(0.99, 0.51, 0.9, 0.5, "Over-fitted: choosing by lot would do better", false)]
    [InlineData(0.99, 0.1, -0.2, -0.5, "It did not last on bars it was not chosen by", false)]
    [InlineData(0.99, 0.1, double.NaN, 0.5, "It did not last on bars it was not chosen by", false)]
    [InlineData(0.99, 0.1, 0.4, 0.5, "More than luck, but buying and holding did better", false)]
    public void The_verdict_is_good_only_where_every_test_is(double deflated, double overfitting, double later, double held, string text, bool isGood) =>
        Assert.Equal((text, isGood), Searched.Verdict(Report(deflated, overfitting, later, held)));

    [Fact]
    public void Tests_that_were_not_made_are_said_to_be_left_out() =>
        Assert.Contains("left out", Searched.Verdict(Report(0.99, 0.1, 0.9, 0.5) with { Overfitting = null }).Text, StringComparison.Ordinal);

    [Fact]
    public void Without_an_eligible_combination_there_is_nothing_to_choose_from()
    {
        SearchReport empty = Report(0.99, 0.1, 0.9, 0.5) with { Best = [] };
        Assert.Equal(("Nothing to choose from", false), Searched.Verdict(empty));
        Assert.Equal(["None of 16 combinations has a figure to choose by."], Searched.Reasons(empty));
    }

    [Fact]
    public void A_best_that_is_ruined_is_called_ruin_and_not_weighed()
    {
        SearchReport report = Report(0.99, 0.1, 0.9, 0.5);
        SearchFigures lost = Figures(double.NaN) with { TotalReturn = -1.1, IsRuined = true };
        SearchReport ruined = report with { Best = [report.Best[0] with { InSample = lost }], Ruined = 16 };
        Assert.Equal(("Ruin: every combination used up its account", false), Searched.Verdict(ruined));
        Assert.Equal(["16 of 16 combinations used up their account in-sample; the table ranks them by what they lost."], Searched.Reasons(ruined));
    }

    [Fact]
    public void The_reasons_name_the_figures_beside_buy_and_hold()
    {
        string said = string.Join('\n', Searched.Reasons(Report(0.62, 0.4, -0.123, 0.5)));
        Assert.Contains("Chosen among 16 combinations: Sharpe ratio 1.20 in-sample; buying and holding had 0.70.", said, StringComparison.Ordinal);
        Assert.Contains("from 2015-01-02 on, which the choice did not see: Sharpe ratio −0.12", said, StringComparison.Ordinal);
        Assert.Contains("the deflated Sharpe ratio, is 0.62", said, StringComparison.Ordinal);
        Assert.Contains("in 40% of 12,870 splits", said, StringComparison.Ordinal);
    }

    [Fact] // the Sharpe ratios say no, the Sortino ratios that were looked for say yes
    public void A_search_is_judged_by_what_it_looked_for()
    {
        SearchReport report = Report(0.99, 0.1, 0.4, 0.5);
        FoundCombination best = report.Best[0] with { InSample = Figures(1.2) with { Sortino = 1.9 }, OutOfSample = Figures(0.4) with { Sortino = 0.8 } };
        SearchReport sortino = report with { Metric = SearchMetric.Sortino, Best = [best] };
        Assert.True(Searched.Verdict(sortino).IsGood);
        Assert.False(Searched.Verdict(sortino with { Metric = SearchMetric.Sharpe }).IsGood);
        string said = string.Join('\n', Searched.Reasons(sortino));
        Assert.Contains("16 combinations: sortino ratio 1.90 in-sample; buying and holding had 0.70.", said, StringComparison.Ordinal);
        Assert.Contains("did not see: sortino ratio 0.80", said, StringComparison.Ordinal);
    }

    private static SearchReport Report(double deflated, double overfitting, double later, double held)
    {
        DateTime first = new(2010, 1, 4, 0, 0, 0, DateTimeKind.Utc);
        FoundCombination best = new(1, 3, new Dictionary<string, double> { ["fast"] = 10 }, Figures(1.2), Figures(later), 1.1, 0.9, 4, 0);
        return new SearchReport(
            "sma_cross", ["SPY"], [], BarInterval.Day, first, new DateTime(2015, 1, 2, 0, 0, 0, DateTimeKind.Utc), first.AddYears(7), 1700, 252,
            SearchMetric.Sharpe,
            16, 16, 0, 0, 0, [best], new SearchBenchmark(Figures(0.7), Figures(held)),
            new SelectionTest(deflated, deflated, 0.99, 0.4, 16, 5.5, 0.6, 0.3, 0.2, 1.2, 1200, 0, 1, 500),
            new OverfittingFigures(overfitting, 0.1, -0.2, 0.3, 12870, 16, 16),
            null, null, new SearchSurface("fast", null, [10], [double.NaN], [[1.2]], [[later]]), []);
    }

    private static SearchFigures Figures(double sharpe) => new(500, 0.1, 0.05, sharpe, sharpe, 1, 0.1, 40);
}
