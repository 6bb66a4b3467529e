using System.CommandLine.Parsing;
using System.CommandLine;
using NeuralTrader.Cli.Calling;
using NeuralTrader.Cli.Output;
using NeuralTrader.Client;
using NeuralTrader.Domain;

namespace NeuralTrader.Cli;

/// <summary>Says what is wrong with a command line, with names like the one that is not known.</summary>
internal static class UsageFaults
{
    /// <summary>What is wrong; null where nothing is.</summary>
    public static ProblemException? Of(ParseResult line)
    {
        Command command = line.CommandResult.Command;
        if (!command.TreatUnmatchedTokensAsErrors) return null;
        string path = string.Join(' ', Path(line.CommandResult));
        if (command.Name == CallVerb.Name && line.UnmatchedTokens is [var function, ..] && !LooksLikeOption(function)) return NoSuch(function);
        string? stranger = Strangers(line).OrderBy(word => !LooksLikeOption(word)).FirstOrDefault();
        if (stranger is null)
            return line.Errors.Count == 0 ? null : ProblemException.Usage($"{InWords(line.Errors[0].Message).TrimEnd('.')}. `{path} --help` says how.");
        bool isOption = LooksLikeOption(stranger);
        string[] known = isOption
            ? [.. Options(line.CommandResult).Where(option => !option.Hidden).Select(option => option.Name)]
            : [.. command.Subcommands.Select(verb => verb.Name)];
        string[] nearest = NearestNames.To(stranger, known);
        string hint = nearest.Length > 0 ? $"Nearest: {string.Join(", ", nearest)}." : $"`{path} --help` says what there is.";
        return ProblemException.Usage($"`{stranger}` is not {(isOption ? "an option" : "a word")} of {path}. {hint}", stranger, nearest);
    }

    // Options behind a function that is not known cannot be known either.
    private static ProblemException NoSuch(string function)
    {
        string[] nearest = NearestNames.To(function, FunctionCatalog.All.Select(one => one.Name));
        string hint = nearest.Length > 0 ? $"nearest: {string.Join(", ", nearest)}" : "`nt functions` lists them all";
        return ProblemException.Usage($"There is no such function as `{function}`; {hint}.", function, nearest);
    }

    // The parser names .NET types.
    private static string InWords(string message)
    {
        int type = message.IndexOf(" as expected type ", StringComparison.Ordinal);
        if (type < 0) return message;
        string kind = message.Contains("Int", StringComparison.Ordinal)
            ? "a whole number" : message.Contains("Bool", StringComparison.Ordinal) ? "true or false" : "a number";
        return $"{message[..type].Replace("Cannot parse argument", "Cannot take", StringComparison.Ordinal)}; allowed: {kind}";
    }

    // The parser takes an unknown option for an argument where there is room for one.
    private static IEnumerable<string> Strangers(ParseResult line) => line.Tokens.Any(token => token.Type == TokenType.DoubleDash)
        ? line.UnmatchedTokens
        : line.UnmatchedTokens.Concat(line.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument =>
            argument.Tokens).Select(token => token.Value).Where(LooksLikeOption));

    private static bool LooksLikeOption(string word) => word is ['-', '-', _, ..] || (word is ['-', _, ..] && char.IsLetter(word[1]));

    private static IEnumerable<Option> Options(CommandResult result) =>
        result.Command.Options.Concat(Connection.GlobalOptions.All).Distinct();

    private static Stack<string> Path(SymbolResult? result)
    {
        Stack<string> names = new();
        for (; result is CommandResult at; result = at.Parent)
            names.Push(at.Command is RootCommand ? "nt" : at.Command.Name);
        return names;
    }
}
