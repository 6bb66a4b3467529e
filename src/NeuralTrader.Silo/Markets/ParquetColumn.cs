using System.Globalization;
using NeuralTrader.Domain.Markets;
using Parquet;
using Parquet.Schema;

namespace NeuralTrader.Silo.Markets;

/// <summary>Reads one column of a row group, whatever its physical type, as numbers or as times.</summary>
internal static class ParquetColumn
{
    /// <summary>Numbers; an empty cell is NaN. Null when the column holds none.</summary>
    public static async Task<double[]?> Numbers(ParquetRowGroupReader group, DataField field, CancellationToken cancellationToken)
    {
        Type type = field.ClrType;
        return type == typeof(double) ? await Values<double, double>(group, field, x => x, double.NaN, cancellationToken).ConfigureAwait(false)
            : type == typeof(float) ? await Values<float, double>(group, field, x => x, double.NaN, cancellationToken).ConfigureAwait(false)
            : type == typeof(decimal) ? await Values<decimal, double>(group, field, x => (double)x, double.NaN, cancellationToken).ConfigureAwait(false)
            : type == typeof(long) ? await Values<long, double>(group, field, x => x, double.NaN, cancellationToken).ConfigureAwait(false)
            : type == typeof(int) ? await Values<int, double>(group, field, x => x, double.NaN, cancellationToken).ConfigureAwait(false)
            : type == typeof(ulong) ? await Values<ulong, double>(group, field, x => x, double.NaN, cancellationToken).ConfigureAwait(false)
            : null;
    }

    /// <summary>Times as text or as UTC or wall-clock times; null when the column holds none.</summary>
    /// <returns>Text as <see cref="string"/>, times as <see cref="DateTime"/> whose kind says whether it is UTC, an empty cell as null.</returns>
    public static async Task<object?[]?> Times(ParquetRowGroupReader group, DataField field, CancellationToken cancellationToken)
    {
        Type type = field.ClrType;
        bool local = field is DateTimeDataField { IsAdjustedToUTC: false, DateTimeFormat: not DateTimeFormat.Date };
        DateTimeKind kind = local ? DateTimeKind.Unspecified : DateTimeKind.Utc;
        if (type == typeof(string) || type == typeof(ReadOnlyMemory<char>))
        {
            string?[] text = new string?[group.RowCount];
            await group.ReadAsync(field, text.AsMemory()!, cancellationToken: cancellationToken).ConfigureAwait(false);
            return text;
        }
        return type == typeof(DateTime)
            ? await Values<DateTime, object?>(group, field, x => DateTime.SpecifyKind(x, kind), null, cancellationToken).ConfigureAwait(false)
            : type == typeof(DateOnly)
            ? await Values<DateOnly, object?>(group, field, x => x.ToDateTime(default, DateTimeKind.Utc), null, cancellationToken).ConfigureAwait(false)
            : type == typeof(long) ? await Values<long, object?>(group, field, Epoch, null, cancellationToken).ConfigureAwait(false)
            : null;
    }

    // Seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by size; what no unit brings into 1700..2200 stays text and is refused.
    private static object? Epoch(long value)
    {
        Int128 size = Int128.Abs(value);
        Int128 ticks = size < 100_000_000_000 ? (Int128)value * TimeSpan.TicksPerSecond
            : size < 100_000_000_000_000 ? (Int128)value * TimeSpan.TicksPerMillisecond
            : size < 100_000_000_000_000_000 ? (Int128)value * TimeSpan.TicksPerMicrosecond
            : value / 100;
        return ticks > -85_000_000_000_000_000 && ticks < 73_000_000_000_000_000
            ? DateTime.UnixEpoch.AddTicks((long)ticks)
            : value.ToString(CultureInfo.InvariantCulture);
    }

    private static async Task<TOut[]> Values<TIn, TOut>(
        ParquetRowGroupReader group, DataField field, Func<TIn, TOut> convert, TOut missing, CancellationToken cancellationToken)
        where TIn : struct
    {
        if (!field.IsNullable)
        {
            TIn[] full = new TIn[group.RowCount];
            await group.ReadAsync(field, full.AsMemory(), cancellationToken: cancellationToken).ConfigureAwait(false);
            return Array.ConvertAll(full, x => convert(x));
        }
        TIn?[] values = new TIn?[group.RowCount];
        await group.ReadAsync(field, values.AsMemory(), cancellationToken: cancellationToken).ConfigureAwait(false);
        return Array.ConvertAll(values, x => x is { } value ? convert(value) : missing);
    }
}
