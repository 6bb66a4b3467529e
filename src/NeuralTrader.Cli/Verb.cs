using System.CommandLine;

namespace NeuralTrader.Cli;

/// <summary>A command with something to do and examples of how to ask for it.</summary>
internal sealed class Verb(string name, string summary) : Command(name, summary)
{
    /// <summary>Whole command lines, shown below the help.</summary>
    public string[] Examples { get; init; } = [];

    /// <summary>True where it moves money or orders, so that it takes the key of an intention.</summary>
    public bool Writes
    {
        init
        {
            if (value) Add(Connection.GlobalOptions.IdempotencyKey);
        }
    }

    /// <summary>How long it waits for the platform unless --timeout says otherwise.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>What it does; null for a group of other verbs.</summary>
    public Func<Session, Task>? Work { get; init; }
}
