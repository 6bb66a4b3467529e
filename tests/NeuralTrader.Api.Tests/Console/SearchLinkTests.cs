using Microsoft.AspNetCore.Http;
using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Api.Console;
using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Backtesting.Search;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Strategies;

namespace NeuralTrader.Api.Tests.Console;

/// <summary>Links of a search's page fill forms in with all that was asked: a figure tested again under other terms would be another figure.</summary>
public sealed class SearchLinkTests
{
    private static readonly TradingCosts Costs = new(
        new Commission(CostModel.Combined, 1.5m, 0.0012m, 0.005m, 2m), new Slippage(CostModel.Combined, 0.01m, 0.0007m, 0.1m), 0.00025m, 0.03m, 0.2m);

    private static readonly OptimizeStrategyRequest Asked = new(
        "sma_cross", new Dictionary<string, ParameterRange> { ["fast"] = ParameterRange.Between(10, 30, 10), ["slow"] = ParameterRange.Of(50, 100, 200) },
        Symbol: "SPY", Method: SearchMethod.Random, Metric: SearchMetric.Sortino, Trials: 77, Seed: 9, MinTrades: 4, Top: 25, HeatMap: ["slow", "fast"],
        Validation: new SearchValidation(0.25, 3, true, 0.4, 7, 11, 0.02, 8), From: Day(2010), To: Day(2019), Costs: Costs, Interval: BarInterval.Week,
        Basis: PriceBasis.TotalReturn, InitialCapital: 250_000, FillRule: FillRule.NextClose, PositionFraction: 0.7, MaxLeverage: 1.5, AllowShort: false,
        WholeUnits: true, RebalanceBand: 0.07, StopLoss: 0.045, TakeProfit: 0.29, RiskFreeRateAnnual: 0.017, CashRateAnnual: 0.013, PeriodsPerYear: 51.5,
        Members: ["momentum", "breakout"]);

    [Fact]
    public void A_back_test_of_what_was_found_keeps_every_setting()
    {
        FoundCombination found = new(2, 3, new Dictionary<string, double> { ["fast"] = 20, ["slow"] = 100 }, null!, null, 0, 0, 0, 0);
        Optimization search = new("opt", null!, Asked, Day(2026), 1, null, null!);
        string link = Searched.BacktestLink(search, found);
        RunBacktestRequest read = BacktestForm.Read(Form(link, "/backtests/new"), StrategyCatalog.Find("sma_cross"));
        Assert.Equal((20, 100), (read.Parameters!["fast"], read.Parameters["slow"]));
        Assert.Equal(("sma_cross", "SPY", Day(2010), Day(2019), BarInterval.Week, false),
            (read.Strategy, Assert.Single(read.Symbols!), read.From, read.To, read.Interval, read.Together));
        OptimizeStrategyRequest terms = Asked with
        {
            Costs = read.Costs, Basis = read.Basis, InitialCapital = read.InitialCapital, FillRule = read.FillRule, PositionFraction = read.PositionFraction,
            MaxLeverage = read.MaxLeverage, AllowShort = read.AllowShort, WholeUnits = read.WholeUnits, RebalanceBand = read.RebalanceBand,
            StopLoss = read.StopLoss, TakeProfit = read.TakeProfit, RiskFreeRateAnnual = read.RiskFreeRateAnnual, CashRateAnnual = read.CashRateAnnual,
            PeriodsPerYear = read.PeriodsPerYear, Members = read.Members,
        };
        Assert.Equivalent(Asked, terms, strict: true);
    }

    [Fact]
    public void A_search_like_another_begins_with_all_that_was_asked()
    {
        OptimizeStrategyRequest read = OptimizationForm.Read(Form(Searched.AgainLink(Asked), "/optimizations/new"), StrategyCatalog.Find("sma_cross"));
        Assert.Equal("SPY", Assert.Single(read.Symbols ?? [read.Symbol!]));
        Assert.Equivalent(Asked with { Wait = false }, read with { Symbol = "SPY", Symbols = null, Parameters = null }, strict: true);
    }

    [Fact]
    public void Costs_that_were_not_said_are_the_usual_ones_and_free_trading_stays_free()
    {
        OptimizeStrategyRequest unsaid = OptimizationForm.Read(
            Form(Searched.AgainLink(Asked with { Costs = null }), "/optimizations/new"), StrategyCatalog.Find("sma_cross"));
        Assert.Equal(TradingCosts.Usual.In<decimal>(), unsaid.Costs!.In<decimal>());
        OptimizeStrategyRequest free = OptimizationForm.Read(
            Form(Searched.AgainLink(Asked with { Costs = TradingCosts.Free }), "/optimizations/new"), StrategyCatalog.Find("sma_cross"));
        Assert.Equal(TradingCosts.Free.In<decimal>(), free.Costs!.In<decimal>());
    }

    [Fact]
    public void What_was_searched_names_the_stop_loss_and_the_side() => Assert.Equal(
        "long only, stop loss 4.5%, take profit 29%, 70% of equity, leverage at most 1.5, whole units only, rebalancing beyond 7%, capital 250,000, "
            + "risk-free rate 1.7% a year, cash earns 1.3% a year, 51.5 bars a year, members momentum, breakout",
        TestTerms.Of(Asked).Words());

    [Fact]
    public void Another_strategy_keeps_all_but_what_is_the_strategys_own()
    {
        string link = Searched.AgainLink(Asked);
        IQueryCollection query = new DefaultHttpContext { Request = { QueryString = new QueryString(link[link.IndexOf('?', StringComparison.Ordinal)..]) } }
            .Request.Query;
        (string Field, string Value)[] kept = [.. TestTerms.OfAnyStrategy(query)];
        Assert.Contains(("stopLoss", "4.5"), kept);
        Assert.Contains(("metric", "Sortino"), kept);
        Assert.Contains(("from", "2010-01-04"), kept);
        Assert.Equal(["strategy", "symbols", "members", "from-fast", "to-fast", "step-fast", "from-slow", "across", "up"],
            query.Keys.Except(kept.Select(one => one.Field)));
    }

    private static DateTime Day(int year) => new(year, 1, 4, 0, 0, 0, DateTimeKind.Utc);

    // The link's fields as the page's form sends them back: a ticked box is there, one that is not is not.
    private static FormFields Form(string link, string page)
    {
        Assert.StartsWith($"{page}?", link, StringComparison.Ordinal);
        FormFields offered = new(new DefaultHttpContext { Request = { QueryString = new QueryString(link[page.Length..]) } }, "form", isOffered: true);
        string[] boxes = ["allowShort", "wholeUnits", "together", "anchored"];
        IEnumerable<string> sent = link[(page.Length + 1)..].Split('&').Where(field => !boxes.Contains(field.Split('=')[0]))
            .Concat(boxes.Where(box => offered.IsTicked(box, initial: box == "allowShort")).Select(box => $"{box}=on"));
        return FormFields.OfAddress(new DefaultHttpContext { Request = { QueryString = new QueryString($"?ask=1&{string.Join('&', sent)}") } });
    }
}
