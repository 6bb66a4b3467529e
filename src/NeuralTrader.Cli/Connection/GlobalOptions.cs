using System.CommandLine;

namespace NeuralTrader.Cli.Connection;

/// <summary>Options that every verb takes.</summary>
internal static class GlobalOptions
{
    public static Option<string?> Url { get; } = new("--url")
    {
        Description = "Where the platform is; else NT_URL, else what `nt login` saved, else http://127.0.0.1:5080.", HelpName = "address", Recursive = true,
    };

    public static Option<string?> ApiKey { get; } = new("--key")
    {
        Description = "The API key; else NT_API_KEY, else what `nt login` saved. Other users of this machine can see a command line: prefer the others.",
        HelpName = "key", Recursive = true,
    };

    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Print the answer as the platform sent it, and problems as JSON on standard error.", Recursive = true, Arity = ArgumentArity.Zero,
    };

    public static Option<double?> Timeout { get; } = new("--timeout")
    {
        Description = "Seconds to wait for the platform.", HelpName = "seconds", Recursive = true,
        Validators =
        {
            result =>
            {
                if (result.Tokens is [{ Value: var text }]
                    && !(double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out double seconds) && seconds is > 0 and <= 86_400))
                    result.AddError($"--timeout is '{text}'; allowed: seconds above 0, at most 86400.");
            },
        },
    };

    /// <summary>Of verbs that write, and of no other.</summary>
    public static Option<string?> IdempotencyKey { get; } = new("--idempotency-key")
    {
        Description = "Key of this intention: the same key twice is done once. Made where none is given.", HelpName = "key",
    };

    public static IReadOnlyList<Option> All { get; } = [Url, ApiKey, Json, Timeout];
}
