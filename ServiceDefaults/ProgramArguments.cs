namespace NeuralTrader.ServiceDefaults;

/// <summary>The options of a program: those it names, and any setting by its key, which has a colon in it.</summary>
/// <param name="usage">What may be typed, in full.</param>
/// <param name="known">Names of the options without their dashes; each takes a value.</param>
public sealed class ProgramArguments(string usage, params string[] known)
{
    /// <summary>Whether help is asked for.</summary>
    public static bool AsksForHelp(string[] args) => args.Any(arg => arg is "-h" or "-?" or "--help");

    /// <summary>The first option that is none; null where all are known.</summary>
    public string? Stranger(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        for (int at = 0; at < args.Length; at += args[at].Contains('=') ? 1 : 2)
        {
            string name = args[at].Split('=')[0];
            if (!name.StartsWith("--", StringComparison.Ordinal) || !(name.Contains(':') || known.Contains(name[2..], StringComparer.OrdinalIgnoreCase))) return args[at];
        }
        return null;
    }

    /// <summary>Shows what may be typed; the exit code.</summary>
    public int Show()
    {
        Console.WriteLine(usage);
        return 0;
    }

    /// <summary>Says what is not known, and what may be typed; the exit code.</summary>
    public int Refuse(string stranger)
    {
        ArgumentNullException.ThrowIfNull(stranger);
        Console.Error.WriteLine($"`{stranger.Split('=')[0]}` is not known here.");
        Console.Error.WriteLine(usage);
        return 2;
    }
}
