using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using NeuralTrader.Tests;

namespace NeuralTrader.Faults.Tests;

/// <summary>
/// Clients, fifty unless said otherwise, who place and cancel orders and move cash, each under a key of its own, and who send again what was not
/// answered. What they were told is kept.
/// </summary>
/// <param name="caller">Asks for them all.</param>
/// <param name="portfolios">How many books the commands go to.</param>
/// <param name="clients">How many call at once.</param>
/// <param name="pause">For how long a client thinks between its commands; not at all unless it is said.</param>
/// <param name="name">What its portfolios' ids begin with, for a cluster that sees traffic of several tests.</param>
internal sealed class Traffic(CarefulClient caller, int portfolios, int clients = 50, TimeSpan pause = default, string name = "p")
{
    /// <summary>Paid in when a portfolio is opened.</summary>
    public const decimal Deposit = 1_000_000_000;

    /// <summary>For how long clients think where a fault's length, and not their number of commands, is the matter.</summary>
    public static readonly TimeSpan Thought = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<string, (string Portfolio, long Version)> acknowledged = [];
    private readonly ConcurrentDictionary<string, decimal> moved = [];
    private readonly ConcurrentDictionary<string, int> bought = [];
    private readonly ConcurrentBag<(Answered First, TimeSpan Whole)> calls = [];
    private int next;

    /// <summary>Keys that were answered, with the place in its book that each was told.</summary>
    public IReadOnlyDictionary<string, (string Portfolio, long Version)> Acknowledged => acknowledged;

    /// <summary>Every first try of a call and how long its client waited in all.</summary>
    public IReadOnlyCollection<(Answered First, TimeSpan Whole)> Calls => calls;

    /// <summary>Cash that a book must hold as paid in.</summary>
    public decimal Capital(string portfolio) => Deposit + moved.GetValueOrDefault(portfolio);

    /// <summary>Units that a portfolio must hold.</summary>
    public int Units(string portfolio) => bought.GetValueOrDefault(portfolio);

    /// <summary>The portfolios' ids.</summary>
    public IEnumerable<string> Portfolios => Enumerable.Range(0, portfolios).Select(i => $"{name}{i}");

    /// <summary>Opens the portfolios.</summary>
    public async Task Open(CancellationToken cancellationToken)
    {
        foreach (string portfolio in Portfolios)
            await Command(portfolio, "createPortfolio", new JsonObject { ["initialCash"] = Deposit }, "open", cancellationToken);
        calls.Clear();
    }

    /// <summary>Until so many commands have been answered.</summary>
    public Task Send(int commands, CancellationToken cancellationToken)
    {
        int end = acknowledged.Count + commands;
        return Send(() => acknowledged.Count >= end, cancellationToken);
    }

    /// <summary>Until it is over; commands on their way are seen to their end.</summary>
    public Task Send(Func<bool> isOver, CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(
            async () =>
            {
                while (!isOver())
                {
                    await Step(cancellationToken);
                    if (pause > TimeSpan.Zero) await Task.Delay(pause, cancellationToken);
                }
            },
            cancellationToken)));

    /// <summary>What the clients saw, in words.</summary>
    public string Report()
    {
        (Answered First, TimeSpan Whole)[] seen = [.. calls];
        IEnumerable<string> faults = seen.Where(call => !call.First.IsSuccess)
            .GroupBy(call => call.First.Status?.ToString() ?? call.First.Text[..Math.Min(60, call.First.Text.Length)])
            .Select(kind => $"{kind.Count()} × {kind.Key}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{seen.Length} calls, {FirstTry(seen):0.00 %} answered at the first try, the slowest after {seen.Max(call => call.Whole).TotalSeconds:0.00} s; "
            + $"at first: {string.Join(", ", faults)}.");
    }

    /// <summary>The share of calls that were answered at once.</summary>
    public double FirstTry() => FirstTry([.. calls]);

    private static double FirstTry((Answered First, TimeSpan Whole)[] seen) => seen.Count(call => call.First.IsSuccess) / (double)seen.Length;

    private async Task Step(CancellationToken cancellationToken)
    {
        int number = Interlocked.Increment(ref next);
        string portfolio = $"{name}{number % portfolios}", key = string.Create(CultureInfo.InvariantCulture, $"c-{number}");
        switch (number / portfolios % 10)
        {
            case < 6:
                await Command(portfolio, "executeTrade", Ticket(), key, cancellationToken);
                bought.AddOrUpdate(portfolio, 1, (_, units) => units + 1);
                break;
            case < 9:
                decimal amount = number % 3 == 0 ? -7.03m : 10.01m;
                await Command(portfolio, "moveCash", new JsonObject { ["amount"] = amount }, key, cancellationToken);
                moved.AddOrUpdate(portfolio, amount, (_, sum) => sum + amount);
                break;
            default:
                JsonObject limit = Ticket();
                (limit["orderType"], limit["limitPrice"]) = ("limit", 1);
                JsonNode placed = await Command(portfolio, "executeTrade", limit, key, cancellationToken);
                JsonObject back = new() { ["orderId"] = placed["order"]!["orderId"]!.GetValue<string>() };
                await Command(portfolio, "cancelOrder", back, $"{key}-back", cancellationToken);
                break;
        }

        static JsonObject Ticket() => new() { ["strategy"] = "manual", ["symbol"] = "SPY", ["action"] = "buy", ["quantity"] = 1 };
    }

    private async Task<JsonNode> Command(string portfolio, string function, JsonObject request, string key, CancellationToken cancellationToken)
    {
        request["portfolioId"] = portfolio;
        (Answered first, JsonNode receipt, TimeSpan whole) = await caller.Insist($"trading/{function}", request, key, cancellationToken);
        calls.Add((first, whole));
        acknowledged[$"{portfolio}/{key}"] = (portfolio, receipt["version"]!.GetValue<long>());
        return receipt;
    }
}
