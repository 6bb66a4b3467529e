using System.Text;
using NeuralTrader.Abstractions;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Silo.Hosting;
using NeuralTrader.Storage.Hosting;

namespace NeuralTrader.Standalone;

/// <summary>Makes the key that an empty platform is entered with while the platform starts, so that who finds it ready finds the key as well.</summary>
internal sealed class FirstKey(IServiceProvider services) : IHostedService
{
    /// <summary>The key; null when there were keys already.</summary>
    public string? Made { get; private set; }

    /// <summary>Makes it where there is a data directory to keep it in; elsewhere it is told once, and so not before all else has started.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => services.GetService<DataDirectory>() is null ? Task.CompletedTask : Make(cancellationToken);

    /// <summary>Makes it unless there are keys, and writes it down for its owner where there is a data directory.</summary>
    public async Task Make(CancellationToken cancellationToken)
    {
        IGrainFactory grains = services.GetRequiredService<IGrainFactory>();
        if (await grains.GetGrain<IApiKeyIndexGrain>(0).CreateFirst(cancellationToken) is not { } made) return;
        if (services.GetService<DataDirectory>() is { } directory) DataDirectory.WriteSecret(directory.FirstKeyFile, Encoding.UTF8.GetBytes(made.Key + "\n"));
        Made = made.Key;
    }

    /// <summary>Nothing to stop.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
