using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using NeuralTrader.Domain.Backtesting.Search;

namespace NeuralTrader.Cli.Verbs;

/// <summary>Ranges of parameters in short words: fast=10..50:5, slow=[100,150,200] or slow=100,150,200, period=14.</summary>
internal static class RangeWords
{
    public static Option<Dictionary<string, ParameterRange>?> Option() => new("--range", "-r")
    {
        Description = "What to try of a parameter: from..to:step, from..to by the parameter's own step, which `nt strategies NAME` shows, a list of values, "
            + "or one value; as often as there are parameters.",
        HelpName = "name=10..50:5", Arity = ArgumentArity.OneOrMore, Required = true, AllowMultipleArgumentsPerToken = false, CustomParser = Read,
    };

    private static Dictionary<string, ParameterRange>? Read(ArgumentResult result)
    {
        Dictionary<string, ParameterRange> ranges = new(StringComparer.Ordinal);
        foreach (Token token in result.Tokens)
        {
            int equals = token.Value.IndexOf('=');
            if (equals > 0 && Of(token.Value[(equals + 1)..]) is { } range && ranges.TryAdd(token.Value[..equals], range)) continue;
            result.AddError($"--range is '{token.Value}'; allowed: name=from..to:step, name=from..to, name=[value,value] or name=value, each name once.");
            return null;
        }
        return ranges;
    }

    /// <summary>A range from its words; null where they are none.</summary>
    internal static ParameterRange? Of(string words)
    {
        int dots = words.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0)
        {
            double?[] values = [.. (words is ['[', .. var inner, ']'] ? inner : words).Split(',', StringSplitOptions.TrimEntries).Select(Number)];
            return values.Contains(null) ? null : new ParameterRange([.. values.Select(value => value!.Value)]);
        }
        string[] end = words[(dots + 2)..].Split(':');
        double? min = Number(words[..dots]), max = Number(end[0]), step = end.Length > 1 ? Number(end[1]) : null;
        return min is null || max is null || end.Length > 2 || (end.Length == 2 && step is null) ? null : new ParameterRange(null, min, max, step);
    }

    private static double? Number(string word) =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;
}
