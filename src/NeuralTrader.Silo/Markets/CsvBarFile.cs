using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Silo.Markets;

/// <summary>Bars in delimited text, in any form that <see cref="BarCsv"/> knows.</summary>
public sealed class CsvBarFile : IBarFileReader
{
    private const int MostBytes = 1 << 30; // some 20 million rows

    /// <inheritdoc/>
    public bool Takes(string fileName) => Path.GetExtension(fileName).ToUpperInvariant() is ".CSV" or ".TXT" or ".TSV";

    /// <inheritdoc/>
    public async Task<BarImport> Read(Stream content, string fileName, ImportOptions options, CancellationToken cancellationToken = default)
    {
        using MemoryStream copy = new();
        byte[] buffer = new byte[1 << 16];
        for (int read; (read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            if (copy.Length + read > MostBytes) return TooLong(fileName, options);
            copy.Write(buffer.AsSpan(0, read));
        }
        return BarCsv.Read(copy.GetBuffer().AsSpan(0, (int)copy.Length), fileName, options);
    }

    /// <summary>Writes bars in the plain form.</summary>
    public static async Task Write(BarSeries series, Stream output, CancellationToken cancellationToken = default)
    {
        await using StreamWriter text = new(output, leaveOpen: true);
        BarCsv.Write(series, text);
        await text.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private static BarImport TooLong(string fileName, ImportOptions options)
    {
        BarIntake intake = new(options, fileName);
        intake.RejectFile("file", $"is longer than {MostBytes} bytes; cut it by years");
        return intake.Finish();
    }
}
