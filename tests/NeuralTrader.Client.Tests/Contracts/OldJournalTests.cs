using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using NeuralTrader.Abstractions;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Client.Json;
using NeuralTrader.Compute.Devices;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Portfolios;
using NeuralTrader.Grains.Hosting;
using NeuralTrader.Grains.Markets;
using NeuralTrader.Grains.Trading;
using NeuralTrader.Grains.Trading.Halts;
using NeuralTrader.ServiceDefaults;
using NeuralTrader.Storage.Ledger;
using NeuralTrader.Storage.Markets;
using Orleans.TestingHost;

namespace NeuralTrader.Client.Tests.Contracts;

/// <summary>
/// A book that an older build wrote, entry by entry as it lies in the journal, and what that build read from it: OldJournal.json. Entries of an event
/// that is new are added at its end by hand; those that are there stay as they are.
/// </summary>
public sealed class OldJournalTests : IAsyncLifetime
{
    private const string Book = "portfolio/old";

    private static readonly OldBook Old = JsonSerializer.Deserialize<OldBook>(
        File.ReadAllText(Path.Combine(Repository.Root, "tests", "NeuralTrader.Client.Tests", "Contracts", "OldJournal.json")), JsonSerializerOptions.Web)!;

    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("neuraltrader-");
    private InProcessTestCluster cluster = null!;

    /// <summary>The file.</summary>
    /// <param name="Entries">The journal's rows.</param>
    /// <param name="Status">What getPortfolioStatus answered, without prices.</param>
    /// <param name="Orders">What getOrders answered.</param>
    /// <param name="Executions">What getExecutions answered.</param>
    private sealed record OldBook(OldEntry[] Entries, JsonNode Status, JsonNode Orders, JsonNode Executions);

    /// <summary>A row.</summary>
    private sealed record OldEntry(string? OperationId, string? Fingerprint, DateTime RecordedAt, string Body);

    private IPortfolioGrain Portfolio => cluster.Client.GetGrain<IPortfolioGrain>("old");

    public async ValueTask InitializeAsync()
    {
        using (SqliteJournal journal = new(Path.Combine(folder.FullName, "journal.db")))
            foreach ((int i, OldEntry entry) in Old.Entries.Index())
                await journal.Append(new JournalEntry(Book, i + 1, entry.OperationId, entry.Fingerprint, entry.RecordedAt, entry.Body, []), cancel);
        InProcessTestClusterBuilder builder = new(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddMemoryGrainStorageAsDefault();
            silo.Services.AddSingleton<IJournal>(_ => new SqliteJournal(Path.Combine(folder.FullName, "journal.db")));
            silo.Services.AddSingleton<IBarStore>(_ => BarStore.OnSqlite(Path.Combine(folder.FullName, "markets.db")));
            silo.Services.AddSingleton(TimeProvider.System).AddSingleton(new ComputeOptions { CudaLibrary = "libnothing.so.1" });
            silo.Services.AddSingleton<MarketBoard>().AddSingleton<MarketLibrary>().AddSingleton<AnalysisCache>().AddCompute().AddPlacementRules();
            silo.Services.AddSingleton<BrokerDesk>().AddTradingHalts();
        });
        cluster = builder.Build();
        await cluster.DeployAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await cluster.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public void Every_kind_of_event_is_in_the_old_book() => Assert.Empty(
        typeof(PortfolioEvent).GetCustomAttributes<JsonDerivedTypeAttribute>().Select(kind => kind.TypeDiscriminator!.ToString())
            .Except(Old.Entries.SelectMany(entry => JsonNode.Parse(entry.Body)!.AsArray()).Select(happened => happened!["kind"]!.GetValue<string>())));

    [Fact]
    public async Task A_book_that_an_older_build_wrote_is_still_the_same_book()
    {
        PortfolioStatus status = (await Portfolio.Status(new GetPortfolioStatusRequest("old"), cancel)).Value!;
        Assert.Equal(0, status.Accounts.Values.Sum());
        Assert.Equal(100_000 + 500 - 1_001 - 1 + 250 + 200 + 4 - 0.12m, status.Cash); // in; AAA bought; BBB sold short; two AAA sold; dividend; fee
        Same(Old.Status, status);
        Same(Old.Orders, (await Portfolio.Orders(new GetOrdersRequest("old"), cancel)).Value!);
        Same(Old.Executions, (await Portfolio.Executions(new GetExecutionsRequest("old"), cancel)).Value!);
    }

    [Fact] // a retry may meet the next build: the hash of its request must be what it was
    public async Task A_key_that_an_older_build_booked_hears_the_first_answer()
    {
        Answer<TradeReceipt> opened = await Portfolio.Open(Opening, cancel), paid = await Portfolio.MoveCash(Payment, cancel), ordered = await Portfolio.Execute(Ticket, cancel);
        Assert.All([opened, paid, ordered], answer => Assert.True(answer.Value?.IsRepeat, answer.Refusal?.Detail));
        Assert.Equal([1L, 2L, 3L], new[] { opened, paid, ordered }.Select(answer => answer.Value!.Version));
        Assert.Equal(RefusalKind.IdempotencyConflict, (await Portfolio.MoveCash(Payment with { Amount = 501 }, cancel)).Refusal?.Kind);
    }

    private static CreatePortfolioRequest Opening => new("old", 100_000, Name: "Old", Limits: new RiskLimits(2, AllowShort: true), Costs: TradingCosts.Usual, IdempotencyKey: "open");

    private static MoveCashRequest Payment => new("old", 500, "pay");

    private static ExecuteTradeRequest Ticket => new(
        "old", "manual", "AAA", TradeAction.Buy, 3, OrderType.Limit, 90, TimeInForce: TimeInForce.GoodTilCanceled, IdempotencyKey: "order");

    private static void Same<T>(JsonNode then, T now)
    {
        string[] differences = [.. Values.Differences(then, JsonSerializer.SerializeToNode(now, WireJson.Options), "")];
        Assert.True(differences.Length == 0, string.Join("\n", differences));
    }
}
