using NeuralTrader.Domain.Markets;
using NeuralTrader.Silo.Markets;
using Parquet;
using Parquet.Schema;

namespace NeuralTrader.Silo.Tests.Markets;

public sealed class ParquetBarFileTests
{
    private static readonly ImportOptions Options = new("TEST", "USD");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, InlineData(BarInterval.Day), InlineData(BarInterval.Minute)]
    public async Task Reading_what_was_written_gives_the_same_bars_bit_for_bit(BarInterval interval)
    {
        BarSeries bars = SyntheticFeed.Bars(1, "TEST", new DateTime(2020, 1, 1), 3000, interval);
        using MemoryStream file = new();
        await ParquetBarFile.Write(bars, file, Stop);
        file.Position = 0;
        BarImport back = await new ParquetBarFile().Read(file, "f.parquet", Options with { Strict = true }, Stop);
        Assert.Equal(0, back.Report.Errors);
        Assert.Equal(bars, back.Series[0]);
        Assert.Equal(interval, back.Series[0].Key.Interval);
    }

    public static TheoryData<string> TimeForms => ["DateTime", "DateOnly", "text", "seconds", "milliseconds", "microseconds", "nanoseconds", "nullable"];

    [Theory, MemberData(nameof(TimeForms))]
    public async Task Every_way_to_write_a_time_is_understood(string form)
    {
        DateTime day = new(2020, 1, 2, 0, 0, 0, DateTimeKind.Utc);
        long seconds = (long)(day - DateTime.UnixEpoch).TotalSeconds;
        byte[] file = form switch
        {
            "DateTime" => await Write(new DataField<DateTime>("Date"), [day]),
            "DateOnly" => await Write(new DataField<DateOnly>("DATE"), [DateOnly.FromDateTime(day)]),
            "nullable" => await Write(new DataField<DateTime?>("timestamp"), new DateTime?[] { day }),
            "text" => await WriteText("2020-01-02"),
            "seconds" => await Write(new DataField<long>("date"), [seconds]),
            "milliseconds" => await Write(new DataField<long>("date"), [seconds * 1_000]),
            "microseconds" => await Write(new DataField<long>("date"), [seconds * 1_000_000]),
            _ => await Write(new DataField<long>("date"), [seconds * 1_000_000_000]),
        };
        BarImport import = await new ParquetBarFile().Read(new MemoryStream(file), "f.parquet", Options, Stop);
        Assert.Empty(import.Report.Issues);
        Assert.Equal(new Bar(day, 10, 12, 9, 11, 100), Assert.Single(import.Series[0]));
    }

    [Fact]
    public async Task Rows_pass_the_same_gate_as_those_of_a_text_file()
    {
        byte[] file = await Write(new DataField<long>("date"), [0L, 86400, 86400, long.MaxValue], close: [11, double.NaN, 99, 11]);
        BarImport import = await new ParquetBarFile().Read(new MemoryStream(file), "f.parquet", Options, Stop);
        Assert.Equal([(2L, "close"), (3L, "close"), (4L, "date")], import.Report.Issues.Select(issue => (issue.Line, issue.Field)));
        Assert.Equal((4L, 1L), (import.Report.Rows, import.Report.Accepted));
    }

    [Fact]
    public async Task A_file_that_is_no_Parquet_or_lacks_a_column_is_refused()
    {
        byte[] whole = await Write(new DataField<long>("date"), [0L]);
        byte[][] bad = [[], "PAR1"u8.ToArray(), new byte[1000], whole[..^20], [.. whole[..100], .. whole[150..]]];
        foreach (byte[] file in bad)
        {
            BarImport import = await new ParquetBarFile().Read(new MemoryStream(file), "f.parquet", Options, Stop);
            Assert.True(import.Report.Refused);
            Assert.Equal("file", import.Report.Issues[0].Field);
        }
        BarImport lacking = await new ParquetBarFile().Read(new MemoryStream(await Write(new DataField<long>("when"), [0L])), "f.parquet", Options, Stop);
        Assert.Equal("date", Assert.Single(lacking.Report.Issues).Field);
    }

    private static Task<byte[]> Write(DataField time, DateTime?[] values) => Write(time, group => group.WriteAsync<DateTime>(time, values), null, values.Length);

    private static Task<byte[]> Write<T>(DataField<T> time, T[] values, double[]? close = null)
        where T : struct => Write(time, group => group.WriteAsync<T>(time, values), close, values.Length);

    private static Task<byte[]> WriteText(string text)
    {
        DataField<string> time = new("timestamp");
        return Write(time, group => group.WriteAsync(time, [text]), null, 1);
    }

    private static async Task<byte[]> Write(DataField time, Func<ParquetRowGroupWriter, Task> writeTime, double[]? close, int rows)
    {
        DataField<float> open = new("Open");
        DataField<decimal> high = new("HIGH");
        DataField<double> low = new("low"), last = new("Close");
        DataField<long> volume = new("Volume");
        using MemoryStream file = new();
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(time, open, high, low, last, volume), file))
        {
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            await writeTime(group);
            await group.WriteAsync<float>(open, Enumerable.Repeat(10f, rows).ToArray());
            await group.WriteAsync<decimal>(high, Enumerable.Repeat(12m, rows).ToArray());
            await group.WriteAsync<double>(low, Enumerable.Repeat(9.0, rows).ToArray());
            await group.WriteAsync<double>(last, close ?? [.. Enumerable.Repeat(11.0, rows)]);
            await group.WriteAsync<long>(volume, Enumerable.Repeat(100L, rows).ToArray());
        }
        return file.ToArray();
    }
}
