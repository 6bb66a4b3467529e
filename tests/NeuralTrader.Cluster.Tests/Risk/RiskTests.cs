using NeuralTrader.Abstractions;
using NeuralTrader.Abstractions.Risk;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Cluster.Tests.Trading;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Cluster.Tests.Risk;

public sealed class RiskTests(TradingCluster platform)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IRiskGrain Risk => platform.Grains.GetGrain<IRiskGrain>(0);

    [Theory]
    [InlineData(RiskMethod.Historical), InlineData(RiskMethod.Parametric), InlineData(RiskMethod.MonteCarlo), InlineData(RiskMethod.Filtered)]
    public async Task A_portfolio_by_every_method(RiskMethod method)
    {
        string id = $"risk-{method}", a = Prices($"RA{(int)method}", 1, 0.01), b = Prices($"RB{(int)method}", 2, 0.02);
        IPortfolioGrain portfolio = await platform.Open(id);
        foreach (string symbol in (string[])[a, b])
        {
            await platform.Refresh(symbol);
            Assert.Null((await portfolio.Execute(TradingCluster.Buy(id, symbol, 100, symbol), Stop)).Refusal);
        }
        RiskReport report = Value(await Risk.Analyse(new RiskAnalysisRequest(id, Method: method, Benchmark: a, Paths: 10_000), Stop)).Report;
        Assert.True(report.ExpectedShortfall.Amount > report.ValueAtRisk.Amount && report.ValueAtRisk.Amount > 0);
        Assert.Equal(report.ValueAtRisk.Amount, report.Components.Sum(part => part.ComponentVar));
        Assert.Equal(report.ExpectedShortfall.Amount, report.Components.Sum(part => part.ComponentEs));
        Assert.Equal((399, 2, a), (report.Observations, report.PositionCount, report.Beta!.Benchmark));
        Assert.Equal((MemoryBars.Day(2), MemoryBars.Day(400)), (report.From!.Value, report.To!.Value));
        Assert.Equal(Value(await portfolio.Status(new GetPortfolioStatusRequest(id), Stop)).Value, report.Equity);
        Assert.NotNull(report.LiquidityDays);
    }

    [Fact]
    public async Task What_has_no_prices_is_left_out_and_said()
    {
        string held = Prices("RCHELD", 5, 0.01), few = "RCFEW";
        platform.Bars.Flat(few, 1, 2, 3);
        RiskReport report = Value(await Risk.Analyse(
            new RiskAnalysisRequest(Positions: [new(held, 1_000), new(few, 500), new("RCNONE", -200)], Method: RiskMethod.Parametric), Stop)).Report;
        Assert.Equal([(few, 500m), ("RCNONE", -200m)], report.LeftOut.Select(one => (one.Symbol, one.Value)));
        Assert.Contains("3 daily bars", report.LeftOut[0].Reason, StringComparison.Ordinal);
        Assert.Equal((1_300m, 1_000m, 1), (report.Equity, report.GrossValue, report.PositionCount));
        Assert.Equal((null, "No benchmark was named."), (report.Beta, report.BetaReason));
    }

    [Fact]
    public async Task Ten_thousand_positions_without_prices_are_refused_in_one_sentence()
    {
        RiskPositionInput[] unknown = [.. Enumerable.Range(0, 10_000).Select(i => new RiskPositionInput($"RD{i}", 100))];
        Refusal refusal = (await Risk.Analyse(new RiskAnalysisRequest(Positions: unknown), Stop)).Refusal!;
        Assert.Equal(RefusalKind.NoMarketData, refusal.Kind);
        Assert.Contains("None of the 10000 positions has daily bars", refusal.Detail, StringComparison.Ordinal);
        Assert.True(refusal.Detail.Length < 300);
    }

    [Fact] // the same rows in every position: 10,000 times one position's loss
    public async Task Ten_thousand_positions_with_their_returns()
    {
        double[] row = [.. Enumerable.Range(1, 252).Select(t => ((t * 37 % 253) - 126) / 10_000.0)];
        RiskPositionInput[] many = [.. Enumerable.Range(0, 10_000).Select(i => new RiskPositionInput($"RE{i}", 10, Returns: row))];
        RiskReport one = Value(await Risk.Analyse(new RiskAnalysisRequest(Positions: [many[0]]), Stop)).Report;
        foreach (RiskMethod method in (RiskMethod[])[RiskMethod.Historical, RiskMethod.MonteCarlo])
        {
            RiskReport all = Value(await Risk.Analyse(new RiskAnalysisRequest(Positions: many, Method: method, BenchmarkReturns: row, Paths: 20_000),
                Stop)).Report;
            Assert.Equal((10_000, 50, 100_000m), (all.PositionCount, all.Components.Count, all.GrossValue));
            Assert.Equal(1, all.Beta!.Beta, 1e-9);
            Assert.Equal(1, (double)all.ValueAtRisk.Amount! / ((double)one.ValueAtRisk.Fraction! * 100_000), method == RiskMethod.Historical ? 1e-6 : 0.2);
        }
    }

    [Fact]
    public async Task Monte_carlo_repeats_by_its_seed()
    {
        RiskPositionInput[] positions = [new(Prices("RF1", 3, 0.01), 1_000), new(Prices("RF2", 4, 0.02), -400)];
        RiskAnalysisRequest request = new(Positions: positions, Method: RiskMethod.MonteCarlo, Distribution: RiskDistribution.StudentT, DegreesOfFreedom: 4,
            HorizonDays: 5, Paths: 5_000);
        RiskReport first = Value(await Risk.Analyse(request, Stop)).Report, other = Value(await Risk.Analyse(request with { Seed = 2 }, Stop)).Report;
        Assert.Equal(first.ValueAtRisk, Value(await Risk.Analyse(request, Stop)).Report.ValueAtRisk);
        Assert.NotEqual(first.ValueAtRisk, other.ValueAtRisk);
        Assert.InRange(other.ValueAtRisk.Amount!.Value, first.ValueAtRisk.Amount!.Value - (6 * first.ValueAtRisk.StandardError!.Value),
            first.ValueAtRisk.Amount!.Value + (6 * first.ValueAtRisk.StandardError!.Value));
    }

    [Fact]
    public async Task Hostile_questions_are_refused_by_name()
    {
        string known = Prices("RG1", 6, 0.01);
        double[] row = [.. Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? 0.01 : -0.01)], broken = [.. row];
        broken[17] = double.NaN;
        await Invalid("positions[0].returns[17]", new RiskAnalysisRequest(Positions: [new("RGA", 1, Returns: broken)]));
        await Invalid("positions", new RiskAnalysisRequest());
        await Invalid("positions", new RiskAnalysisRequest("both", [new(known, 1)]));
        await Invalid("positions", new RiskAnalysisRequest(Positions: []));
        await Invalid("positions[1].symbol", new RiskAnalysisRequest(Positions: [new(known, 1), new(known, 1)]));
        await Invalid("positions[0].value", new RiskAnalysisRequest(Positions: [new(known)]));
        await Invalid("positions[1].returns", new RiskAnalysisRequest(Positions: [new("RGA", 1, Returns: row), new(known, 1)]));
        await Invalid("positions[0]", new RiskAnalysisRequest(Positions: [null!]));
        await Invalid("positions[1].returns", new RiskAnalysisRequest(Positions: [new("A", 1, Returns: [.1, .2, .3]), new("B", 1, Returns: [.1])]));
        Assert.Equal("shocks[0]", (await Assert.ThrowsAsync<InvalidInputException>(() =>
            Risk.Stress(new StressTestRequest(Positions: [new(known, 1)], Scenarios: [new("x", Shocks: [null!])]), Stop))).Field);
        Assert.Equal("positions[0]", (await Assert.ThrowsAsync<InvalidInputException>(() =>
            Risk.Stress(new StressTestRequest(Positions: [null!]), Stop))).Field);
        await Invalid("confidence", new RiskAnalysisRequest(Positions: [new(known, 1)], Confidence: 1));
        await Invalid("observations", new RiskAnalysisRequest(Positions: [new(known, 1)], Observations: 5));
        await Invalid("benchmarkReturns", new RiskAnalysisRequest(Positions: [new("RGA", 1, Returns: row)], BenchmarkReturns: [0.1]));
        await Invalid("positions[0].value", new RiskAnalysisRequest(Positions: [new(known, decimal.MaxValue)]));
        Assert.Equal(RefusalKind.PortfolioNotFound, (await Risk.Analyse(new RiskAnalysisRequest("no-such-portfolio"), Stop)).Refusal!.Kind);
        Assert.Equal(RefusalKind.CurrencyMismatch,
            (await Risk.Analyse(new RiskAnalysisRequest(Positions: [new(known, 1)], Currency: "EUR"), Stop)).Refusal!.Kind);
        Assert.Equal("benchmark", (await Risk.Analyse(new RiskAnalysisRequest(Positions: [new(known, 1)], Benchmark: "RGNONE"), Stop)).Refusal!.Field);
        await platform.Open("risk-empty");
        Assert.Equal(RefusalKind.InsufficientData, (await Risk.Analyse(new RiskAnalysisRequest("risk-empty"), Stop)).Refusal!.Kind);
        Assert.Equal(RefusalKind.InsufficientData,
            (await Risk.Analyse(new RiskAnalysisRequest(Positions: [new("RGA", 1, Returns: row)], Confidence: 0.999), Stop)).Refusal!.Kind);

        async Task Invalid(string field, RiskAnalysisRequest request) =>
            Assert.Equal(field, (await Assert.ThrowsAsync<InvalidInputException>(() => Risk.Analyse(request, Stop))).Field);
    }

    [Fact]
    public async Task A_portfolio_under_stress_worst_first()
    {
        string market = Prices("RH1", 7, 0.01), share = Prices("RH2", 8, 0.02);
        StressScenario[] scenarios =
        [
            new("covid_2020"), new("mild", Shocks: [new StressShock(-0.05)]), new("market", Shocks: [new StressShock(-0.2, Factor: market)]),
            new("spring", MemoryBars.Day(10), MemoryBars.Day(40)), new("nervous", VolatilityMultiplier: 3, CorrelationToOne: 0.5),
        ];
        StressTestAnswer answer = Value(await Risk.Stress(
            new StressTestRequest(Positions: [new(market, 1_000), new(share, -500), new("RHNONE", 50)], Equity: 2_000, Scenarios: scenarios), Stop));
        Assert.Equal(5, answer.Outcomes.Count);
        Assert.Equal(answer.Outcomes.Select(one => one.Pnl ?? decimal.MaxValue).Order(), answer.Outcomes.Select(one => one.Pnl ?? decimal.MaxValue));
        StressOutcome covid = answer.Outcomes[^1], mild = answer.Outcomes.Single(one => one.Name == "mild");
        Assert.Equal(("covid_2020", null, 3), (covid.Name, covid.Pnl, covid.Positions.Count));
        Assert.Equal((-27.5m, 1.0), (mild.Pnl!.Value, mild.Coverage));
        StressOutcome beta = answer.Outcomes.Single(one => one.Name == "market");
        Assert.Equal(-200m, beta.Positions.Single(position => position.Symbol == market).Pnl);
        Assert.Equal(StressBasis.Beta, beta.Positions.Single(position => position.Symbol == share).Basis);
        Assert.False(answer.Outcomes.Single(one => one.Name == "nervous").IsComplete);
        Assert.Equal("scenarios", (await Assert.ThrowsAsync<InvalidInputException>(
            () => Risk.Stress(new StressTestRequest(Positions: [new(market, 1)], Scenarios: [new("made_up")]), Stop))).Field);
        Refusal unknown = (await Risk.Stress(new StressTestRequest(
            Positions: [new(market, 1)], Scenarios: [new("x", Shocks: [new StressShock(-0.1, Factor: "NOPE")])]), Stop)).Refusal!;
        Assert.Equal((RefusalKind.NoMarketData, "factor"), (unknown.Kind, unknown.Field));
        Assert.Equal(StressCatalog.Windows, (await Risk.Scenarios()).Windows);
    }

    private string Prices(string symbol, ulong seed, double deviation)
    {
        // A repeatable walk; what it is does not matter to the tests.
        var random = new Random((int)seed);
        double price = 100;
        platform.Bars.Put(symbol, Enumerable.Range(1, 400).Select(day =>
        {
            price *= 1 + (deviation * ((2 * random.NextDouble()) - 1)) + 0.0003;
            return new Bar(MemoryBars.Day(day), price, price, price, price, 1e6);
        }).ToArray());
        return symbol;
    }

    private static T Value<T>(Answer<T> answer)
    {
        Assert.Null(answer.Refusal);
        return answer.Value!;
    }
}
