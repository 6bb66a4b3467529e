namespace NeuralTrader.Domain.Markets;

/// <summary>The text inside a file: byte order mark taken off, other encodings refused.</summary>
internal static class CsvDocument
{
    /// <summary>Positions the text on its first row that is not blank.</summary>
    /// <returns>False when the file is empty or no UTF-8 text; then the log says why.</returns>
    public static bool TryOpen(ReadOnlySpan<byte> file, IssueLog issues, out CsvText text)
    {
        if (file.StartsWith("\uFEFF"u8)) file = file[3..];
        text = new CsvText(file);
        ReadOnlySpan<byte> head = file[..Math.Min(file.Length, 4096)];
        if (head is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] || head.Count((byte)0) > head.Length / 4)
            issues.FileError("encoding", "is UTF-16 or binary; save it as UTF-8 text");
        else if (head is [(byte)'<', (byte)'!' or (byte)'h' or (byte)'H', ..])
            issues.FileError("file", "is a web page, not a price file");
        else if (head is [(byte)'P', (byte)'A', (byte)'R', (byte)'1', ..] or [0x1F, 0x8B, ..] or [(byte)'P', (byte)'K', 3, 4, ..])
            issues.FileError("file", "is Parquet or compressed, not text");
        else if (!text.Next())
            issues.FileError("file", "is empty");
        else
            return true;
        return false;
    }
}
