using Microsoft.Data.Sqlite;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Silo.Markets;

namespace NeuralTrader.Silo.Tests.Markets;

public sealed class SqliteBarStoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SqliteBarStore store;

    public SqliteBarStoreTests() => store = new SqliteBarStore(folder.File("markets.db"));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        store.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Bars_come_back_bit_for_bit_after_the_file_was_closed()
    {
        BarSeries minutes = Sample.Series(new SeriesKey("AAPL", BarInterval.Minute, PriceBasis.Raw), new DateTime(2020, 1, 30), 5000);
        await store.Upsert([minutes, Sample.Days(2019)], Stop);
        store.Dispose();
        using SqliteBarStore again = new(folder.File("markets.db"));
        BarSeries back = (await again.Load(minutes.Key, cancellationToken: Stop))!;
        Assert.Equal(minutes, back);
        Assert.Equal(minutes.Provenance, back.Provenance);
        Assert.Equal(2, (await again.List(cancellationToken: Stop)).Count);
        Assert.Equal("AAPL", Assert.Single(await again.List("aapl", Stop)).Key.Symbol);
    }

    [Fact]
    public async Task A_range_over_two_years_is_cut_at_both_ends()
    {
        await store.Upsert([Sample.Days(2019)], Stop); // 29, 30, 31 December, 1, 2 January
        BarSeries middle = (await store.Load(Sample.Key, new DateTime(2019, 12, 30), new DateTime(2020, 1, 1), Stop))!;
        Assert.Equal(3, middle.Count);
        Assert.Empty((await store.Load(Sample.Key, new DateTime(2025, 1, 1), cancellationToken: Stop))!);
        Assert.Null(await store.Load(Sample.Key with { Symbol = "NONE" }, cancellationToken: Stop));
    }

    [Fact]
    public async Task Writing_what_is_there_leaves_the_version_and_a_changed_bar_raises_it()
    {
        Assert.Equal(1, (await store.Upsert([Sample.Days(2019)], Stop))[0].Version);
        Assert.Equal(1, (await store.Upsert([Sample.Days(2019)], Stop))[0].Version);
        SeriesInfo changed = (await store.Upsert([Sample.Days(2019, 1, 50)], Stop))[0];
        Assert.Equal((2L, 5), (changed.Version, changed.Count));
        BarSeries merged = (await store.Load(Sample.Key, cancellationToken: Stop))!;
        Assert.Equal([50.5, 100 + (1 / 7.0) + 0.5], merged.Take(2).Select(bar => bar.Close));
    }

    [Fact]
    public async Task Overlapping_runs_merge_in_time_order()
    {
        await store.Upsert([Sample.Series(Sample.Key, new DateTime(2020, 3, 10), 3)], Stop);
        SeriesInfo info = (await store.Upsert([Sample.Series(Sample.Key, new DateTime(2020, 3, 8), 3, 200)], Stop))[0];
        Assert.Equal((5, new DateTime(2020, 3, 8), new DateTime(2020, 3, 12)), (info.Count, info.First, info.Last));
        BarSeries merged = (await store.Load(Sample.Key, cancellationToken: Stop))!;
        Assert.Equal([200, 200 + (1 / 7.0), 200 + (2 / 7.0), 100 + (1 / 7.0), 100 + (2 / 7.0)], merged.Open.ToArray());
    }

    [Fact]
    public async Task A_refused_series_takes_the_whole_write_back()
    {
        await store.Upsert([Sample.Days(2019)], Stop);
        SeriesKey other = Sample.Key with { Symbol = "OTHER" };
        BarSeries euro = Sample.Series(Sample.Key, new DateTime(2020, 1, 1), 2, currency: "EUR"), made = Sample.Series(Sample.Key, new DateTime(2020, 1, 1), 2, synthetic: true);
        Assert.Equal("currency", (await Assert.ThrowsAsync<InvalidInputException>(() => store.Upsert([Sample.Series(other, new DateTime(2020, 1, 1), 2), euro], Stop))).Field);
        Assert.Equal("source", (await Assert.ThrowsAsync<InvalidInputException>(() => store.Upsert([made], Stop))).Field);
        Assert.Equal(Sample.Key, Assert.Single(await store.List(cancellationToken: Stop)).Key);
        Assert.Equal(1, (await store.Load(Sample.Key, cancellationToken: Stop))!.Version);
    }

    [Fact]
    public async Task The_version_goes_on_rising_over_a_deletion()
    {
        await store.Upsert([Sample.Days(2019)], Stop);
        Assert.True(await store.Delete(Sample.Key, Stop));
        Assert.False(await store.Delete(Sample.Key, Stop));
        Assert.Null(await store.Load(Sample.Key, cancellationToken: Stop));
        Assert.Empty(await store.List(cancellationToken: Stop));
        SeriesInfo anew = (await store.Upsert([Sample.Series(Sample.Key, new DateTime(2021, 1, 1), 2, currency: "EUR")], Stop))[0];
        Assert.Equal((3L, 2, "EUR", new DateTime(2021, 1, 1)), (anew.Version, anew.Count, anew.Currency, anew.First));
    }

    [Theory]
    [InlineData("UPDATE market_chunk SET payload = zeroblob(length(payload)) WHERE chunk = 2020", "2020")]
    [InlineData("UPDATE market_chunk SET payload = substr(payload, 1, length(payload) - 8) WHERE chunk = 2020", "2020")]
    [InlineData("UPDATE market_chunk SET payload = CAST(substr(payload, 1, 40) || x'FF' || substr(payload, 42) AS BLOB) WHERE chunk = 2020", "2020")]
    [InlineData("DELETE FROM market_chunk WHERE chunk = 2020", "all")]
    [InlineData("UPDATE market_chunk SET payload = x'' WHERE chunk = 2020", "2020")]
    public async Task A_damaged_chunk_is_named_with_its_series(string damage, string chunk)
    {
        await store.Upsert([Sample.Days(2019)], Stop);
        Execute(damage);
        CorruptSeriesException fault = await Assert.ThrowsAsync<CorruptSeriesException>(() => store.Load(Sample.Key, cancellationToken: Stop));
        Assert.Equal(("TEST Day Raw", chunk), (fault.Series, fault.Chunk));
    }

    [Fact]
    public async Task A_write_cut_off_before_its_commit_leaves_the_former_version()
    {
        await store.Upsert([Sample.Days(2019)], Stop);
        using SqliteConnection dying = new($"Data Source={folder.File("markets.db")};Pooling=False");
        dying.Open();
        using SqliteCommand half = dying.CreateCommand();
        half.CommandText = "PRAGMA cache_size=1; PRAGMA cache_spill=1; BEGIN IMMEDIATE; UPDATE market_chunk SET payload = zeroblob(3000000); UPDATE market_series SET version = 9;";
        half.ExecuteNonQuery();
        // What the disk holds now is what a killed process leaves behind.
        foreach (string file in new[] { "markets.db", "markets.db-wal" }) File.Copy(folder.File(file), folder.File("left-" + file));
        Assert.True(new FileInfo(folder.File("left-markets.db-wal")).Length > 1_000_000); // the half-written pages are in it
        using SqliteBarStore left = new(folder.File("left-markets.db"));
        Assert.Equal(Sample.Days(2019), await left.Load(Sample.Key, cancellationToken: Stop));
        Assert.Equal(1, Assert.Single(await left.List(cancellationToken: Stop)).Version);
    }

    [Fact]
    public async Task Readers_beside_a_writer_see_one_version_whole()
    {
        BarSeries Flat(int value) => BarSeries.FromBars(
            Sample.Key, "USD", new Provenance("by hand", false),
            [.. Enumerable.Range(0, 1500).Select(i => new Bar(new DateTime(2015, 1, 1).AddDays(i), value, value, value, value, 1))]);
        await store.Upsert([Flat(1)], Stop);
        Task writer = Task.Run(async () => { for (int value = 2; value <= 60; value++) await store.Upsert([Flat(value)], Stop); }, Stop);
        Task<int>[] readers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            int torn = 0;
            while (!writer.IsCompleted)
            {
                BarSeries seen = (await store.Load(Sample.Key, cancellationToken: Stop))!;
                if (seen.Close.ToArray().Distinct().Count() != 1 || seen.Close[0] != seen.Version) torn++;
            }
            return torn;
        }, Stop))];
        await writer;
        Assert.All(await Task.WhenAll(readers), torn => Assert.Equal(0, torn));
    }

    [Fact]
    public async Task Two_stores_on_one_file_do_not_lose_each_others_bars()
    {
        using SqliteBarStore other = new(folder.File("markets.db"));
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i =>
            (i % 2 == 0 ? store : other).Upsert([Sample.Series(Sample.Key, new DateTime(2020, 1, 1).AddDays(i), 1)], Stop)));
        Assert.Equal((40, 40L), ((await store.List(cancellationToken: Stop))[0].Count, (await other.List(cancellationToken: Stop))[0].Version));
    }

    [Fact]
    public async Task Actions_instruments_and_imported_files_are_kept()
    {
        CorporateAction[] actions = [new(new DateTime(2020, 8, 31, 0, 0, 0, DateTimeKind.Utc), 4, 0), new(new DateTime(2020, 11, 6, 0, 0, 0, DateTimeKind.Utc), 1, 0.205)];
        await store.SaveActions("aapl", actions, Stop);
        await store.SaveActions("aapl", actions, Stop);
        Assert.Equal(actions, await store.LoadActions("AAPL", Stop));
        Instrument apple = new("AAPL", "Apple Inc.", AssetClass.Equity, "USD", "Nasdaq", "America/New_York");
        await store.SaveInstrument(apple with { Name = "?" }, Stop);
        await store.SaveInstrument(apple, Stop);
        Assert.Equal(apple, Assert.Single(await store.Instruments(Stop)));
        await store.RememberImport("a.csv", "00", Stop);
        Assert.True(await store.WasImported("a.csv", "00", Stop));
        Assert.False(await store.WasImported("a.csv", "01", Stop));
    }

    [Fact]
    public async Task Ticks_replace_the_span_they_cover_and_no_more()
    {
        static QuoteTick At(int day, int second, double bid) => new(new DateTime(2020, 1, day, 0, 0, second, DateTimeKind.Utc), bid, bid + 1, 2, 3);
        Provenance source = new("by hand", false);
        await store.SaveTicks(new TickSeries<QuoteTick>("eurusd", "USD", source, 0, [At(1, 1, 1), At(1, 2, 2), At(1, 2, 2), At(2, 0, 3), At(3, 5, 4)]), Stop);
        await store.SaveTicks(new TickSeries<QuoteTick>("eurusd", "USD", source, 0, [At(1, 2, 20), At(2, 1, 30)]), Stop);
        TickSeries<QuoteTick> all = (await store.LoadTicks<QuoteTick>("EURUSD", cancellationToken: Stop))!;
        Assert.Equal([At(1, 1, 1), At(1, 2, 20), At(2, 1, 30), At(3, 5, 4)], all.Ticks);
        Assert.Equal(2, all.Version);
        Assert.Equal([At(2, 1, 30)], (await store.LoadTicks<QuoteTick>("EURUSD", new DateTime(2020, 1, 2), new DateTime(2020, 1, 3), Stop))!.Ticks);
        Assert.Null(await store.LoadTicks<TradeTick>("EURUSD", cancellationToken: Stop));
        await store.SaveTicks(new TickSeries<TradeTick>("eurusd", "USD", source, 0, [new(new DateTime(2020, 1, 1), 1, 2)]), Stop);
        Assert.Equal(2, (await store.LoadTicks<TradeTick>("EURUSD", cancellationToken: Stop))!.Ticks[0].Size);
    }

    private void Execute(string sql)
    {
        using SqliteConnection connection = new($"Data Source={folder.File("markets.db")};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.True(command.ExecuteNonQuery() > 0);
    }
}
