using NeuralTrader.Domain.Markets;
using Parquet;
using Parquet.Schema;

namespace NeuralTrader.Silo.Markets;

/// <summary>
/// Bars in Parquet: columns date or timestamp, open, high, low, close and, where it is known, volume; letter case does not matter. Times may be
/// dates, time stamps, text, or whole numbers since 1970; prices any number type. The rows pass the same gate as those of a text file.
/// </summary>
public sealed class ParquetBarFile : IBarFileReader
{
    private static readonly string[] Prices = ["open", "high", "low", "close"];

    /// <inheritdoc/>
    public bool Takes(string fileName) => Path.GetExtension(fileName).ToUpperInvariant() is ".PARQUET" or ".PQ";

    /// <inheritdoc/>
    public async Task<BarImport> Read(Stream content, string fileName, ImportOptions options, CancellationToken cancellationToken = default)
    {
        BarIntake intake = new(options, fileName, "Parquet");
        try
        {
            using MemoryStream copy = new();
            await content.CopyToAsync(copy, cancellationToken).ConfigureAwait(false);
            copy.Position = 0;
            await using ParquetReader reader = await ParquetReader.CreateAsync(copy, cancellationToken: cancellationToken).ConfigureAwait(false);
            if (Layout(reader.Schema, intake) is { } layout)
                for (int i = 0; i < reader.RowGroupCount; i++)
                {
                    using ParquetRowGroupReader group = reader.OpenRowGroupReader(i);
                    await ReadGroup(group, layout, intake, cancellationToken).ConfigureAwait(false);
                }
        }
        catch (Exception damage) when (damage is not OperationCanceledException) // a damaged file fails anywhere in the library, in many ways
        {
            intake = new BarIntake(options, fileName, "Parquet"); // what was read before the damage is not to be trusted
            intake.RejectFile("file", $"is no readable Parquet file: {damage.Message}");
        }
        return intake.Finish();
    }

    /// <summary>Writes bars; reading them back gives the same values bit for bit.</summary>
    public static async Task Write(BarSeries series, Stream output, CancellationToken cancellationToken = default)
    {
        DataField time = series.Key.Interval >= BarInterval.Day
            ? new DateTimeDataField("date", DateTimeFormat.Date)
            : new DateTimeDataField("timestamp", DateTimeFormat.Timestamp, isAdjustedToUTC: true, unit: DateTimeTimeUnit.Nanos);
        DataField[] numbers = [.. Prices.Append("volume").Select(name => new DataField<double>(name))];
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema([time, .. numbers]), output, cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        using ParquetRowGroupWriter group = writer.CreateRowGroup();
        DateTime[] times = new DateTime[series.Count];
        for (int i = 0; i < times.Length; i++) times[i] = series.TimeAt(i);
        await group.WriteAsync<DateTime>(time, times, cancellationToken: cancellationToken).ConfigureAwait(false);
        double[][] columns = [series.Open.ToArray(), series.High.ToArray(), series.Low.ToArray(), series.Close.ToArray(), series.Volume.ToArray()];
        for (int c = 0; c < columns.Length; c++)
            await group.WriteAsync<double>(numbers[c], columns[c], cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    private static DataField[]? Layout(ParquetSchema schema, BarIntake intake)
    {
        DataField? Find(params ReadOnlySpan<string> names)
        {
            foreach (string name in names)
                if (schema.DataFields.FirstOrDefault(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } field) return field;
            return null;
        }
        DataField?[] fields = [Find("date", "timestamp", "datetime", "time"), .. Prices.Select(name => Find(name)), Find("volume", "vol")];
        for (int i = 0; i < 5; i++)
        {
            if (fields[i] is not null) continue;
            intake.RejectFile(i == 0 ? "date" : Prices[i - 1], "no column of this name");
            return null;
        }
        return [.. fields.OfType<DataField>()];
    }

    private static async Task ReadGroup(ParquetRowGroupReader group, DataField[] layout, BarIntake intake, CancellationToken cancellationToken)
    {
        object?[]? times = await ParquetColumn.Times(group, layout[0], cancellationToken).ConfigureAwait(false);
        if (times is null) intake.RejectFile(layout[0].Name, $"a column of {layout[0].ClrType.Name} is no date or time");
        double[]?[] numbers = new double[]?[layout.Length - 1];
        for (int c = 0; c < numbers.Length; c++)
        {
            numbers[c] = await ParquetColumn.Numbers(group, layout[c + 1], cancellationToken).ConfigureAwait(false);
            if (numbers[c] is null) intake.RejectFile(layout[c + 1].Name, $"a column of {layout[c + 1].ClrType.Name} holds no numbers");
        }
        if (times is null || numbers.Contains(null)) return;
        long first = intake.Rows + 1;
        for (int i = 0; i < times.Length; i++)
        {
            if (!TryTime(intake, first + i, times[i], out DateTime time)) continue;
            double volume = numbers.Length < 5 || double.IsNaN(numbers[4]![i]) ? 0 : numbers[4]![i]; // an empty cell: not known
            intake.Add(first + i, new Bar(time, numbers[0]![i], numbers[1]![i], numbers[2]![i], numbers[3]![i], volume));
        }
    }

    private static bool TryTime(BarIntake intake, long row, object? value, out DateTime time)
    {
        time = value is DateTime utc ? utc : default;
        if (value is DateTime { Kind: DateTimeKind.Utc }) return true;
        if (value is DateTime local) return intake.TryLocal(row, local, out time);
        if (value is string text) return intake.TryTime(row, text, out time);
        intake.Reject(row, "date", [], "missing");
        return false;
    }
}
