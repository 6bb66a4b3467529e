using System.CommandLine;
using System.Text.RegularExpressions;

namespace NeuralTrader.Cli.Tests;

/// <summary>Whatever the help shows can be typed: it is understood, and names nothing that is not shipped.</summary>
public sealed partial class ExampleTests
{
    private static readonly string[] Shipped = ["SPX", "SPY", "QQQ", "AAPL", "IBM", "BAC"], Words = ["ALL", "CASH", "SYMBOL", "TEST", "EUR"];

    public static TheoryData<string> Examples => [.. Verbs(NtCommand.Root([])).SelectMany(verb => verb.Examples).Distinct()];

    [Theory, MemberData(nameof(Examples))]
    public void An_example_is_understood(string example)
    {
        string[] words = [.. Word().Matches(example).Select(match => match.Value.Trim('\'', '"')).TakeWhile(word => word is not (">" or "<"))];
        Assert.Equal("nt", words[0]);
        ParseResult line = NtCommand.Root(words[1..]).Parse(words[1..], new ParserConfiguration { ResponseFileTokenReplacer = null });
        Assert.Empty(line.Errors.Select(error => error.Message));
        Assert.Empty(line.UnmatchedTokens);
    }

    [Theory, MemberData(nameof(Examples))]
    public void An_example_names_shipped_instruments_alone(string example) =>
        Assert.Empty(Capitals().Matches(example).Select(match => match.Value).Except(Shipped).Except(Words));

    private static IEnumerable<Verb> Verbs(Command command) =>
        command.Subcommands.SelectMany(Verbs).Concat(command is Verb verb ? [verb] : []);

    [GeneratedRegex("""'[^']*'|"[^"]*"|\S+""")] // as a shell splits it
    private static partial Regex Word();

    [GeneratedRegex(@"(?<![\w-])[A-Z]{3,5}(?![\w-])")]
    private static partial Regex Capitals();
}
