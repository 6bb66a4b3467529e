namespace NeuralTrader.Storage.Moving;

/// <summary>Cuts a stream into lines, each with its line feed; the last may lack one.</summary>
/// <param name="stream">Stays the caller's.</param>
internal sealed class LineReader(Stream stream)
{
    private byte[] buffer = new byte[1 << 16];
    private int start, end;

    /// <summary>The next line, valid until the one after it is asked for; null at the end.</summary>
    public ReadOnlyMemory<byte>? Next()
    {
        for (int searched = start; ;)
        {
            int feed = buffer.AsSpan(searched, end - searched).IndexOf((byte)'\n');
            if (feed >= 0) return Take(searched + feed + 1);
            searched = end;
            if (end == buffer.Length) searched -= MakeRoom();
            int read = stream.Read(buffer, end, buffer.Length - end);
            if (read == 0) return end > start ? Take(end) : (ReadOnlyMemory<byte>?)null; // a bare null would be an empty line
            end += read;
        }
    }

    private ReadOnlyMemory<byte> Take(int next)
    {
        ReadOnlyMemory<byte> line = buffer.AsMemory(start..next);
        start = next;
        return line;
    }

    // Moves what is left to the front, or doubles the buffer where that makes no room; answers how far it moved.
    private int MakeRoom()
    {
        int moved = start;
        if (moved == 0) Array.Resize(ref buffer, buffer.Length * 2);
        else buffer.AsSpan(start..end).CopyTo(buffer);
        (start, end) = (0, end - moved);
        return moved;
    }
}
