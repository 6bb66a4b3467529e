using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Grains.Markets;

namespace NeuralTrader.Silo.Markets;

/// <summary>One entry of <c>data/manifest.json</c>.</summary>
/// <param name="File">Path inside the data folder.</param>
/// <param name="Actions">Path of its Lean factor file; null when it has none.</param>
/// <param name="Symbol">The instrument.</param>
/// <param name="Name">The instrument in words.</param>
/// <param name="AssetClass">What kind of thing it is.</param>
/// <param name="Currency">ISO 4217 code of the prices; "PTS" for points.</param>
/// <param name="Interval">How long one bar lasts.</param>
/// <param name="Basis">Which corporate actions are in the prices; other series that the file may hold are not taken.</param>
/// <param name="Exchange">Where it is traded; null for an index.</param>
/// <param name="TimeZone">IANA zone of time stamps.</param>
/// <param name="Form">Column form, for readers of the manifest; the reader finds it out itself.</param>
/// <param name="Source">Where the file comes from.</param>
/// <param name="Licence">Licence of the file.</param>
public sealed record ShippedFile(
    string File, string? Actions, string Symbol, string Name, AssetClass AssetClass, string Currency, BarInterval Interval, PriceBasis Basis,
    string? Exchange, string TimeZone, string Form, string Source, string Licence);

/// <summary>The data that comes with the product, imported at start; a file that was imported before is not read into the store again.</summary>
/// <param name="store">Where it goes.</param>
public sealed class ShippedData(IBarStore store)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>Imports what is new or changed.</summary>
    /// <param name="folder">The data folder, with its manifest.json.</param>
    /// <param name="cancellationToken">Gives up between two files.</param>
    /// <returns>A report for each file that was read; none for those imported before.</returns>
    /// <exception cref="InvalidDataException">A shipped file is not sound: the installation is damaged.</exception>
    public async Task<IReadOnlyList<ImportReport>> Import(string folder, CancellationToken cancellationToken = default)
    {
        List<ImportReport> reports = [];
        foreach (ShippedFile file in await Manifest(folder, cancellationToken).ConfigureAwait(false))
        {
            byte[] bars = await Bytes(folder, file.File, cancellationToken).ConfigureAwait(false);
            byte[] actions = file.Actions is null ? [] : await Bytes(folder, file.Actions, cancellationToken).ConfigureAwait(false);
            string digest = Digest(JsonSerializer.SerializeToUtf8Bytes(file, Json), bars, actions);
            if (await store.WasImported(file.File, digest, cancellationToken).ConfigureAwait(false)) continue;
            reports.Add(await Import(file, bars, actions, cancellationToken).ConfigureAwait(false));
            await store.RememberImport(file.File, digest, cancellationToken).ConfigureAwait(false); // last: a crash before it imports again
        }
        return reports;
    }

    private static async Task<ShippedFile[]> Manifest(string folder, CancellationToken cancellationToken)
    {
        await using FileStream stream = File.OpenRead(Path.Combine(folder, "manifest.json"));
        ManifestFile? manifest = await JsonSerializer.DeserializeAsync<ManifestFile>(stream, Json, cancellationToken).ConfigureAwait(false);
        return manifest?.Files ?? throw new InvalidDataException("data/manifest.json lists no files.");
    }

    private async Task<ImportReport> Import(ShippedFile file, byte[] bars, byte[] factors, CancellationToken cancellationToken)
    {
        BarImport import = BarCsv.Read(bars, file.File, new ImportOptions(file.Symbol, file.Currency)
        {
            Interval = file.Interval, Basis = file.Basis, Source = file.Source, Licence = file.Licence, Strict = true,
            TimeZone = TimeZoneInfo.FindSystemTimeZoneById(file.TimeZone),
        });
        if (import.Report.Refused) throw new InvalidDataException($"Shipped data is damaged: {import.Report.Issues[0]}.");
        await store.SaveInstrument(
            new Instrument(file.Symbol, file.Name, file.AssetClass, file.Currency, file.Exchange, file.TimeZone), cancellationToken).ConfigureAwait(false);
        if (file.Actions is not null)
        {
            ActionImport actions = FactorFile.Read(factors, file.Actions);
            if (actions.Report.Refused) throw new InvalidDataException($"Shipped data is damaged: {actions.Report.Issues[0]}.");
            await store.SaveActions(file.Symbol, actions.Actions, cancellationToken).ConfigureAwait(false);
        }
        await store.Upsert([.. import.Series.Where(series => series.Key.Basis == file.Basis)], cancellationToken).ConfigureAwait(false);
        if (file.Actions is not null) await AdjustedSeries.Refresh(store, file.Symbol, cancellationToken).ConfigureAwait(false);
        return import.Report;
    }

    private static Task<byte[]> Bytes(string folder, string file, CancellationToken cancellationToken) =>
        File.ReadAllBytesAsync(Path.Combine(folder, file), cancellationToken);

    private static string Digest(params ReadOnlySpan<byte[]> contents)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (byte[] content in contents) hash.AppendData(SHA256.HashData(content));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private sealed record ManifestFile(ShippedFile[] Files);
}
