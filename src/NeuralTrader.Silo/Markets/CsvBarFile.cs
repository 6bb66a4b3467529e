using NeuralTrader.Domain.Markets;
using NeuralTrader.Grains.Markets;

namespace NeuralTrader.Silo.Markets;

/// <summary>Bars in delimited text, in any form that <see cref="BarCsv"/> knows.</summary>
public sealed class CsvBarFile : IBarFileReader
{
    /// <inheritdoc/>
    public bool Takes(string fileName) => Path.GetExtension(fileName).ToUpperInvariant() is ".CSV" or ".TXT" or ".TSV";

    /// <inheritdoc/>
    public async Task<BarImport> Read(Stream content, string fileName, ImportOptions options, CancellationToken cancellationToken = default)
    {
        if (await FileBytes.Read(content, cancellationToken).ConfigureAwait(false) is { } bytes) return BarCsv.Read(bytes.Span, fileName, options);
        BarIntake intake = new(options, fileName);
        intake.RejectFile("file", FileBytes.TooLong);
        return intake.Finish();
    }

    /// <summary>Writes bars in the plain form.</summary>
    public static async Task Write(BarSeries series, Stream output, CancellationToken cancellationToken = default)
    {
        await using StreamWriter text = new(output, leaveOpen: true);
        BarCsv.Write(series, text);
        await text.FlushAsync(cancellationToken).ConfigureAwait(false);
    }
}
