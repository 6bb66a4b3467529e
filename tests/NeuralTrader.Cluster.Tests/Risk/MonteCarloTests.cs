using NeuralTrader.Abstractions.Risk;
using NeuralTrader.Client;
using NeuralTrader.Cluster.Tests.Trading;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Cluster.Tests.Risk;

public sealed class MonteCarloTests(TradingCluster cluster)
{
    private static readonly Dictionary<string, double> Market = new() { ["drift"] = 0.05, ["volatility"] = 0.2 };

    private NeuralTraderClient Client => new(cluster.Grains);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Given_parameters_are_simulated_and_the_same_seed_answers_the_same()
    {
        MonteCarloSimulationRequest request = new(Parameters: Market, Paths: 20_000, Steps: 12, StepsPerYear: 12, SamplePaths: 3);
        MonteCarloSimulationAnswer answer = await Client.MonteCarloSimulationAsync(request, Stop);
        Assert.InRange(answer.Mean.Value - (Math.Exp(0.05) - 1), -4 * answer.Mean.Error, 4 * answer.Mean.Error);
        Assert.Equal((20_000, 12, 100.0, "cpu"), (answer.Paths, answer.Steps, answer.StartPrice, answer.Device.Name));
        Assert.All(answer.Quantiles, quantile => Assert.Equal(100 * (1 + quantile.Return), quantile.Price, 1e-9));
        Assert.All(answer.Tails, tail => Assert.True(tail.ExpectedShortfall.Value > tail.ValueAtRisk.Value));
        Assert.Equal(3, answer.Fan.Sample.Count);
        Assert.Null(answer.History);
        Assert.Equal(answer.Mean, (await Client.MonteCarloSimulationAsync(request with { SamplePaths = 4 }, Stop)).Mean);
    }

    [Fact]
    public async Task A_history_gives_the_parameters_and_is_named()
    {
        cluster.Bars.Flat("MCX", [.. Enumerable.Range(0, 120).Select(i => 100 * Math.Exp((0.0005 * i) + (i % 2 == 0 ? 0.005 : -0.005)))]);
        foreach (SimulationModel model in (SimulationModel[])[SimulationModel.GeometricBrownian, SimulationModel.JumpDiffusion, SimulationModel.Bootstrap])
        {
            MonteCarloSimulationAnswer answer = await Client.MonteCarloSimulationAsync(new(model, "mcx", Paths: 2000, Steps: 20), Stop);
            Assert.Equal(("MCX", 119), (answer.History!.Series.Symbol, answer.History.Returns));
            Assert.Equal(PathEstimates.Names(model).Order(), answer.Parameters.Keys.Order());
            Assert.Contains(answer.Warnings, warning => warning.Contains("synthetic", StringComparison.Ordinal));
        }
    }

    [Fact] // 80 % a year is 0.8/√365 a day for what trades every day; e^(0.8²/365) − 1 is the variance of the return
    public async Task A_step_is_a_bar_of_the_symbols_own_calendar()
    {
        cluster.Bars.Flat("MCY", [.. Enumerable.Range(0, 400).Select(i => i % 2 == 0 ? 100.0 : 101)]);
        MonteCarloSimulationRequest request = new(
            Symbol: "MCY", Parameters: new Dictionary<string, double> { ["drift"] = 0, ["volatility"] = 0.8 }, Paths: 20_000, Steps: 1);
        MonteCarloSimulationAnswer answer = await Client.MonteCarloSimulationAsync(request, Stop);
        Assert.Equal(365, answer.StepsPerYear);
        Assert.InRange(answer.StandardDeviation.Value - Math.Sqrt(Math.Exp(0.64 / 365) - 1), -4 * answer.StandardDeviation.Error, 4 * answer.StandardDeviation.Error);
        Assert.Equal(252, (await Client.MonteCarloSimulationAsync(request with { Symbol = null, Paths = 1_000 }, Stop)).StepsPerYear);
        Assert.Contains("Prices of MCY are raw: splits and dividends are in its returns.", answer.Warnings);
        Assert.Equal(365, (await Client.CalculateSharpeRatioAsync(new CalculateSharpeRatioRequest(Symbol: "MCY"), Stop)).PeriodsPerYear);
        Assert.Equal(252, (await Client.CalculateSharpeRatioAsync(new CalculateSharpeRatioRequest([0.01, -0.01, 0.02]), Stop)).PeriodsPerYear);
    }

    [Fact] // exp(x) of a Student's t has no mean: a mean of paths would be whatever the wildest of them was
    public async Task Shocks_of_Students_t_leave_quantiles_but_no_moments()
    {
        Dictionary<string, double> law = new() { ["mean"] = 0, ["omega"] = 1e-6, ["alpha"] = 0.1, ["beta"] = 0.85, ["startVariance"] = 1e-4 };
        MonteCarloSimulationRequest request = new(SimulationModel.Garch, Parameters: law, Paths: 5_000, Steps: 10);
        Assert.True(double.IsFinite((await Client.MonteCarloSimulationAsync(request, Stop)).Mean.Value));
        MonteCarloSimulationAnswer answer = await Client.MonteCarloSimulationAsync(
            request with { Parameters = new Dictionary<string, double>(law) { ["degreesOfFreedom"] = 4 } }, Stop);
        Assert.All([answer.Mean.Value, answer.Mean.Error, answer.StandardDeviation.Value, answer.Skewness, answer.Kurtosis], value => Assert.Equal(double.NaN, value));
        Assert.All(answer.Tails, tail => Assert.InRange(tail.ExpectedShortfall.Value, tail.ValueAtRisk.Value, 1));
        Assert.Contains(answer.Warnings, warning => warning.Contains("no finite mean", StringComparison.Ordinal));
        Assert.Contains(answer.Warnings, warning => warning.Contains("no fourth moment", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(SimulationModel.GeometricBrownian, 0, "paths")]
    [InlineData(SimulationModel.GeometricBrownian, 100_000_001, "paths")]
    [InlineData(SimulationModel.Heston, 1000, "parameters")] // volatility is not one of its parameters
    [InlineData((SimulationModel)99, 1000, "model")]
    public async Task What_cannot_be_simulated_is_refused_by_name(SimulationModel model, int paths, string field)
    {
        InvalidInputException refused = await Assert.ThrowsAsync<InvalidInputException>(
            () => Client.MonteCarloSimulationAsync(new(model, Parameters: Market, Paths: paths), Stop));
        Assert.Equal(field, refused.Field);
    }

    [Fact]
    public async Task A_model_without_parameters_or_history_says_what_is_missing()
    {
        Assert.Equal("parameters.drift", (await Assert.ThrowsAsync<InvalidInputException>(() => Client.MonteCarloSimulationAsync(new(), Stop))).Field);
        Assert.Equal("symbol", (await Assert.ThrowsAsync<InvalidInputException>(
            () => Client.MonteCarloSimulationAsync(new(SimulationModel.Bootstrap), Stop))).Field);
        RefusalException unknown = await Assert.ThrowsAsync<RefusalException>(() => Client.MonteCarloSimulationAsync(new(Symbol: "NOBODY"), Stop));
        Assert.Equal(RefusalKind.NoMarketData, unknown.Refusal.Kind);
    }
}
