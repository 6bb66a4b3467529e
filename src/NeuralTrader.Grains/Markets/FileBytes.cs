namespace NeuralTrader.Grains.Markets;

/// <summary>Reads a text file whole, up to a limit.</summary>
public static class FileBytes
{
    private const int Most = 1 << 30; // some 20 million rows

    /// <summary>What is said of a longer file.</summary>
    public const string TooLong = "is longer than 1 GiB; cut it by years";

    /// <summary>The content; null when it is longer than the limit.</summary>
    public static async Task<ReadOnlyMemory<byte>?> Read(Stream content, CancellationToken cancellationToken)
    {
        using MemoryStream copy = new();
        byte[] buffer = new byte[1 << 16];
        for (int read; (read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            if (copy.Length + read > Most) return null;
            copy.Write(buffer.AsSpan(0, read));
        }
        return copy.GetBuffer().AsMemory(0, (int)copy.Length);
    }
}
