using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using NeuralTrader.Cli.Calling;
using NeuralTrader.Client.Json;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;

namespace NeuralTrader.Cli.Verbs;

/// <summary>Options and arguments that several verbs share, and how their words are read.</summary>
internal static class Ask
{
    private static readonly string[] TimeForms = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm'Z'",
        "yyyy-MM-dd'T'HH:mm:ss'Z'"];

    public static Argument<string> Text(string name, string description) => new(name) { Description = description };

    /// <summary>An option whose words are an enum's, as they are on the wire.</summary>
    public static Option<T?> Word<T>(string name, string description)
        where T : struct, Enum
    {
        string[] words = [.. ValueWords.Words(typeof(T))];
        Option<T?> option = new(name)
        {
            Description = $"{description} One of {string.Join(", ", words)}.", HelpName = "word",
            CustomParser = result =>
            {
                string word = result.Tokens[0].Value;
                if (words.Contains(word)) return JsonSerializer.SerializeToElement(word).Deserialize<T>(WireJson.Options);
                result.AddError($"{name} is '{word}'; allowed: {string.Join(", ", words)}.");
                return null;
            },
        };
        option.CompletionSources.Add(words);
        return option;
    }

    /// <summary>An option that is a day or a moment, UTC.</summary>
    public static Option<DateTime?> Time(string name, string description) => new(name)
    {
        Description = description, HelpName = "date",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (DateTime.TryParseExact(text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out DateTime time)) return time;
            result.AddError($"{name} is '{text}'; allowed: a date or time in UTC, such as 2020-01-31 or 2020-01-31T14:30:00Z.");
            return null;
        },
    };

    public static Option<BarInterval?> Interval() => Word<BarInterval>("--interval", "How long one bar lasts; day by default.");

    public static Option<DateTime?> From() => Time("--from", "First bar; the oldest by default.");

    public static Option<DateTime?> To() => Time("--to", "Last bar; the newest by default.");

    /// <summary>name=value pairs of numbers.</summary>
    public static Option<Dictionary<string, double>?> Parameters(string description) => new("--parameter", "-p")
    {
        Description = description, HelpName = "name=value", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false,
        CustomParser = result =>
            Pairs<double>(result, "-p",
            word => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null),
    };

    /// <summary>What trading costs, in short words.</summary>
    public static Option<Dictionary<string, decimal>?> Costs() => new("--costs")
    {
        Description = "What trading costs: commission, slippage, spread and borrow as fractions (spread: half of it; borrow: per year), perOrder, perUnit "
            + "and minimum in money. What is not named costs nothing; without --costs slippage is 0.001 and the rest nothing.",
        HelpName = "name=value", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = true,
        CustomParser = result => Numbers(result, "--costs", TradeCosts.Names),
    };

    /// <summary>name=value pairs of exact numbers.</summary>
    public static Dictionary<string, decimal>? Numbers(ArgumentResult result, string option, IReadOnlyCollection<string>? names = null)
    {
        Dictionary<string, decimal>? pairs = Pairs<decimal>(result, option,
            word => decimal.TryParse(word, NumberStyles.Number & ~NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out decimal value) ? value : null);
        if (names is not null && pairs?.Keys.FirstOrDefault(name => !names.Contains(name)) is { } stranger)
            result.AddError($"{option} names '{stranger}'; allowed: {string.Join(", ", names)}.");
        return pairs;
    }

    private static Dictionary<string, T>? Pairs<T>(ArgumentResult result, string option, Func<string, T?> number)
        where T : struct
    {
        Dictionary<string, T> pairs = new(StringComparer.Ordinal);
        foreach (Token token in result.Tokens)
        {
            int equals = token.Value.IndexOf('=');
            if (equals > 0 && number(token.Value[(equals + 1)..]) is { } value && pairs.TryAdd(token.Value[..equals], value)) continue;
            result.AddError($"{option} is '{token.Value}'; allowed: name=number, each name once.");
            return null;
        }
        return pairs;
    }
}

/// <summary>Trading costs from short words.</summary>
internal static class TradeCosts
{
    public static IReadOnlyList<string> Names { get; } = ["commission", "slippage", "spread", "borrow", "perOrder", "perUnit", "minimum"];

    public static TradingCosts? Of(IReadOnlyDictionary<string, decimal>? words)
    {
        if (words is null) return null;
        decimal Of(string name) => words.TryGetValue(name, out decimal value) ? value : 0;
        return new TradingCosts(
            new Commission(CostModel.Combined, Of("perOrder"), Of("commission"), Of("perUnit"), Of("minimum")),
            new Slippage(CostModel.Combined, Fraction: Of("slippage")), Of("spread"), Of("borrow"));
    }
}
