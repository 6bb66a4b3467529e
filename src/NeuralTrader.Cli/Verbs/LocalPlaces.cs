using System.CommandLine;
using NeuralTrader.Cli.Output;
using NeuralTrader.Storage.Hosting;
using NeuralTrader.Storage.Moving;

namespace NeuralTrader.Cli.Verbs;

/// <summary>Where data is that nt reads by itself, without a platform: by an option, else by the variables that the platform is configured with.</summary>
internal static class LocalPlaces
{
    private const string Connection = "ConnectionStrings__neuraltrader";
    private static readonly string[] Directories = ["NeuralTrader__DataDirectory", "NEURALTRADER__DATADIRECTORY"];

    /// <summary>An option that names a place.</summary>
    public static Option<string?> Option(string name, string what) => new(name)
    {
        Description = $"{what}: a data directory, or a connection string of PostgreSQL (Host=…). Other users of this machine can see a command line: put a "
            + $"password into {Connection}, or into ~/.pgpass.",
        HelpName = "place",
    };

    /// <summary>The place that the platform itself would use.</summary>
    public static string Of(Session session, Option<string?> option) =>
        session.Get(option) ?? session.Shell.Variable(Connection) ?? Directory(session);

    /// <summary>The data directory that the platform itself would use.</summary>
    public static string Directory(Session session) =>
        Directories.Select(session.Shell.Variable).FirstOrDefault(value => value is { Length: > 0 }) ?? DataDirectory.Default;

    /// <summary>The database that the platform itself would use; null where none is configured.</summary>
    public static string? Database(Session session) => session.Shell.Variable(Connection) is { Length: > 0 } text ? text : null;

    /// <summary>The place of a text, with the problem of a text that names none.</summary>
    public static DataPlace Place(string text) => text.Length > 0 ? DataPlace.Of(text) : throw ProblemException.Usage("A place is empty; allowed: a directory, or a connection string of PostgreSQL.");
}
