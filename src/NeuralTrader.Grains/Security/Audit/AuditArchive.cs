using System.Globalization;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Security.Audit;

namespace NeuralTrader.Grains.Security.Audit;

/// <summary>Where what is cleared from the audit log is put.</summary>
/// <param name="Folder">A folder of the data directory; null where this platform has none, and whoever clears keeps the archive.</param>
public sealed record AuditArchive(string? Folder)
{
    /// <summary>Writes an archive that is on disk when this returns, in the form of an export.</summary>
    /// <param name="header">Keys, and how far the log had come.</param>
    /// <param name="books">The books, in order.</param>
    /// <param name="read">Reads one of them.</param>
    /// <returns>Its path, and where it was put.</returns>
    public async Task<string> Write(AuditExportHeader header, IReadOnlyList<string> books, Func<string, Task<IReadOnlyList<JournalEntry>>> read)
    {
        Directory.CreateDirectory(Folder!);
        string name = string.Create(CultureInfo.InvariantCulture, $"audit-{books[0][AuditBook.Prefix.Length..]}-to-{books[^1][AuditBook.Prefix.Length..]}.jsonl");
        string path = Path.Combine(Folder!, name), half = path + ".new";
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        FileStream file = new(half, options);
        await using (file.ConfigureAwait(false))
        {
            await file.WriteAsync(header.ToLine()).ConfigureAwait(false);
            foreach (string book in books)
                foreach (JournalEntry entry in await read(book).ConfigureAwait(false)) await file.WriteAsync(AuditLine.Of(entry)).ConfigureAwait(false);
            file.Flush(flushToDisk: true);
        }
        File.Move(half, path, overwrite: true); // the same days give the same archive
        return path;
    }
}
