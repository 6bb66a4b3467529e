using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using NeuralTrader.Cli.Output;
using NeuralTrader.Client.Json;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Risk.Allocation;

namespace NeuralTrader.Cli.Verbs;

/// <summary>The market's weights and the caller's views, for the Black–Litterman model: in words, or as the interface takes them.</summary>
internal sealed class ViewOptions
{
    private readonly Option<Dictionary<string, double>?> market = new("--market")
    {
        Description = "The market's weights, 100 % in all, which the Black–Litterman model takes expected returns from.", HelpName = "symbol=share,…",
        AllowMultipleArgumentsPerToken = true, Arity = ArgumentArity.OneOrMore,
        CustomParser = result => Parsed(result, () => ViewWords.Weights(string.Join(',', result.Tokens.Select(token => token.Value)), "--market")),
    };

    private readonly Option<MarketView[]?> views = new("--view")
    {
        Description = "An opinion that moves them, as often as there are any: of one asset, in excess of the risk-free rate, or of a difference; ± is its "
            + "standard error, without which it is as unsure as the market.",
        HelpName = "A - B = 2% ± 1%", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false,
        CustomParser = result => Parsed(result, () => result.Tokens.Select(token => ViewWords.Parse(token.Value, "--view")).ToArray()),
    };

    private readonly Option<string?> whole = new("--black-litterman")
    {
        Description = "Both as JSON, or as @file.json: {\"marketWeights\": {\"SPY\": 1}, \"views\": [{\"assets\": {\"SPY\": 1}, \"return\": 0.05}]}.",
        HelpName = "json",
    };

    private readonly Option<double?> tau = new("--tau")
    {
        Description = "Variance of what the market implies, a share of the covariance; 0.05 by default.", HelpName = "number",
    };

    public IEnumerable<Option> All => [market, views, whole, tau];

    /// <summary>What was said of market and views; null where nothing was.</summary>
    public MarketViews? Read(Session session)
    {
        (bool hasMarket, bool hasViews) = (session.Has(market), session.Has(views));
        MarketViews? said = session.Get(whole) is { } text ? Json(text) : null;
        if (said is not null && (hasMarket || hasViews))
            throw ProblemException.Usage("--black-litterman holds market and views already; allowed: it, or --market and --view.");
        if (hasViews && !hasMarket) throw ProblemException.Usage($"--view needs the market that it differs from: --market, {ViewWords.AllowedWeights}.");
        if (hasMarket) said = new MarketViews(session.Get(market)!, hasViews ? session.Get(views) : null);
        if (session.Get(tau) is not { } share) return said;
        return said is null ? throw ProblemException.Usage("--tau needs --market or --black-litterman.") : said with { Tau = share };
    }

    private static MarketViews Json(string text)
    {
        string json = text is ['@', .. var path] ? File.ReadAllText(path) : text;
        try
        {
            return JsonSerializer.Deserialize<MarketViews>(json, WireJson.Options) ?? throw new JsonException("It is null.");
        }
        catch (JsonException fault)
        {
            throw ProblemException.Usage($"--black-litterman is not market and views as JSON: {fault.Message}");
        }
    }

    private static T? Parsed<T>(ArgumentResult result, Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (InvalidInputException fault)
        {
            result.AddError(fault.Message);
            return null;
        }
    }
}
