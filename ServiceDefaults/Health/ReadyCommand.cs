using Microsoft.Extensions.Configuration;

namespace NeuralTrader.ServiceDefaults.Health;

/// <summary>The verb <c>ready</c>: asks the process of the same settings on this machine whether it is ready. Images without a shell have nothing else to ask with.</summary>
public static class ReadyCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>What may be typed.</summary>
    public static readonly ProgramArguments Arguments = new("ready [--urls http://127.0.0.1:5090]     ask whether the process there is ready", "urls", "http_ports");

    /// <summary>Asks, and says what was answered.</summary>
    /// <param name="args">The command line after the verb.</param>
    /// <param name="usual">Where the program listens unless told otherwise.</param>
    /// <param name="output">Takes the answer.</param>
    /// <returns>The exit code: 0 when it is ready.</returns>
    public static async Task<int> Run(string[] args, string usual, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        IConfiguration configuration = new ConfigurationBuilder().AddEnvironmentVariables("ASPNETCORE_").AddCommandLine(args).Build();
        using HttpClient http = new() { Timeout = Patience };
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri(Address(configuration, usual) + "/health")).ConfigureAwait(false);
            await output.WriteLineAsync(await answer.Content.ReadAsStringAsync().ConfigureAwait(false)).ConfigureAwait(false);
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
        {
            await output.WriteLineAsync($"Nobody answers: {fault.Message}").ConfigureAwait(false);
            return 1;
        }
    }

    /// <summary>Where to ask.</summary>
    internal static string Address(IConfiguration configuration, string usual)
    {
        string first = (configuration["urls"] is { Length: > 0 } urls ? urls : configuration["http_ports"] is { Length: > 0 } ports ? $"http://*:{ports}" : usual).Split(';')[0];
        return first.Replace("://*", "://127.0.0.1", StringComparison.Ordinal).Replace("://+", "://127.0.0.1", StringComparison.Ordinal)
            .Replace("://0.0.0.0", "://127.0.0.1", StringComparison.Ordinal).Replace("://[::]", "://[::1]", StringComparison.Ordinal).TrimEnd('/');
    }
}
