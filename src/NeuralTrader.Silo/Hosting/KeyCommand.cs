using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Client;
using NeuralTrader.Domain;
using NeuralTrader.ServiceDefaults;
using NeuralTrader.ServiceDefaults.Settings;

namespace NeuralTrader.Silo.Hosting;

/// <summary>
/// The verb <c>keys create</c>: an API key for who has the data directory or the database but no key. On SQLite the platform is stopped meanwhile; of
/// a cluster this process is a member for a moment.
/// </summary>
public static class KeyCommand
{
    /// <summary>What may be typed.</summary>
    public static readonly ProgramArguments Arguments = new(
        "keys create --user NAME --role admin|user|readonly|service [--environment NAME] [--Any:Setting VALUE]", "user", "role", "environment", "data-dir");

    /// <summary>Prints the key alone, so that a script can take it.</summary>
    /// <param name="builder">A host with the settings of the command line.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="InvalidInputException">The user or the role is missing or wrong.</exception>
    public static async Task<int> Run(WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        string? role = builder.Configuration["role"];
        CreateApiKeyRequest request = new(
            builder.Configuration["user"] ?? throw Require.Invalid("--user", (string?)null, "whose key it is, 1 to 100 characters"),
            Enum.TryParse(role, ignoreCase: true, out Role parsed) && Enum.IsDefined(parsed)
                ? parsed
                : throw Require.Invalid("--role", role, "admin, user, readonly or service"));
        KnownSettings.Require(builder.Configuration); // a slip in the key of TLS, and it would join the others unencrypted
        builder.Services.AddSingleton<NeuralTraderClient>();
        builder.AddNeuralTraderSilo();
        builder.Services.PostConfigure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.WebHost.UseUrls("http://127.0.0.1:0"); // nobody is to call
        await using WebApplication app = builder.Build();
        await app.StartOrStop().ConfigureAwait(false);
        Console.WriteLine((await app.Services.GetRequiredService<NeuralTraderClient>().CreateApiKeyAsync(request).ConfigureAwait(false)).Key);
        await app.StopAsync().ConfigureAwait(false);
        return 0;
    }
}
