using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Compute.Devices;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Security.Audit;
using Orleans.Concurrency;

namespace NeuralTrader.Grains.Hosting;

/// <summary>Tells what the platform is and how it is, from what it tries and not from what it hopes.</summary>
[StatelessWorker]
internal sealed class SystemGrain(
    PlatformFacts facts, ILocalSiloDetails silo, IBarStore bars, IEnumerable<IMarketDataProvider> providers, IShippedData shipped,
    TimeProvider clock, ComputeEngine engine, AnswerCache cache, IClusterManifestProvider manifest, IAuditTrail audit, IServiceProvider services) : Grain, ISystemGrain
{
    private static readonly TimeSpan PatienceWithSilo = TimeSpan.FromSeconds(10); // who is asked first measures its processor
    private readonly HealthProbes probes = ActivatorUtilities.CreateInstance<HealthProbes>(services);

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public ValueTask<Pong> Ping() => new(new Pong(silo.Name, Now));

    public ValueTask<VersionInfo> Version() => new(ProductVersion.Current);

    public async Task<SystemInfo> Info(CancellationToken cancellationToken)
    {
        HealthPart[] parts = await probes.Run(cancellationToken);
        List<Feature> features = [.. parts.Select(part => new Feature(part.Name, part.State == HealthState.Healthy, part.Detail))];
        features.Add(new Feature("state", true, facts.Storage));
        features.Add(Machine.Accelerator(engine.Devices));
        features.Add(new Feature("answer cache", true, Kept(cache.Figures)));
        features.AddRange(providers.OrderBy(p => p.Name, StringComparer.Ordinal).Select(provider => new Feature(
            $"provider {provider.Name}", provider.IsEnabled, provider.IsEnabled ? "configured; not asked just now" : "not configured")));
        return new SystemInfo(
            ProductVersion.Current, RuntimeInformation.OSDescription, facts.StartedAt, Machine.Devices(engine.Devices), features,
            FunctionsAvailable: 0, FunctionsListed: 0, await bars.Summarize(cancellationToken));
    }

    public async Task<HealthReport> Health(CancellationToken cancellationToken)
    {
        HealthPart[] parts = await probes.Run(cancellationToken);
        return new HealthReport(parts.Max(part => part.State), facts.StartedAt, (Now - facts.StartedAt).TotalSeconds, probes.Silos(), parts);
    }

    public async Task<DeviceList> Devices(CancellationToken cancellationToken)
    {
        IEnumerable<SiloAddress> silos = (await GrainFactory.GrainSilos(manifest, cancellationToken)).Order();
        (SiloAddress Silo, DeviceList? Found)[] all = await Task.WhenAll(silos.Select(async address => (address, await Ask(address))));
        return new DeviceList(
            [.. all.SelectMany(each => each.Found?.Devices ?? [])], [.. all.SelectMany(each => each.Found?.Loads ?? [])],
            [.. all.Where(each => each.Found is null).Select(each => each.Silo.ToParsableString())]);

        async Task<DeviceList?> Ask(SiloAddress address)
        {
            try
            {
                IDevicesGrain devices = GrainFactory.GetGrain<IDevicesGrain>(address.ToParsableString());
                return await devices.Read(cancellationToken).WaitAsync(PatienceWithSilo, cancellationToken);
            }
            catch (Exception fault) when (fault is TimeoutException or OrleansException)
            {
                return null;
            }
        }
    }

    public async Task<InitAnswer> Init(CancellationToken cancellationToken)
    {
        await shipped.Import(cancellationToken);
        HealthReport health = await Health(cancellationToken);
        DataSummary data = await bars.Summarize(cancellationToken);
        return new InitAnswer(health.State != HealthState.Unhealthy && data.Bars > 0, health, data, NextSteps(data));
    }

    public async Task<ShutdownAnswer> Shutdown(CancellationToken cancellationToken)
    {
        await audit.Record(
            new AuditEvent(AuditCategory.System, "platform.shutdown", CallerContext.Current?.Name ?? "a program inside the platform", Level: AuditLevel.Warning), cancellationToken);
        object?[] names = await GrainFactory.GetGrain<IManagementGrain>(0).SendControlCommandToProvider<MemberOrders>(MemberOrders.Name, MemberOrders.Leave, arg: null, cancellationToken);
        return new ShutdownAnswer([.. names.OfType<string>().Order(StringComparer.Ordinal)]);
    }

    private static string Kept(AnswerCacheFigures figures) => string.Create(
        CultureInfo.InvariantCulture,
        $"{figures.Entries:N0} answers in {figures.Bytes / 1048576.0:0.0} MiB; {figures.Hits:N0} of {figures.Hits + figures.Misses:N0} questions answered from it");

    private static string[] NextSteps(DataSummary data) => data.Bars == 0
        ? ["importMarketData brings in a file of prices", "getSystemInfo says what works"]
        :
        [
            "listInstruments shows what can be traded",
            "quickAnalysis looks at one of them",
            "runBacktest tries a strategy on its history",
            "createPortfolio and executeTrade place a paper order",
        ];
}
