using NeuralTrader.Abstractions.Security;
using NeuralTrader.Client;
using NeuralTrader.Domain;
using NeuralTrader.Silo.Hosting;

namespace NeuralTrader.Standalone;

/// <summary>An API key for who has the data directory but no key, made while the platform is stopped.</summary>
internal static class KeyCommand
{
    /// <summary>Prints the key alone, so that a script can take it.</summary>
    public static async Task<int> Run(string[] args)
    {
        WebApplicationBuilder builder = Platform.Builder(args);
        string? role = builder.Configuration["role"];
        CreateApiKeyRequest request = new(
            builder.Configuration["user"] ?? throw Require.Invalid("--user", (string?)null, "whose key it is, 1 to 100 characters"),
            Enum.TryParse(role, ignoreCase: true, out Role parsed) && Enum.IsDefined(parsed)
                ? parsed
                : throw Require.Invalid("--role", role, "admin, user, readonly or service"));
        builder.AddNeuralTraderSilo();
        builder.WebHost.UseUrls("http://127.0.0.1:0"); // nobody is to call
        await using WebApplication app = builder.Build();
        await Platform.Start(app);
        Console.WriteLine((await app.Services.GetRequiredService<NeuralTraderClient>().CreateApiKeyAsync(request)).Key);
        await app.StopAsync();
        return 0;
    }
}
