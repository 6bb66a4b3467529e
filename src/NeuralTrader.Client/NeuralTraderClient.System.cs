using NeuralTrader.Abstractions;
using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.Domain;

namespace NeuralTrader.Client;

public sealed partial class NeuralTraderClient
{
    /// <summary>Whether anybody answers.</summary>
    public Task<Pong> PingAsync(PingRequest request, CancellationToken cancellationToken = default) => System.Ping().AsTask();

    /// <summary>Which version runs.</summary>
    public Task<VersionInfo> GetVersionAsync(GetVersionRequest request, CancellationToken cancellationToken = default) =>
        System.Version().AsTask();

    /// <summary>What the platform is made of and what works.</summary>
    public async Task<SystemInfo> GetSystemInfoAsync(GetSystemInfoRequest request, CancellationToken cancellationToken = default)
    {
        SystemInfo info = await System.Info(cancellationToken).ConfigureAwait(false);
        return info with { FunctionsAvailable = FunctionCatalog.Working, FunctionsListed = FunctionCatalog.Announced };
    }

    /// <summary>Whether everything is well.</summary>
    public Task<HealthReport> HealthCheckAsync(HealthCheckRequest request, CancellationToken cancellationToken = default) =>
        System.Health(cancellationToken);

    /// <summary>What can compute, on every silo: devices, their tests and speeds, queues and the answer cache.</summary>
    public Task<DeviceList> GetDevicesAsync(GetDevicesRequest request, CancellationToken cancellationToken = default) =>
        System.Devices(cancellationToken);

    /// <summary>Brings the shipped data in, if it is not there yet, and says what the platform is ready for.</summary>
    public Task<InitAnswer> InitNeuralTraderAsync(InitNeuralTraderRequest request, CancellationToken cancellationToken = default) =>
        System.Init(cancellationToken);

    /// <summary>Stops the platform in good order.</summary>
    public Task<ShutdownAnswer> ShutdownAsync(ShutdownRequest request, CancellationToken cancellationToken = default) =>
        request.Confirm == "shutdown"
            ? System.Shutdown(cancellationToken)
            : throw Require.Invalid("confirm", request.Confirm, "the word shutdown");
}
