using System.Buffers;
using System.IO.Compression;
using System.Text.Json;

namespace NeuralTrader.Storage.Moving;

/// <summary>Writes a back-up file beside its place, for its owner's eyes only, and renames it when it is whole and was read back.</summary>
internal sealed class ArchiveTarget : DataTarget
{
    private readonly string file;
    private readonly string partial;
    private readonly FileStream stream;
    private readonly ZipArchive zip;

    /// <summary>Begins a file; what an attempt that was killed left is written over.</summary>
    public ArchiveTarget(string file)
    {
        (this.file, partial) = (file, file + ".partial");
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite; // it holds the hashes of keys
        stream = new FileStream(partial, options);
        zip = new ZipArchive(stream, ZipArchiveMode.Create) { Comment = ArchivePlace.Seal + new string('0', 64) };
    }

    /// <inheritdoc/>
    public override IRowSink Open(PlatformTable table) => new Sink(zip.CreateEntry(ArchivePlace.Part(table.Name), CompressionLevel.Fastest).Open(), table);

    /// <inheritdoc/>
    public override DataSnapshot Written(IReadOnlyList<TableDigest> tables, JournalSummary journal)
    {
        ArchiveManifest manifest = new(
            ArchiveManifest.CurrentFormat, $"NeuralTrader.Orleans {typeof(ArchiveTarget).Assembly.GetName().Version?.ToString(3)}", DateTime.UtcNow,
            PlatformTable.Forms, [.. tables.Select(Part)], journal);
        using (Stream part = zip.CreateEntry(ArchiveManifest.Name).Open()) JsonSerializer.Serialize(part, manifest, ArchiveManifest.Json);
        Close();
        ArchivePlace.Close(partial);
        return new ArchiveSnapshot(partial);
    }

    /// <inheritdoc/>
    public override void Commit() => File.Move(partial, file);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Close();
        File.Delete(partial);
    }

    private static ArchivePart Part(TableDigest table) =>
        new(table.Name, table.Rows, table.Sha256, [.. PlatformTable.All.Single(known => known.Name == table.Name).Columns.Select(column => column.Name)]);

    private void Close()
    {
        zip.Dispose();
        stream.Dispose();
    }

    private sealed class Sink(Stream part, PlatformTable table) : IRowSink
    {
        private readonly ArrayBufferWriter<byte> line = new();

        public void Add(object?[] row)
        {
            RowText.Write(line, table, row);
            part.Write(line.WrittenSpan);
        }

        public void Complete()
        {
        }

        public void Dispose() => part.Dispose();
    }
}
