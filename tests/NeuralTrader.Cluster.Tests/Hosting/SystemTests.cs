using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.Client;
using NeuralTrader.Domain;

namespace NeuralTrader.Cluster.Tests.Hosting;

public sealed class SystemTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_ping_tells_the_silos_time() =>
        Assert.Equal(cluster.Clock.GetUtcNow().UtcDateTime, (await cluster.Client.PingAsync(new PingRequest(), cancel)).Time);

    [Fact]
    public async Task The_version_is_the_one_that_was_built()
    {
        VersionInfo version = await cluster.Client.GetVersionAsync(new GetVersionRequest(), cancel);
        Assert.Equal(("NeuralTrader.Orleans", "0.1.0", "10.4.2"), (version.Product, version.Version, version.Orleans));
    }

    [Fact]
    public async Task Health_is_the_worst_of_parts_that_were_tried()
    {
        HealthReport report = await cluster.Client.HealthCheckAsync(new HealthCheckRequest(), cancel);
        Assert.Equal(HealthState.Degraded, report.State); // no market data in this cluster
        Assert.Equal(1, report.Silos);
        Assert.Equal(["journal Healthy", "storage Healthy", "market data Degraded", "devices Healthy"], report.Parts.Select(p => $"{p.Name} {p.State}"));
        Assert.Equal(HealthState.Degraded, (await cluster.Client.HealthCheckAsync(new HealthCheckRequest(), cancel)).State); // the probes leave no trace
    }

    [Fact]
    public async Task A_store_that_fails_is_unhealthy()
    {
        cluster.Storage.WritesFail = true;
        try
        {
            HealthReport report = await cluster.Client.HealthCheckAsync(new HealthCheckRequest(), cancel);
            Assert.Equal(HealthState.Unhealthy, report.State);
            Assert.Contains(report.Parts, p => p is { Name: "storage", State: HealthState.Unhealthy, Detail: "no space left on device" });
        }
        finally
        {
            cluster.Storage.WritesFail = false;
        }
    }

    [Fact]
    public async Task Information_names_the_processor_and_what_does_not_work()
    {
        SystemInfo info = await cluster.Client.GetSystemInfoAsync(new GetSystemInfoRequest(), cancel);
        Assert.Contains($"{Environment.ProcessorCount} cores", Assert.Single(info.Devices).Detail, StringComparison.Ordinal);
        Assert.Contains(info.Features, f => f is { Name: "gpu", Works: false });
        Assert.Equal(FunctionCatalog.Working, info.FunctionsAvailable);
        Assert.Equal(new DataSummary(0, 0, 0, null), info.Data);
    }

    [Fact]
    public async Task Devices_are_told_by_silo_with_the_reason_why_there_is_no_gpu_and_the_processors_speed()
    {
        DeviceList list = await cluster.Client.GetDevicesAsync(new GetDevicesRequest(), cancel);
        Assert.Empty(list.Unreachable);
        Assert.Equal(["cpu", "cuda"], list.Devices.Select(device => device.Kind));
        DeviceInfo processor = list.Devices[0], gpu = list.Devices[1];
        Assert.Equal(DeviceCondition.Ready, processor.Condition);
        Assert.All(processor.Speeds, speed => Assert.True(speed.UnitsPerSecond > 0));
        Assert.NotEmpty(processor.Speeds);
        Assert.Equal((DeviceCondition.Absent, "no CUDA device: libnothing.so.1 not found", null), (gpu.Condition, gpu.Detail, gpu.SelfTestPassed));
        ComputeLoad load = Assert.Single(list.Loads);
        Assert.Equal((0, 0, 0L), (load.Running, load.Waiting, load.CachedBytes));
    }

    [Fact]
    public async Task Without_data_the_platform_is_not_ready()
    {
        InitAnswer answer = await cluster.Client.InitNeuralTraderAsync(new InitNeuralTraderRequest(), cancel);
        Assert.False(answer.Ready);
        Assert.NotEmpty(answer.NextSteps);
    }

    [Fact]
    public async Task A_shutdown_must_be_meant() =>
        Assert.Equal("confirm", (await Assert.ThrowsAsync<InvalidInputException>(() => cluster.Client.ShutdownAsync(new ShutdownRequest("yes"), cancel))).Field);
}
