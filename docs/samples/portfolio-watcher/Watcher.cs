using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Abstractions.Markets;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Client;
using NeuralTrader.Domain.Backtesting.Search;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Portfolios;

namespace PortfolioWatcher;

/// <summary>Opens a portfolio, places orders one after another while a search runs, and counts at the end what became of them.</summary>
internal sealed class Watcher(NeuralTraderClient client, IConfiguration settings)
{
    private const string Symbol = "DEMO";
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    private readonly string portfolio = settings["portfolio"] ?? "watcher";
    private readonly int orders = settings.GetValue("orders", 200);
    private readonly TimeSpan pause = TimeSpan.FromMilliseconds(settings.GetValue("pause", 50));

    /// <summary>Runs to the end.</summary>
    /// <returns>True when every order was carried out once.</returns>
    public async Task<bool> Run(CancellationToken cancellationToken)
    {
        await Prices(cancellationToken);
        // The key makes it safe to start this program again: it is one portfolio, and order-7 is one order, however often they are sent.
        await client.CreatePortfolioAsync(new CreatePortfolioRequest(portfolio, 1_000_000, Costs: TradingCosts.Free, IdempotencyKey: "open"), cancellationToken);
        Say($"Portfolio {portfolio} is open.");

        Task search = FollowSearch(cancellationToken);
        TimeSpan slowest = await PlaceOrders(cancellationToken);
        await search;

        PortfolioStatus status = await client.GetPortfolioStatusAsync(new GetPortfolioStatusRequest(portfolio), cancellationToken);
        decimal shares = status.Positions.Sum(position => position.Quantity), sum = status.Accounts.Values.Sum();
        Say($"{orders} orders of 1 share each, {shares} shares held, all accounts sum to {sum}; the slowest answer took {slowest.TotalSeconds:0.00} s.");
        return shares == orders && sum == 0;
    }

    // Made-up prices, so that the sample needs no data.
    private async Task Prices(CancellationToken cancellationToken)
    {
        if ((await client.ListInstrumentsAsync(new ListInstrumentsRequest(), cancellationToken)).Series.Any(series => series.Key.Symbol == Symbol)) return;
        await client.ImportMarketDataAsync(new ImportMarketDataRequest(Symbol, Synthetic: new SyntheticRequest(1, 5_000, new DateTime(2005, 1, 3, 0, 0, 0, DateTimeKind.Utc))), cancellationToken);
        Say($"Prices of {Symbol} are made up.");
    }

    private async Task<TimeSpan> PlaceOrders(CancellationToken cancellationToken)
    {
        TimeSpan slowest = TimeSpan.Zero;
        for (int number = 1; number <= orders; number++)
        {
            long start = Stopwatch.GetTimestamp();
            TradeReceipt receipt = await client.ExecuteTradeAsync(
                new ExecuteTradeRequest(portfolio, "sample", Symbol, TradeAction.Buy, 1, IdempotencyKey: $"order-{number}"), cancellationToken);
            TimeSpan took = Stopwatch.GetElapsedTime(start);
            if (took > slowest) slowest = took;
            if (took > Slow) Say($"Order {number} was answered after {took.TotalSeconds:0.0} s: a silo has gone, another one has the portfolio now.");
            if (number % 50 == 0 || number == 1) Say($"Order {number} is {receipt.Order!.Status.ToString().ToLowerInvariant()}{(receipt.IsRepeat ? ", as before" : "")}.");
            await Task.Delay(pause, cancellationToken);
        }
        return slowest;
    }

    // The search runs in the cluster; it goes on wherever there is a silo left, and so does its progress here.
    private async Task FollowSearch(CancellationToken cancellationToken)
    {
        Dictionary<string, ParameterRange> ranges = new() { ["fast"] = ParameterRange.Between(5, 60, 1), ["slow"] = ParameterRange.Between(65, 300, 5) };
        Optimization search = await client.OptimizeStrategyAsync(new OptimizeStrategyRequest("sma_cross", ranges, Symbol, OptimizationId: $"{portfolio}-search", Wait: false), cancellationToken);
        double told = -1;
        await foreach (JobProgress step in client.WatchOptimizationAsync(search.OptimizationId, cancellationToken))
        {
            if (step.State == JobState.Running && step.Fraction < told + 0.1) continue;
            told = step.Fraction;
            Say($"Search: {step.Fraction:P0}, {step.Message}.");
        }
        search = await client.GetOptimizationAsync(new GetOptimizationRequest(search.OptimizationId), cancellationToken);
        Say($"Search is {search.Progress.State.ToString().ToLowerInvariant()}; {search.Report?.Trials ?? 0} combinations tested.");
    }

    private static void Say(FormattableString sentence) => Console.WriteLine(sentence.ToString(CultureInfo.InvariantCulture));
}
