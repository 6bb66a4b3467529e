using System.Runtime.CompilerServices;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Grains.Markets;

/// <summary>Brings files into the store: bars from an upload, a file, or a folder with one file an instrument; ticks; corporate actions.</summary>
/// <param name="store">Where accepted rows go.</param>
/// <param name="readers">The file kinds that are understood.</param>
/// <param name="clock">Tells which bars lie in the future.</param>
public sealed class MarketImporter(IBarStore store, IEnumerable<IBarFileReader> readers, TimeProvider clock)
{
    private readonly IBarFileReader[] readers = [.. readers];

    /// <summary>Reads a file and stores its bars; a refused file stores nothing.</summary>
    /// <exception cref="InvalidInputException">No reader takes the file, or its bars do not fit the stored series.</exception>
    public async Task<ImportReport> Import(Stream content, string fileName, ImportOptions options, CancellationToken cancellationToken = default)
    {
        IBarFileReader reader = readers.FirstOrDefault(candidate => candidate.Takes(fileName))
            ?? throw Require.Invalid("fileName", fileName, "a name that ends in .csv, .txt, .tsv, .parquet or .pq");
        options = options with
        {
            NotAfter = clock.GetUtcNow().UtcDateTime.AddDays(1), // a day ahead it is tomorrow east of Greenwich
            Booked = await store.LoadActions(Symbol.Parse(options.Symbol), cancellationToken).ConfigureAwait(false),
        };
        BarImport import = await reader.Read(content, fileName, options, cancellationToken).ConfigureAwait(false);
        if (import.Series.Count == 0) return import.Report;
        await store.Upsert(import.Series, cancellationToken).ConfigureAwait(false);
        if (import.Series[0].Key is { Interval: BarInterval.Day, Basis: PriceBasis.Raw })
            await AdjustedSeries.Refresh(store, options.Symbol, cancellationToken).ConfigureAwait(false);
        return import.Report;
    }

    /// <summary>Reads quotes and stores them in the place of those of the same span of time.</summary>
    public async Task<ImportReport> ImportQuotes(Stream content, string fileName, ImportOptions options, CancellationToken cancellationToken = default)
    {
        TickImport<QuoteTick> import = TickCsv.ReadQuotes((await Whole(content, fileName, cancellationToken).ConfigureAwait(false)).Span, fileName, options);
        if (import.Ticks is { } ticks) await store.SaveTicks(ticks, cancellationToken).ConfigureAwait(false);
        return import.Report;
    }

    /// <summary>Reads trades and stores them in the place of those of the same span of time.</summary>
    public async Task<ImportReport> ImportTrades(Stream content, string fileName, ImportOptions options, CancellationToken cancellationToken = default)
    {
        TickImport<TradeTick> import = TickCsv.ReadTrades((await Whole(content, fileName, cancellationToken).ConfigureAwait(false)).Span, fileName, options);
        if (import.Ticks is { } ticks) await store.SaveTicks(ticks, cancellationToken).ConfigureAwait(false);
        return import.Report;
    }

    /// <summary>Reads a Lean factor file, puts its actions in the place of the former ones, and makes the adjusted daily series anew.</summary>
    public async Task<ImportReport> ImportActions(Stream content, string fileName, string symbol, CancellationToken cancellationToken = default)
    {
        ActionImport import = FactorFile.Read((await Whole(content, fileName, cancellationToken).ConfigureAwait(false)).Span, fileName);
        if (import.Report.Refused) return import.Report;
        await store.SaveActions(symbol, import.Actions, cancellationToken).ConfigureAwait(false);
        await AdjustedSeries.Refresh(store, symbol, cancellationToken).ConfigureAwait(false);
        return import.Report;
    }

    /// <inheritdoc cref="Import"/>
    /// <param name="path">The file.</param>
    /// <param name="options">What the file does not say about itself.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ImportReport> ImportFile(string path, ImportOptions options, CancellationToken cancellationToken = default)
    {
        await using FileStream content = File.OpenRead(path);
        return await Import(content, Path.GetFileName(path), options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Imports every price file of a folder, in name order; the file's name without ending is the symbol.</summary>
    /// <param name="folder">Its own files only, not those of folders inside it, and no links; one that is missing is empty.</param>
    /// <param name="options">What the files do not say about themselves; its symbol is not used.</param>
    /// <param name="cancellationToken">Gives up between two files.</param>
    /// <returns>One report a file, as it is done; a file that cannot be imported at all is a refused report, and the others go on.</returns>
    public async IAsyncEnumerable<ImportReport> ImportFolder(
        string folder, ImportOptions options, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (!Directory.Exists(folder)) yield break;
        foreach (string path in Directory.EnumerateFiles(folder).Where(path => readers.Any(reader => reader.Takes(path))).Order(StringComparer.Ordinal))
        {
            ImportReport report;
            try
            {
                if (new FileInfo(path).LinkTarget is not null) throw Require.Invalid("file", Path.GetFileName(path), "a file, not a link to one");
                report = await ImportFile(path, options with { Symbol = Path.GetFileNameWithoutExtension(path) }, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception refusal) when (refusal is InvalidInputException or IOException or UnauthorizedAccessException)
            {
                string file = Path.GetFileName(path);
                string field = (refusal as InvalidInputException)?.Field ?? "file";
                report = new ImportReport(file, "unknown", 0, 0, 1, 0, [new ImportIssue(file, 0, field, null, refusal.Message, IssueSeverity.Error)], true);
            }
            yield return report;
        }
    }

    private static async Task<ReadOnlyMemory<byte>> Whole(Stream content, string fileName, CancellationToken cancellationToken) =>
        await FileBytes.Read(content, cancellationToken).ConfigureAwait(false) ?? throw Require.Invalid("fileName", fileName, "a file of at most 1 GiB");
}
