using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace NeuralTrader.Cli.Output;

/// <summary>The usual help with examples below it, and below the root's what the process ends with.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    private const string Ends = """
        Exit codes:
          0 done · 1 refused or failed · 2 not understood · 3 nobody answered in time · 130 canceled

        Environment:
          NT_URL, NT_API_KEY     where the platform is and the key to it; options come first, `nt login` last
          NO_COLOR               plain text; a pipe gets plain text anyway

        Examples:
          nt login --url http://127.0.0.1:5080
          nt analyse SPX
          nt backtest sma_cross SPX -p fast=20 -p slow=50
          nt call quickAnalysis --symbol SPX --json
        """;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        int code = help.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        switch (parseResult.CommandResult.Command)
        {
            case RootCommand:
                output.WriteLine(Ends);
                break;
            case Verb { Examples: { Length: > 0 } examples }:
                output.WriteLine("Examples:");
                foreach (string example in examples) output.WriteLine($"  {example}");
                break;
        }
        return code;
    }
}
