using System.Text;
using NeuralTrader.Cli.Output;
using Spectre.Console;

namespace NeuralTrader.Cli;

/// <summary>What the process has around it: streams, environment and settings folder. Tests put their own in its place.</summary>
internal sealed class Shell
{
    private const int PipeWidth = 2000; // a pipe has no width; lines are not wrapped there
    private const int PipeTable = 160; // but whoever reads a table from one reads it on a screen

    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    public required TextReader In { get; init; }

    /// <summary>Asks for a line that is not shown while it is typed.</summary>
    public required Func<string, string?> Secret { get; init; }

    public required Func<string, string?> Variable { get; init; }

    /// <summary>Folder that users' settings are kept in.</summary>
    public required string ConfigDirectory { get; init; }

    public bool OutIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    /// <summary>Answers, on standard output.</summary>
    public Page Page => field ??= new Page(Console(Out, OutIsTerminal), OutIsTerminal ? int.MaxValue : PipeTable);

    /// <summary>Problems, notes and progress, on standard error.</summary>
    public Page Notes => field ??= new Page(Console(Error, ErrorIsTerminal), ErrorIsTerminal ? int.MaxValue : PipeTable);

    /// <summary>The process's own.</summary>
    public static Shell OfProcess()
    {
        if (OperatingSystem.IsWindows()) System.Console.OutputEncoding = Encoding.UTF8;
        return new Shell
        {
            Out = System.Console.Out,
            Error = System.Console.Error,
            In = System.Console.In,
            Secret = SecretPrompt.Read,
            Variable = Environment.GetEnvironmentVariable,
            ConfigDirectory = Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify),
            OutIsTerminal = !System.Console.IsOutputRedirected,
            ErrorIsTerminal = !System.Console.IsErrorRedirected,
        };
    }

    private IAnsiConsole Console(TextWriter writer, bool isTerminal)
    {
        bool isPlain = !isTerminal || Variable("NO_COLOR") is { Length: > 0 } || Variable("TERM") == "dumb";
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isPlain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isPlain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = isPlain ? InteractionSupport.No : InteractionSupport.Detect,
            Out = new AnsiConsoleOutput(writer),
        });
        if (!isTerminal) console.Profile.Width = PipeWidth;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }
}
