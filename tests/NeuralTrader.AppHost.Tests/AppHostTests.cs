using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

namespace NeuralTrader.AppHost.Tests;

/// <summary>What the AppHost is made of, by its settings. Nothing is started: that needs neither containers nor Aspire's own programs.</summary>
public sealed class AppHostTests
{
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Unless_told_otherwise_there_are_a_database_its_schema_core_silos_one_with_a_device_and_the_interface()
    {
        await using IDistributedApplicationTestingBuilder model = await Model();
        Assert.Equal(
            ["api", "key", "neuraltrader", "pepper", "postgres", "schema", "silo", "silo-gpu"],
            model.Resources.Select(resource => resource.Name).Where(name => name != "postgres-password").Order(StringComparer.Ordinal));
        Assert.Equal(2, Named(model, "silo").Annotations.OfType<ReplicaAnnotation>().Single().Replicas);
        Assert.True(model.Resources.OfType<ParameterResource>().Single(parameter => parameter.Name == "pepper").Secret);
    }

    [Fact]
    public async Task There_is_a_silo_for_each_device()
    {
        Assert.Equal(["silo-gpu-0", "silo-gpu-1"], await GpuSilos("0,1"));
        Assert.Equal(["silo-gpu"], await GpuSilos("3"));
        Assert.Empty(await GpuSilos(""));
    }

    [Fact]
    public async Task A_server_of_ones_own_needs_no_container()
    {
        await using IDistributedApplicationTestingBuilder model = await Model("--ConnectionStrings:neuraltrader=Host=db;Database=neuraltrader");
        Assert.DoesNotContain(model.Resources, resource => resource is ContainerResource);
    }

    [Fact]
    public async Task Gateways_are_open_only_for_an_interface_that_is_a_client()
    {
        await using IDistributedApplicationTestingBuilder member = await Model();
        Assert.Equal(["http", "orleans-silo"], Endpoints(member, "silo"));
        Assert.Equal(["http", "orleans-silo"], Endpoints(member, "api"));
        await using IDistributedApplicationTestingBuilder client = await Model("--NeuralTrader:Api:Mode=Client");
        Assert.Equal(["http", "orleans-gateway", "orleans-silo"], Endpoints(client, "silo"));
        Assert.Equal(["http"], Endpoints(client, "api"));
    }

    [Fact]
    public async Task Silos_wait_for_the_tables_and_the_interface_for_silos()
    {
        await using IDistributedApplicationTestingBuilder model = await Model();
        foreach (string silo in (string[])["silo", "silo-gpu"]) Assert.Contains(("schema", WaitType.WaitForCompletion), Waits(model, silo));
        Assert.Contains(("silo", WaitType.WaitUntilHealthy), Waits(model, "api"));
    }

    private Task<IDistributedApplicationTestingBuilder> Model(params string[] args) =>
        DistributedApplicationTestingBuilder.CreateAsync<Projects.NeuralTrader_AppHost>(args, cancel);

    private async Task<string[]> GpuSilos(string gpus)
    {
        await using IDistributedApplicationTestingBuilder model = await Model($"--NeuralTrader:Gpus={gpus}");
        IEnumerable<string> names = model.Resources.Select(resource => resource.Name);
        return [.. names.Where(name => name.StartsWith("silo-gpu", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    private static IResource Named(IDistributedApplicationTestingBuilder model, string name) => model.Resources.Single(resource => resource.Name == name);

    private static IEnumerable<string> Endpoints(IDistributedApplicationTestingBuilder model, string name) =>
        Named(model, name).Annotations.OfType<EndpointAnnotation>().Select(endpoint => endpoint.Name).Order(StringComparer.Ordinal);

    private static IEnumerable<(string, WaitType)> Waits(IDistributedApplicationTestingBuilder model, string name) =>
        Named(model, name).Annotations.OfType<WaitAnnotation>().Select(wait => (wait.Resource.Name, wait.WaitType));
}
