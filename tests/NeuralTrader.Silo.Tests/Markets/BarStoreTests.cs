using NeuralTrader.Domain;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Silo.Markets;
using NeuralTrader.Storage.Markets;

namespace NeuralTrader.Silo.Tests.Markets;

/// <summary>What every store of bars must do, whatever it is kept in.</summary>
public abstract class BarStoreTests : IAsyncLifetime
{
    private protected BarStore Store { get; private set; } = null!;

    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync() => Store = await Open();

    public virtual ValueTask DisposeAsync()
    {
        Store?.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>The test's own store, as it was left.</summary>
    private protected abstract Task<BarStore> Open();

    [Fact]
    public async Task A_range_over_two_years_is_cut_at_both_ends()
    {
        await Store.Upsert([Sample.Days(2019)], Stop); // 29, 30, 31 December, 1, 2 January
        BarSeries middle = (await Store.Load(Sample.Key, new DateTime(2019, 12, 30), new DateTime(2020, 1, 1), Stop))!;
        Assert.Equal(3, middle.Count);
        Assert.Empty((await Store.Load(Sample.Key, new DateTime(2025, 1, 1), cancellationToken: Stop))!);
        Assert.Null(await Store.Load(Sample.Key with { Symbol = "NONE" }, cancellationToken: Stop));
    }

    [Fact]
    public async Task Writing_what_is_there_leaves_the_version_and_a_changed_bar_raises_it()
    {
        Assert.Equal(1, (await Store.Upsert([Sample.Days(2019)], Stop))[0].Version);
        Assert.Equal(1, (await Store.Upsert([Sample.Days(2019)], Stop))[0].Version);
        SeriesInfo changed = (await Store.Upsert([Sample.Days(2019, 1, 50)], Stop))[0];
        Assert.Equal((2L, 5), (changed.Version, changed.Count));
        BarSeries merged = (await Store.Load(Sample.Key, cancellationToken: Stop))!;
        Assert.Equal([50.5, 100 + (1 / 7.0) + 0.5], merged.Take(2).Select(bar => bar.Close));
    }

    [Fact]
    public async Task Overlapping_runs_merge_in_time_order()
    {
        await Store.Upsert([Sample.Series(Sample.Key, new DateTime(2020, 3, 10), 3)], Stop);
        SeriesInfo info = (await Store.Upsert([Sample.Series(Sample.Key, new DateTime(2020, 3, 8), 3, 200)], Stop))[0];
        Assert.Equal((5, new DateTime(2020, 3, 8), new DateTime(2020, 3, 12)), (info.Count, info.First, info.Last));
        BarSeries merged = (await Store.Load(Sample.Key, cancellationToken: Stop))!;
        Assert.Equal([200, 200 + (1 / 7.0), 200 + (2 / 7.0), 100 + (1 / 7.0), 100 + (2 / 7.0)], merged.Open.ToArray());
    }

    [Fact]
    public async Task A_refused_series_takes_the_whole_write_back()
    {
        await Store.Upsert([Sample.Days(2019)], Stop);
        SeriesKey other = Sample.Key with { Symbol = "OTHER" };
        BarSeries euro = Sample.Series(Sample.Key, new DateTime(2020, 1, 1), 2, currency: "EUR"), made = Sample.Series(Sample.Key, new DateTime(2020, 1, 1), 2, synthetic: true);
        Assert.Equal("currency", (await Assert.ThrowsAsync<InvalidInputException>(() => Store.Upsert([Sample.Series(other, new DateTime(2020, 1, 1), 2), euro], Stop))).Field);
        Assert.Equal("source", (await Assert.ThrowsAsync<InvalidInputException>(() => Store.Upsert([made], Stop))).Field);
        Assert.Equal(Sample.Key, Assert.Single(await Store.List(cancellationToken: Stop)).Key);
        Assert.Equal(1, (await Store.Load(Sample.Key, cancellationToken: Stop))!.Version);
    }

    [Fact]
    public async Task The_version_goes_on_rising_over_a_deletion()
    {
        await Store.Upsert([Sample.Days(2019)], Stop);
        Assert.True(await Store.Delete(Sample.Key, Stop));
        Assert.False(await Store.Delete(Sample.Key, Stop));
        Assert.Null(await Store.Load(Sample.Key, cancellationToken: Stop));
        Assert.Empty(await Store.List(cancellationToken: Stop));
        SeriesInfo anew = (await Store.Upsert([Sample.Series(Sample.Key, new DateTime(2021, 1, 1), 2, currency: "EUR")], Stop))[0];
        Assert.Equal((3L, 2, "EUR", new DateTime(2021, 1, 1)), (anew.Version, anew.Count, anew.Currency, anew.First));
    }

    [Fact]
    public async Task Readers_beside_a_writer_see_one_version_whole()
    {
        BarSeries Flat(int value) => BarSeries.FromBars(
            Sample.Key, "USD", new Provenance("by hand", false),
            [.. Enumerable.Range(0, 1500).Select(i => new Bar(new DateTime(2015, 1, 1).AddDays(i), value, value, value, value, 1))]);
        await Store.Upsert([Flat(1)], Stop);
        Task writer = Task.Run(async () => { for (int value = 2; value <= 60; value++) await Store.Upsert([Flat(value)], Stop); }, Stop);
        Task<int>[] readers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            int torn = 0;
            while (!writer.IsCompleted)
            {
                BarSeries seen = (await Store.Load(Sample.Key, cancellationToken: Stop))!;
                if (seen.Close.ToArray().Distinct().Count() != 1 || seen.Close[0] != seen.Version) torn++;
            }
            return torn;
        }, Stop))];
        await writer;
        Assert.All(await Task.WhenAll(readers), torn => Assert.Equal(0, torn));
    }

    [Fact]
    public async Task Actions_instruments_and_imported_files_are_kept()
    {
        CorporateAction[] actions = [new(new DateTime(2020, 8, 31, 0, 0, 0, DateTimeKind.Utc), 4, 0), new(new DateTime(2020, 11, 6, 0, 0, 0, DateTimeKind.Utc), 1, 0.205)];
        await Store.SaveActions("aapl", actions, Stop);
        await Store.SaveActions("aapl", actions, Stop);
        Assert.Equal(actions, await Store.LoadActions("AAPL", Stop));
        Instrument apple = new("AAPL", "Apple Inc.", AssetClass.Equity, "USD", "Nasdaq", "America/New_York");
        await Store.SaveInstrument(apple with { Name = "?" }, Stop);
        await Store.SaveInstrument(apple, Stop);
        Assert.Equal(apple, Assert.Single(await Store.Instruments(Stop)));
        await Store.RememberImport("a.csv", "00", Stop);
        Assert.True(await Store.WasImported("a.csv", "00", Stop));
        Assert.False(await Store.WasImported("a.csv", "01", Stop));
    }

    [Fact]
    public async Task Ticks_replace_the_span_they_cover_and_no_more()
    {
        static QuoteTick At(int day, int second, double bid) => new(new DateTime(2020, 1, day, 0, 0, second, DateTimeKind.Utc), bid, bid + 1, 2, 3);
        Provenance source = new("by hand", false);
        await Store.SaveTicks(new TickSeries<QuoteTick>("eurusd", "USD", source, 0, [At(1, 1, 1), At(1, 2, 2), At(1, 2, 2), At(2, 0, 3), At(3, 5, 4)]), Stop);
        await Store.SaveTicks(new TickSeries<QuoteTick>("eurusd", "USD", source, 0, [At(1, 2, 20), At(2, 1, 30)]), Stop);
        TickSeries<QuoteTick> all = (await Store.LoadTicks<QuoteTick>("EURUSD", cancellationToken: Stop))!;
        Assert.Equal([At(1, 1, 1), At(1, 2, 20), At(2, 1, 30), At(3, 5, 4)], all.Ticks);
        Assert.Equal(2, all.Version);
        Assert.Equal([At(2, 1, 30)], (await Store.LoadTicks<QuoteTick>("EURUSD", new DateTime(2020, 1, 2), new DateTime(2020, 1, 3), Stop))!.Ticks);
        Assert.Null(await Store.LoadTicks<TradeTick>("EURUSD", cancellationToken: Stop));
        await Store.SaveTicks(new TickSeries<TradeTick>("eurusd", "USD", source, 0, [new(new DateTime(2020, 1, 1), 1, 2)]), Stop);
        Assert.Equal(2, (await Store.LoadTicks<TradeTick>("EURUSD", cancellationToken: Stop))!.Ticks[0].Size);
    }

    [Fact]
    public async Task Bars_come_back_bit_for_bit_after_the_store_was_closed()
    {
        BarSeries minutes = Sample.Series(new SeriesKey("AAPL", BarInterval.Minute, PriceBasis.Raw), new DateTime(2020, 1, 30), 5000);
        await Store.Upsert([minutes, Sample.Days(2019)], Stop);
        Store.Dispose();
        using BarStore again = await Open();
        BarSeries back = (await again.Load(minutes.Key, cancellationToken: Stop))!;
        Assert.Equal(minutes, back);
        Assert.Equal(minutes.Provenance, back.Provenance);
        Assert.Equal(2, (await again.List(cancellationToken: Stop)).Count);
        Assert.Equal("AAPL", Assert.Single(await again.List("aapl", Stop)).Key.Symbol);
    }

    [Fact]
    public async Task Two_stores_on_one_place_do_not_lose_each_others_bars()
    {
        using BarStore other = await Open();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i =>
            (i % 2 == 0 ? Store : other).Upsert([Sample.Series(Sample.Key, new DateTime(2020, 1, 1).AddDays(i), 1)], Stop)));
        Assert.Equal((40, 40L), ((await Store.List(cancellationToken: Stop))[0].Count, (await other.List(cancellationToken: Stop))[0].Version));
    }
}
