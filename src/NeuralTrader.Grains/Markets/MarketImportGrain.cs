using NeuralTrader.Abstractions.Markets;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Security.Audit;

namespace NeuralTrader.Grains.Markets;

/// <inheritdoc cref="IMarketImportGrain"/>
public sealed class MarketImportGrain(
    IBarStore store, MarketImporter importer, IEnumerable<IMarketDataProvider> providers, ImportFolder folder, IMarketMemory memory, IAuditTrail audit)
    : Grain, IMarketImportGrain
{
    /// <inheritdoc/>
    public async Task<Answer<ImportAnswer>> Import(ImportMarketDataRequest request, CancellationToken cancellationToken)
    {
        int sources = new object?[] { request.Content, request.Path, request.Provider, request.Synthetic }.Count(source => source is not null);
        if (sources != 1) throw Require.Invalid("content", sources == 0 ? null : $"{sources} sources", "exactly one of content, path, provider and synthetic");
        if (request.From > request.To) throw Require.Invalid("from", request.From, $"a time at or before to, which is {Require.Iso(request.To!.Value)}");
        foreach ((string? text, int longest, string field) in new[] { (request.Name, 200, "name"), (request.Source, 500, "source"), (request.Licence, 500, "licence"), (request.FileName, 255, "fileName") })
            if (text is not null) Require.Line(text, longest, field);
        if (!Enum.IsDefined(request.Kind)) throw Require.Invalid("kind", request.Kind, "bars, quotes, trades or actions");
        if (request.TimeZone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)) throw Require.Invalid("timeZone", zone, "an IANA name such as America/New_York");

        Dictionary<SeriesKey, long> before = (await store.List(cancellationToken: cancellationToken)).ToDictionary(series => series.Key, series => series.Version);
        Answer<IReadOnlyList<ImportReport>> done = await Carry(request, cancellationToken);
        if (done.IsRefused) return done.Refusal;

        IReadOnlyList<SeriesInfo> now = await store.List(cancellationToken: cancellationToken);
        SeriesInfo[] changed = [.. now.Where(series => before.GetValueOrDefault(series.Key) != series.Version)];
        // Ticks and corporate actions have no series of their own; their instrument counts as changed.
        IEnumerable<string> touched = changed.Select(series => series.Key.Symbol);
        if (request.Kind != MarketDataKind.Bars && done.Value.Any(report => !report.Refused)) touched = touched.Append(NameOf(request));
        string[] symbols = [.. touched.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        foreach (string symbol in symbols) await Describe(symbol, request, cancellationToken);
        await memory.Refresh(symbols, cancellationToken);
        await Record("market.import", symbols, new() { ["source"] = request.Provider ?? request.Path ?? request.FileName ?? "synthetic", ["kind"] = $"{request.Kind}" });
        return request.Strict && done.Value.Any(report => report.Refused) && symbols.Length == 0
            ? new Refusal(RefusalKind.ImportRefused, done.Value.First(report => report.Refused) is { Issues: [var first, ..] } ? first.ToString() : "The file was refused.", "strict")
            : new ImportAnswer(done.Value, [.. now.Where(series => symbols.Contains(series.Key.Symbol))], symbols);
    }

    /// <inheritdoc/>
    public async Task<Answer<DeleteAnswer>> Delete(DeleteMarketDataRequest request, CancellationToken cancellationToken)
    {
        string symbol = Symbol.Parse(request.Symbol);
        SeriesInfo[] meant =
        [
            .. (await store.List(symbol, cancellationToken))
                .Where(series => (request.Interval ?? series.Key.Interval) == series.Key.Interval && (request.Basis ?? series.Key.Basis) == series.Key.Basis),
        ];
        if (meant.Length == 0) return new Refusal(RefusalKind.NoMarketData, $"There are no such bars of {symbol}; listInstruments says what is loaded.", "symbol");
        foreach (SeriesInfo series in meant) await store.Delete(series.Key, cancellationToken);
        await memory.Refresh([symbol], cancellationToken);
        await Record("market.delete", [symbol], new() { ["series"] = $"{meant.Length}" });
        return new DeleteAnswer(meant);
    }

    private Task Record(string action, string[] symbols, Dictionary<string, string> details)
    {
        details["symbols"] = string.Join(' ', symbols.Take(100));
        return audit.Record(
            new AuditEvent(
                AuditCategory.DataAccess, action, CallerContext.Current?.Name ?? "a program inside the platform", symbols.Length == 1 ? $"market/{symbols[0]}" : "market",
                Level: action == "market.delete" ? AuditLevel.Warning : AuditLevel.Info, Details: details),
            CancellationToken.None);
    }

    private async Task<Answer<IReadOnlyList<ImportReport>>> Carry(ImportMarketDataRequest request, CancellationToken cancellationToken)
    {
        if (request.Synthetic is { } made) return await MakeUp(request, made, cancellationToken);
        if (request.Provider is { } provider) return await Ask(request, provider, cancellationToken);
        if (request.Content is { } content)
        {
            string fileName = request.FileName is { Length: > 0 and <= 255 } name ? Path.GetFileName(name) : throw Require.Invalid("fileName", request.FileName, "the file's name, at most 255 characters");
            using MemoryStream stream = new(content, writable: false);
            return new[] { await Read(stream, fileName, request, cancellationToken) };
        }

        // One answer for what is missing, closed to us or outside: a caller cannot learn which files there are.
        InvalidInputException notThere = Require.Invalid("path", request.Path, "a file or folder that is there, below the platform's import folder");
        string path = folder.Find(request.Path!) ?? throw notThere;
        try
        {
            if (!File.Exists(path)) return await ReadFolder(path, request, cancellationToken);
            await using FileStream file = File.OpenRead(path);
            return new[] { await Read(file, Path.GetFileName(path), request, cancellationToken) };
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw notThere;
        }
    }

    private async Task<Answer<IReadOnlyList<ImportReport>>> ReadFolder(string path, ImportMarketDataRequest request, CancellationToken cancellationToken)
    {
        if (request.Kind != MarketDataKind.Bars) throw Require.Invalid("kind", request.Kind, "bars, because the path is a folder");
        List<ImportReport> reports = [];
        await foreach (ImportReport report in importer.ImportFolder(path, Options(request, "FOLDER"), cancellationToken)) reports.Add(report);
        return reports;
    }

    private Task<ImportReport> Read(Stream content, string fileName, ImportMarketDataRequest request, CancellationToken cancellationToken)
    {
        ImportOptions options = Options(request, request.Symbol ?? Path.GetFileNameWithoutExtension(fileName));
        return Task.Run(
            () => request.Kind switch
            {
                MarketDataKind.Bars => importer.Import(content, fileName, options, cancellationToken),
                MarketDataKind.Quotes => importer.ImportQuotes(content, fileName, options, cancellationToken),
                MarketDataKind.Trades => importer.ImportTrades(content, fileName, options, cancellationToken),
                MarketDataKind.Actions => importer.ImportActions(content, fileName, options.Symbol, cancellationToken),
            },
            cancellationToken);
    }

    private async Task<Answer<IReadOnlyList<ImportReport>>> Ask(ImportMarketDataRequest request, string name, CancellationToken cancellationToken)
    {
        IMarketDataProvider provider = providers.FirstOrDefault(known => known.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw Require.Invalid("provider", name, string.Join(" or ", providers.Select(known => known.Name)));
        if (!provider.IsEnabled)
            return new Refusal(RefusalKind.ProviderNotConfigured, $"{provider.Name} is not configured: set NeuralTrader:Markets:{provider.Name}:BaseUrl, and its ApiKey where it needs one.", "provider");
        string symbol = Symbol.Parse(request.Symbol);
        try
        {
            BarImport answer = await provider.DailyBars(symbol, Day(request.From), Day(request.To), cancellationToken);
            if (answer.Series.Count > 0) await store.Upsert(answer.Series, cancellationToken);
            return new[] { answer.Report };
        }
        catch (MarketDataException fault)
        {
            RefusalKind kind = fault.Fault switch
            {
                MarketDataFault.NotConfigured => RefusalKind.ProviderNotConfigured,
                MarketDataFault.UnknownSymbol => RefusalKind.NoMarketData,
                MarketDataFault.RateLimited or MarketDataFault.QuotaExhausted or MarketDataFault.Unauthorized or MarketDataFault.Unavailable
                    or MarketDataFault.TimedOut or MarketDataFault.BadAnswer => RefusalKind.ProviderFailed,
            };
            return new Refusal(kind, fault.Message, "provider");
        }

        static DateOnly? Day(DateTime? time) => time is { } given ? DateOnly.FromDateTime(given) : null;
    }

    private async Task<Answer<IReadOnlyList<ImportReport>>> MakeUp(ImportMarketDataRequest request, SyntheticRequest made, CancellationToken cancellationToken)
    {
        string symbol = Symbol.Parse(request.Symbol);
        BarSeries bars = Bars(made, symbol);
        await store.Upsert([bars], cancellationToken);
        return new[] { new ImportReport(bars.Provenance.Source, "synthetic", bars.Count, bars.Count, 0, 0, [], Refused: false) };
    }

    private static BarSeries Bars(SyntheticRequest made, string symbol)
    {
        try
        {
            int count = Require.Between(made.Bars, 1, 1_000_000);
            SyntheticMarket market = new(made.StartPrice, made.DriftAnnual, made.VolatilityAnnual);
            return SyntheticFeed.Bars((ulong)made.Seed, symbol, made.Start, count, made.Interval, market);
        }
        catch (InvalidInputException wrong) // Domain's names, as the request calls them
        {
            string member = wrong.Field switch { "annualDrift" => "driftAnnual", "annualVolatility" => "volatilityAnnual", "count" => "bars", _ => wrong.Field };
            throw new InvalidInputException($"synthetic.{member}", wrong.Value, wrong.Allowed);
        }
    }

    private async Task Describe(string symbol, ImportMarketDataRequest request, CancellationToken cancellationToken)
    {
        Instrument? known = (await store.Instruments(cancellationToken)).FirstOrDefault(instrument => instrument.Symbol == symbol);
        Instrument described = new(
            symbol, request.Name ?? known?.Name ?? symbol, request.AssetClass ?? known?.AssetClass ?? AssetClass.Equity,
            Currency.Parse(request.Currency), known?.Exchange, request.TimeZone ?? known?.TimeZone ?? "UTC");
        if (described != known) await store.SaveInstrument(described, cancellationToken);
    }

    private static string NameOf(ImportMarketDataRequest request) =>
        Symbol.Parse(request.Symbol ?? Path.GetFileNameWithoutExtension(request.FileName ?? request.Path));

    private static ImportOptions Options(ImportMarketDataRequest request, string symbol) => new(Symbol.Parse(symbol), Currency.Parse(request.Currency))
    {
        Source = request.Source, Licence = request.Licence, Interval = request.Interval, Basis = request.Basis, Strict = request.Strict, LeanScale = request.LeanScale,
        TimeZone = request.TimeZone is { } zone ? TimeZoneInfo.FindSystemTimeZoneById(zone) : null,
        Date = request.Date is { } date ? DateOnly.FromDateTime(date) : null,
    };
}
