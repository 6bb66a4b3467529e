using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using NeuralTrader.Domain.Ledger;

namespace NeuralTrader.Storage.Moving;

/// <summary>A back-up file that proved to be the one that was written.</summary>
internal sealed class ArchiveSnapshot : DataSnapshot
{
    private readonly string file;
    private readonly ZipArchive zip;
    private readonly ArchiveManifest manifest;

    /// <summary>Opens a file, and reads it once to know that no byte of it has changed.</summary>
    /// <exception cref="MovingException">It is damaged or another build's; the sentence names what.</exception>
    public ArchiveSnapshot(string file)
    {
        this.file = file;
        (string found, string noted) = ArchivePlace.Digest(file);
        zip = ZipFile.OpenRead(file);
        try
        {
            manifest = Manifest();
            if (manifest.Format != ArchiveManifest.CurrentFormat)
                throw new MovingException($"{file} has format {manifest.Format}, this build reads {ArchiveManifest.CurrentFormat}: use the build that wrote it, or a newer one.");
            RequireReadable();
            if (found == noted) return;
            foreach (PlatformTable table in PlatformTable.All) RequireUnchanged(table); // names the part, where it is in one
            throw new MovingException($"{file} was changed: its SHA-256 is {found}, and it was written with {noted}.");
        }
        catch
        {
            zip.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override string Description => file;

    /// <inheritdoc/>
    public override JournalSummary? Noted => manifest.Journal;

    /// <inheritdoc/>
    public override long Count(PlatformTable table) => Of(table).Rows;

    /// <inheritdoc/>
    public override IEnumerable<object?[]> Rows(PlatformTable table)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using Stream part = zip.GetEntry(ArchivePlace.Part(table.Name))!.Open();
        LineReader lines = new(part);
        ArchivePart noted = Of(table);
        PlatformTable written = table with { Columns = [.. noted.Columns.Select(name => table.Columns.Single(column => column.Name == name))] };
        int[] places = [.. table.Columns.Select(column => noted.Columns.ToList().IndexOf(column.Name))];
        long number = 0;
        while (Next(lines, table) is { } line)
        {
            hash.AppendData(line.Span);
            yield return InOurForm(RowText.Read(written, line.Span, ++number), places);
        }
        string found = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (found != noted.Sha256) throw Damaged(table, string.Create(CultureInfo.InvariantCulture, $"its {number} lines have the SHA-256 {found}, the manifest says {noted.Rows} with {noted.Sha256}"));
    }

    /// <inheritdoc/>
    public override IEnumerable<JournalEntry> Entries() => Join(Rows(PlatformTable.Journal), Rows(PlatformTable.Posting));

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => zip.Dispose();

    private ReadOnlyMemory<byte>? Next(LineReader lines, PlatformTable table)
    {
        try
        {
            return lines.Next();
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException)
        {
            throw Damaged(table, fault.Message);
        }
    }

    private ArchiveManifest Manifest()
    {
        try
        {
            using Stream part = (zip.GetEntry(ArchiveManifest.Name) ?? throw new MovingException($"{file} lacks its part {ArchiveManifest.Name}.")).Open();
            return JsonSerializer.Deserialize<ArchiveManifest>(part, ArchiveManifest.Json) is { Forms: not null, Tables: not null, Journal.Heads: not null } read
                ? read : throw new MovingException($"{ArchiveManifest.Name} in {file} says too little.");
        }
        catch (Exception fault) when (fault is JsonException or InvalidDataException)
        {
            throw new MovingException($"{ArchiveManifest.Name} in {file} is damaged: {fault.Message}");
        }
    }

    private void RequireUnchanged(PlatformTable table)
    {
        try
        {
            using Stream part = zip.GetEntry(ArchivePlace.Part(table.Name))!.Open();
            if (Convert.ToHexStringLower(SHA256.HashData(part)) is { } found && found != Of(table).Sha256)
                throw Damaged(table, $"its SHA-256 is {found}, the manifest says {Of(table).Sha256}");
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException)
        {
            throw Damaged(table, fault.Message);
        }
    }

    // A file of an older build is read as long as its tables only lack columns that may be empty; one of a newer build may mean what is not known here.
    private void RequireReadable()
    {
        foreach ((string form, int version) in manifest.Forms)
            if (version > PlatformTable.Forms.GetValueOrDefault(form))
                throw new MovingException(string.Create(
                    CultureInfo.InvariantCulture, $"{file} has version {version} of the {form} tables, this build knows {PlatformTable.Forms.GetValueOrDefault(form)}: use the build that wrote it, or a newer one."));
        foreach (PlatformTable table in PlatformTable.All)
        {
            if (manifest.Tables.All(part => part.Name != table.Name) || zip.GetEntry(ArchivePlace.Part(table.Name)) is null)
                throw new MovingException($"{file} lacks its part {ArchivePlace.Part(table.Name)}.");
            if (Of(table).Columns.Except(table.Columns.Select(column => column.Name)).FirstOrDefault() is { } stranger)
                throw new MovingException($"The part {ArchivePlace.Part(table.Name)} of {file} has a column {stranger} that this build does not know.");
        }
    }

    private static object?[] InOurForm(object?[] row, int[] places)
    {
        object?[] whole = new object?[places.Length];
        for (int i = 0; i < places.Length; i++) whole[i] = places[i] < 0 ? null : row[places[i]];
        return whole;
    }

    private ArchivePart Of(PlatformTable table) => manifest.Tables.First(part => part.Name == table.Name);

    private MovingException Damaged(PlatformTable table, string how) => new($"The part {ArchivePlace.Part(table.Name)} of {file} is damaged: {how}.");
}
