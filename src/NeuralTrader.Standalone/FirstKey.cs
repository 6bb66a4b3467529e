using System.Text;
using NeuralTrader.Abstractions;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Silo.Hosting;
using NeuralTrader.Storage.Hosting;

namespace NeuralTrader.Standalone;

internal static class FirstKey
{
    /// <summary>Makes the key that an empty platform is entered with, and writes it down for its owner where there is a data directory; null when there are keys already.</summary>
    public static async Task<string?> Make(IServiceProvider services)
    {
        IGrainFactory grains = services.GetRequiredService<IGrainFactory>();
        CreatedApiKey? made = await grains.GetGrain<IApiKeyIndexGrain>(0).CreateFirst(CancellationToken.None);
        if (made is null) return null;
        if (services.GetService<DataDirectory>() is { } directory) DataDirectory.WriteSecret(directory.FirstKeyFile, Encoding.UTF8.GetBytes(made.Key + "\n"));
        return made.Key;
    }
}
