using NeuralTrader.Abstractions.Risk;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Compute.Devices;
using NeuralTrader.Compute.Risk;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Risk;
using NeuralTrader.Grains.Hosting;
using NeuralTrader.Grains.Markets;
using Orleans.Concurrency;

namespace NeuralTrader.Grains.Risk;

/// <inheritdoc cref="IRiskGrain"/>
[StatelessWorker(1), Reentrant] // one a silo: a caller who gives up must find the activation that works for it
public sealed partial class RiskGrain(MarketLibrary library, IBarStore store, ComputeEngine engine, AnswerCache cache) : Grain, IRiskGrain
{
    private const int LeastDays = 30, MostDays = 10_000, MostListed = 10_000, MostScenarios = 100;

    /// <inheritdoc/>
    public async Task<Answer<RiskAnalysisAnswer>> Analyse(RiskAnalysisRequest request, CancellationToken cancellationToken)
    {
        RiskSettings settings = new RiskSettings(
            request.Confidence, request.HorizonDays, request.Method, request.Distribution, request.DegreesOfFreedom, request.Scaling, request.ZeroMean,
            request.Paths,
            request.Seed, request.RiskFreeAnnual, Participation: request.Participation).Checked();
        Require.Between(request.Observations, LeastDays, MostDays);
        Require.Between(request.MostComponents, 1, MostListed);
        DeviceWish wish = request.Device.Wish();
        Answer<RiskHoldings> read = await RiskHoldings.Read(
            request.PortfolioId, request.Positions, request.Equity, request.Currency, GrainFactory, library, store, cancellationToken);
        if (read.IsRefused) return read.Refusal;
        RiskHoldings holdings = read.Value;
        Answer<BarSeries?> benchmark = await Benchmark(request.Benchmark, "benchmark", cancellationToken);
        if (benchmark.Refusal is { } refusal) return refusal;

        // Returns that come with the question are the question; what is stored is named by its content. Positions' values are read anew every time.
        bool isDrawn = settings.Method == RiskMethod.MonteCarlo; // nothing else has a path on a device
        RiskAnalysisRequest question = request with
        {
            Device = isDrawn ? request.Device : DevicePreference.Auto,
            Positions = holdings.Question(request.Positions),
            Equity = holdings.Equity,
            Currency = holdings.Currency,
        };
        Answer<RiskAnalysisAnswer> answer = await cache.Ask<RiskAnalysisRequest, RiskAnalysisAnswer>(
            "riskAnalysis", question, holdings.Data(benchmark.Value),
            async stop =>
            {
                PortfolioSampler sampler = new(engine, isDrawn ? wish : DeviceWish.Cpu);
                Answer<Answer<RiskReport>> study = await engine.Study(EffortOf(holdings, request), end =>
                    RiskStudy.Run(holdings, request, settings, benchmark.Value, sampler.Draw, end), stop);
                if (study.IsRefused) return study.Refusal;
                Answer<RiskReport> report = study.Value;
                return report.IsRefused ? report.Refusal : new RiskAnalysisAnswer(report.Value, new DeviceUsed(sampler.Device, sampler.FallbackReason));
            },
            cancellationToken);
        return answer.IsRefused || isDrawn || wish != DeviceWish.Cuda ? answer : answer.Value with { Device = DeviceUsed.Cpu(request.Device) };
    }

    /// <inheritdoc/>
    public async Task<Answer<StressTestAnswer>> Stress(StressTestRequest request, CancellationToken cancellationToken)
    {
        Require.Between(request.BetaDays, LeastDays, MostDays);
        Require.Between(request.MostPositions, 1, MostListed);
        Require.OpenUnitInterval(request.Confidence);
        if (request.Scenarios is { } given) Require.Count(given.Count, 1, MostScenarios, "scenarios");
        StressScenario[] scenarios =
            [.. (request.Scenarios ?? [.. StressCatalog.Windows.Select(window => new StressScenario(window.Name))]).Select((scenario, i) =>
                (scenario ?? throw Require.Invalid<object?>($"scenarios[{i}]", null, "a scenario")).Checked())];
        if (scenarios.GroupBy(scenario => scenario.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw Require.Invalid("scenarios", twice.Key, "each name once");
        DeviceWish wish = request.Device.Wish();
        Answer<RiskHoldings> read = await RiskHoldings.Read(
            request.PortfolioId, request.Positions, request.Equity, request.Currency, GrainFactory, library, store, cancellationToken);
        if (read.IsRefused) return read.Refusal;
        RiskHoldings holdings = read.Value;
        if (holdings.Holdings[0].Returns is not null) throw Require.Invalid("positions[0].returns", "given", "no returns: stress tests read stored prices");
        Answer<BarSeries?> benchmark = await Benchmark(request.Benchmark, "benchmark", cancellationToken);
        if (benchmark.Refusal is { } refusal) return refusal;
        Dictionary<string, BarSeries?> factors = [];
        foreach (string factor in scenarios.SelectMany(scenario => scenario.Shocks ?? []).Select(shock => shock.Factor).OfType<string>().Distinct())
        {
            Answer<BarSeries?> bars = await Benchmark(factor, "factor", cancellationToken);
            if (bars.Refusal is { } unknown) return unknown;
            factors[factor] = bars.Value;
        }

        Answer<Computed<StressOutcome[]>> study = await engine.Study(
            wish, Effort.Stress(holdings.Holdings.Count, scenarios.Length),
            stop => StressStudy.Run(holdings, scenarios, benchmark.Value, factors, request, stop), cancellationToken);
        return study.IsRefused ? study.Refusal : new StressTestAnswer(study.Value.Value, holdings.Equity, holdings.Currency, study.Value.Used());
    }

    /// <inheritdoc/>
    public ValueTask<StressScenarioList> Scenarios() => ValueTask.FromResult(new StressScenarioList(StressCatalog.Windows));

    private static Effort EffortOf(RiskHoldings holdings, RiskAnalysisRequest request) => Effort.Risk(
        holdings.Holdings.Count, holdings.Holdings[0].Returns?.Count ?? request.Observations,
        request.Method is RiskMethod.MonteCarlo or RiskMethod.Filtered ? request.Paths : 0, request.HorizonDays);

    private async Task<Answer<BarSeries?>> Benchmark(string? name, string field, CancellationToken cancellationToken)
    {
        if (name is null) return new Answer<BarSeries?>(null, null);
        string symbol = Symbol.Parse(name, field);
        return await library.Find(symbol, BarInterval.Day, basis: null, cancellationToken) is { } bars
            ? new Answer<BarSeries?>(bars, null)
            : new Answer<BarSeries?>(null, RiskHoldings.Nothing(symbol, field));
    }
}
