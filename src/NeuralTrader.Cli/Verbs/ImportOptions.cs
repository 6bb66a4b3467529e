using System.CommandLine;
using NeuralTrader.Abstractions.Markets;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Cli.Verbs;

/// <summary>The words of `nt import` and the request they make.</summary>
internal sealed class ImportOptions
{
    private readonly Option<string?> symbol = new("--symbol") { Description = "The instrument; the file's name by default." };
    private readonly Option<bool> strict = new("--strict") { Description = "Refuse the whole file when one row is bad." };
    private readonly Option<string> currency = new("--currency") { Description = "ISO 4217 code of the prices.", DefaultValueFactory = _ => "USD" };
    private readonly Option<MarketDataKind?> kind = Ask.Word<MarketDataKind>("--kind", "What the file holds; bars by default.");
    private readonly Option<BarInterval?> interval = Ask.Word<BarInterval>("--interval", "How long one bar lasts; taken from the data by default.");
    private readonly Option<PriceBasis?> basis = Ask.Word<PriceBasis>("--basis",
        "Which corporate actions are in the prices; what the form implies by default.");
    private readonly Option<string?> timeZone = new("--time-zone") { Description = "IANA zone of time stamps that carry none; UTC by default." };
    private readonly Option<DateTime?> date = Ask.Time("--date", "Day of a Lean intraday file.");
    private readonly Option<string?> name = new("--name") { Description = "What the instrument is called." };
    private readonly Option<AssetClass?> assetClass = Ask.Word<AssetClass>("--asset-class", "What kind of thing it is.");
    private readonly Option<string?> source = new("--source") { Description = "Where the file comes from." },
        licence = new("--licence") { Description = "Its licence." };
    private readonly Option<string?> path = new("--path") { Description = "A file or folder below the platform's own import folder." };
    private readonly Option<string?> provider = new("--provider") { Description = "stooq or alphavantage." };
    private readonly Option<DateTime?> from = Ask.Time("--from", "First date wanted of a provider."), to = Ask.Time("--to", "Last date wanted of a provider.");
    private readonly Option<bool> synthetic = new("--synthetic") { Description = "Make bars up; they are labelled synthetic wherever they show." };
    private readonly Option<int> seed = new("--seed") { Description = "Of --synthetic: the same seed makes the same bars.", DefaultValueFactory = _ => 1 };
    private readonly Option<int> bars = new("--bars") { Description = "Of --synthetic: how many.", DefaultValueFactory = _ => 2520 };
    private readonly Option<DateTime?> start = Ask.Time("--start", "Of --synthetic: the first bar; 2015-01-01 by default.");
    private readonly Option<double> price = new("--start-price") { Description = "Of --synthetic.", DefaultValueFactory = _ => 100 };
    private readonly Option<double> drift = new("--drift") { Description = "Of --synthetic: expected log return per year.", DefaultValueFactory = _ => 0.05 };
    private readonly Option<double> volatility = new("--volatility") { Description = "Of --synthetic: deviation of log returns per year.",
        DefaultValueFactory = _ => 0.2 };

    public void AddTo(Command verb)
    {
        Option[] all =
        [
            symbol, strict, currency, kind, interval, basis, timeZone, date, name, assetClass, source, licence, path, provider, from, to,
            synthetic, seed, bars, start, price, drift, volatility,
        ];
        foreach (Option option in all) verb.Add(option);
    }

    public ImportMarketDataRequest Request(Session session)
    {
        bool isMadeUp = session.Get(synthetic);
        SyntheticRequest? made = isMadeUp
            ? new SyntheticRequest(
                session.Get(seed), session.Get(bars), session.Get(start) ?? new DateTime(2015, 1, 1, 0, 0, 0, DateTimeKind.Utc), session.Get(price),
                session.Get(drift), session.Get(volatility), session.Get(interval) ?? BarInterval.Day)
            : null;
        return new ImportMarketDataRequest(
            session.Get(symbol), session.Get(currency)!, null, null, session.Get(path), session.Get(provider), made, session.Get(from), session.Get(to),
            session.Get(kind) ?? MarketDataKind.Bars, isMadeUp ? null : session.Get(interval), session.Get(basis), session.Get(timeZone), session.Get(date),
            Strict: session.Get(strict), Name: session.Get(name), AssetClass: session.Get(assetClass), Source: session.Get(source),
            Licence: session.Get(licence));
    }
}
