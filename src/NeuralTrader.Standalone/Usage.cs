namespace NeuralTrader.Standalone;

internal static class Usage
{
    private const string Text = """
        NeuralTrader.Standalone                          start the platform: silo, HTTP interface and console
          --data-dir PATH                                where it keeps everything (also NEURALTRADER__DATADIRECTORY)
          --urls http://127.0.0.1:5080                   where it listens (also ASPNETCORE_URLS)
          --environment NAME                             Production unless said otherwise (also ASPNETCORE_ENVIRONMENT)
          --Any:Setting VALUE                            any other setting by its key
        NeuralTrader.Standalone keys create --user NAME --role admin|user|readonly|service [--data-dir PATH]
                                                         make an API key while the platform is stopped
        NeuralTrader.Standalone migrate --ConnectionStrings:neuraltrader "Host=…;Database=…"
                                                         make or renew the tables of a PostgreSQL database
        """;

    private static readonly string[] Options = ["data-dir", "urls", "http_ports", "https_ports", "environment"], OfKeys = ["data-dir", "user", "role"];

    /// <summary>What may be typed.</summary>
    public static int Print()
    {
        Console.WriteLine(Text);
        return 2;
    }

    /// <summary>The first option that is none; null where all are known. A setting's key has a colon in it.</summary>
    public static string? Stranger(string[] args)
    {
        (string[] known, int first) = args switch { ["keys", ..] => (OfKeys, 2), ["migrate", ..] => (Options, 1), _ => (Options, 0) };
        for (int at = first; at < args.Length; at++)
        {
            if (args[at] is "-h" or "-?" or "--help") return null;
            string name = args[at].Split('=')[0];
            if (!name.StartsWith("--", StringComparison.Ordinal) || !(name.Contains(':') || known.Contains(name[2..], StringComparer.OrdinalIgnoreCase))) return args[at];
            if (!args[at].Contains('=')) at++; // its value
        }
        return null;
    }

    /// <summary>Says what is not known, and what may be typed.</summary>
    public static int Refuse(string stranger)
    {
        Console.Error.WriteLine($"`{stranger.Split('=')[0]}` is not an option of NeuralTrader.Standalone.");
        Console.Error.WriteLine(Text);
        return 2;
    }
}
