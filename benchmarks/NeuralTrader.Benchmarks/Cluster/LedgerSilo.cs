using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NeuralTrader.Abstractions;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Compute.Devices;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Grains.Hosting;
using NeuralTrader.Grains.Markets;
using NeuralTrader.Grains.Security;
using NeuralTrader.Grains.Security.Audit;
using NeuralTrader.Grains.Trading;
using NeuralTrader.Grains.Trading.Halts;
using NeuralTrader.ServiceDefaults;
using NeuralTrader.Storage.Markets;

namespace NeuralTrader.Benchmarks.Cluster;

/// <summary>A silo in this process with the platform's portfolios on a journal, called from this process.</summary>
internal sealed class LedgerSilo : IAsyncDisposable
{
    private readonly IHost host;
    private readonly IGrainFactory grains;
    private readonly string folder;
    private readonly BarStore bars;

    private LedgerSilo(IHost host, string folder, BarStore bars) =>
        (this.host, this.folder, this.bars, grains) = (host, folder, bars, host.Services.GetRequiredService<IGrainFactory>());

    /// <summary>Starts it on a journal, which stays the caller's.</summary>
    public static async Task<LedgerSilo> Start(IJournal journal)
    {
        string folder = Directory.CreateTempSubdirectory("nt-bench-").FullName;
        BarStore bars = BarStore.OnSqlite(Path.Combine(folder, "markets.db"));
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(journal).AddSingleton<IBarStore>(bars).AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<MarketBoard>().AddSingleton<MarketLibrary>().AddSingleton<AnalysisCache>().AddCompute().AddPlacementRules();
        builder.Services.AddSingleton<BrokerDesk>().AddTradingHalts();
        builder.UseOrleans(silo => silo.UseLocalhostClustering(OwnPostgres.FreePort(), OwnPostgres.FreePort()).AddMemoryGrainStorageAsDefault());
        builder.Services.AddSingleton(new SecretSeal(new byte[32])).AddAuditLog(); // each deposit goes on record, as it does on the platform
        IHost host = builder.Build();
        await host.StartAsync();
        return new LedgerSilo(host, folder, bars);
    }

    /// <summary>Deposits of one cent, each with a key of its own, acknowledged by the portfolio; the best of three rounds. Every one must be in the journal.</summary>
    /// <param name="books">How many portfolios they go to in turn.</param>
    /// <param name="callers">Calls in flight.</param>
    /// <param name="callsEach">Calls of each caller in a round.</param>
    public async Task<ClosedLoop> Deposits(int books, int callers, int callsEach)
    {
        string[] ids = [.. Enumerable.Range(0, books).Select(i => $"b{books}-{i}")];
        IPortfolioGrain[] portfolios = [.. ids.Select(id => grains.GetGrain<IPortfolioGrain>(id))];
        for (int i = 0; i < books; i++) await portfolios[i].Open(new CreatePortfolioRequest(ids[i], 0, Costs: TradingCosts.Free, IdempotencyKey: "open"), default);
        long asked = 0;
        ClosedLoop best = await ClosedLoop.Best(callers, callsEach, async (_, i) =>
        {
            int book = (int)(i % books);
            Answer<TradeReceipt> answer = await portfolios[book].MoveCash(new MoveCashRequest(ids[book], 0.01m, $"k{i}"), default);
            if (answer.IsRefused) throw new InvalidOperationException(answer.Refusal.Detail);
            Interlocked.Increment(ref asked);
        });
        decimal cash = 0;
        for (int i = 0; i < books; i++) cash += (await portfolios[i].Status(new GetPortfolioStatusRequest(ids[i]), default)).Value!.Cash;
        return cash == asked * 0.01m ? best : throw new InvalidOperationException($"{asked} deposits were acknowledged, and the books hold {cash}.");
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
        bars.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
