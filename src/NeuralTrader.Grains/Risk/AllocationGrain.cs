using NeuralTrader.Abstractions.Risk;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Compute.Devices;
using NeuralTrader.Compute.Risk;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Risk;
using NeuralTrader.Domain.Risk.Allocation;
using NeuralTrader.Domain.Trading.Portfolios;
using NeuralTrader.Grains.Hosting;
using NeuralTrader.Grains.Markets;
using Orleans.Concurrency;

namespace NeuralTrader.Grains.Risk;

/// <inheritdoc cref="IAllocationGrain"/>
[StatelessWorker(1), Reentrant] // one a silo: a caller who gives up must find the activation that works for it
public sealed class AllocationGrain(MarketLibrary library, ComputeEngine engine, AnswerCache answers) : Grain, IAllocationGrain
{
    /// <inheritdoc/>
    public async Task<Answer<OptimizePortfolioAnswer>> Optimize(OptimizePortfolioRequest request, CancellationToken cancellationToken)
    {
        if (request.PortfolioId is { } id && request.CurrentWeights is not null) throw Require.Invalid("currentWeights", "weights", $"none: they are read from {id}");
        if (request.From > request.To) throw Require.Invalid("from", request.From, $"a time at or before to, which is {request.To:O}");
        OptimizePortfolioRequest asked = request;
        if (request.PortfolioId is { } portfolioId)
        {
            Answer<PortfolioStatus> status = await Portfolio(portfolioId).Status(new GetPortfolioStatusRequest(portfolioId), cancellationToken);
            if (status.IsRefused) return status.Refusal;
            asked = Held(asked, status.Value) with { PortfolioId = null };
        }
        asked = asked with { Symbols = Symbols(asked.Symbols) };

        List<BarSeries> series = [];
        if (asked.Covariance is null && asked.Scenarios is null)
        {
            if (!Enum.IsDefined(asked.Interval)) throw Require.Invalid("interval", asked.Interval, string.Join(", ", Enum.GetNames<BarInterval>()));
            foreach (string symbol in asked.Symbols)
            {
                if (await library.Find(symbol, asked.Interval, basis: null, cancellationToken) is not { } bars)
                    return new Refusal(RefusalKind.NoMarketData, $"There are no {asked.Interval.Adjective()} bars of {symbol}; listInstruments says what is loaded.", "symbols");
                BarSeries range = bars.Between(asked.From, asked.To);
                if (range.Count == 0)
                    return new Refusal(RefusalKind.InsufficientData, $"{symbol} has no bars in the period; its bars run from {bars.TimeAt(0):yyyy-MM-dd} to {bars.TimeAt(bars.Count - 1):yyyy-MM-dd}.", "symbols");
                series.Add(range);
            }
        }
        Answer<OptimizePortfolioAnswer> answer = await answers.Ask(
            "optimizePortfolio", asked, series.Select(bars => bars.Fingerprint).ToArray(), stop => Compute(asked, series, stop), cancellationToken);
        return answer.IsRefused || request.PortfolioId is null ? answer : await WithTrades(request.PortfolioId, answer.Value, cancellationToken);
    }

    private async Task<Answer<OptimizePortfolioAnswer>> Compute(OptimizePortfolioRequest request, List<BarSeries> series, CancellationToken cancellationToken)
    {
        Answer<Computed<Answer<StudiedAllocation>>> done = await engine.Study(
            request.Device.Wish(), Effort.Allocation(request.Symbols!.Count, request.FrontierPoints), stop => Study(request, series, stop), cancellationToken);
        if (done.IsRefused) return done.Refusal;
        if (done.Value.Value is { IsRefused: true } refused) return refused.Refusal;
        StudiedAllocation found = done.Value.Value.Value!;
        return new OptimizePortfolioAnswer(found.Portfolio, found.Data, TargetWeights.Of(found.Portfolio), null, null, done.Value.Used());
    }

    private static Answer<StudiedAllocation> Study(OptimizePortfolioRequest request, List<BarSeries> series, CancellationToken stop)
    {
        AllocationSpec spec = new(
            request.Objective, request.Constraints, request.Target, request.RiskAversion, request.RiskFreeRate, request.Confidence, request.RiskBudgets,
            request.CurrentWeights, request.TransactionCost, request.FrontierPoints, request.FrontierWeights);
        double[]? returns = request.ExpectedReturns is null ? null : [.. request.ExpectedReturns];
        AllocationStudy study = new(spec, request.Estimator, request.Decay, returns, request.BlackLitterman);
        if (series.Count > 0) return study.Of(series, stop);
        IReadOnlyList<string> symbols = request.Symbols!;
        double[]? scenarios = request.Scenarios is null ? null : Rows.Flat(request.Scenarios, symbols.Count, "scenarios");
        if (request.Covariance is null) return study.Of(Rows.Panel(symbols, scenarios!), request.PeriodsPerYear, [], stop);
        AllocationMarket market = new(symbols, Rows.Flat(request.Covariance, symbols.Count, "covariance"), returns, scenarios, request.PeriodsPerYear);
        Answer<AllocatedPortfolio> chosen = PortfolioOptimizer.Optimize(market, spec, request.BlackLitterman, stop);
        return chosen.IsRefused ? chosen.Refusal : new StudiedAllocation(chosen.Value, null);
    }

    private async Task<Answer<OptimizePortfolioAnswer>> WithTrades(string portfolioId, OptimizePortfolioAnswer answer, CancellationToken cancellationToken)
    {
        try
        {
            Answer<RebalanceAnswer> plan = await Portfolio(portfolioId).Rebalance(new PortfolioRebalanceRequest(portfolioId, answer.Target), cancellationToken);
            return plan.IsRefused ? answer with { TradesRefused = plan.Refusal.Detail } : answer with { Trades = plan.Value.Plan };
        }
        catch (InvalidInputException refused) // short or borrowed weights, say, which that portfolio does not take
        {
            return answer with { TradesRefused = refused.Message };
        }
    }

    private IPortfolioGrain Portfolio(string id) => GrainFactory.GetGrain<IPortfolioGrain>(Ids.Parse(id, "portfolioId"));

    private static OptimizePortfolioRequest Held(OptimizePortfolioRequest request, PortfolioStatus status)
    {
        Dictionary<string, double> weights = status.Positions.Where(position => position.Weight is not null).ToDictionary(position => position.Symbol, position => position.Weight!.Value);
        if (request.Symbols is null) return request with { Symbols = [.. status.Positions.Select(position => position.Symbol)], CurrentWeights = weights };
        string[] wanted = Symbols(request.Symbols);
        string[] others = [.. weights.Keys.Except(wanted, StringComparer.Ordinal)];
        return others.Length == 0
            ? request with { Symbols = wanted, CurrentWeights = weights }
            : throw Require.Invalid("symbols", string.Join(", ", wanted), $"all that the portfolio holds; {string.Join(", ", others)} is missing, and may have a largest weight of 0");
    }

    private static string[] Symbols(IReadOnlyList<string>? symbols)
    {
        Require.Count(symbols?.Count, 1, AllocationMarket.MostAssets, "symbols");
        string[] parsed = [.. symbols!.Select((symbol, i) => Symbol.Parse(symbol, symbol is null ? $"symbols[{i}]" : "symbol"))];
        HashSet<string> seen = [];
        foreach (string symbol in parsed)
            if (!seen.Add(symbol)) throw Require.Invalid("symbols", symbol, "each symbol once");
        return parsed;
    }
}
