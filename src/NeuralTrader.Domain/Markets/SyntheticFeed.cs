namespace NeuralTrader.Domain.Markets;

/// <summary>How a synthetic market moves.</summary>
/// <param name="StartPrice">Open of the first bar.</param>
/// <param name="AnnualDrift">μ: expected growth, a fraction per year.</param>
/// <param name="AnnualVolatility">σ: standard deviation of the log return, a fraction per √year.</param>
/// <param name="MeanVolume">Mean units traded in a bar.</param>
/// <param name="VolumeSpread">Standard deviation of the logarithm of volume.</param>
[GenerateSerializer, Immutable, Alias("synthetic-market")]
public sealed record SyntheticMarket(
    double StartPrice = 100, double AnnualDrift = 0.07, double AnnualVolatility = 0.2, double MeanVolume = 1_000_000, double VolumeSpread = 0.4);

/// <summary>Made-up bars: geometric Brownian motion seen at sixteen points a bar, log-normal volume. Always labelled synthetic.</summary>
public static class SyntheticFeed
{
    private const int Steps = 16; // within a bar; the high and low are those of the points
    private const double TradingDays = 252, TradingMinutes = 390;

    /// <summary>Bars that depend on the arguments alone, the same bit for bit on every machine; a longer run begins with the shorter one.</summary>
    /// <param name="seed">Another seed, another path.</param>
    /// <param name="symbol">Another symbol, another path.</param>
    /// <param name="start">First bar's time, UTC; brought down to the start of its interval.</param>
    /// <param name="count">0 to 10,000,000 bars.</param>
    /// <param name="interval">Days skip Saturday and Sunday; shorter intervals run round the clock at a trading minute's volatility.</param>
    /// <param name="market">How it moves; null for a broad share index.</param>
    /// <exception cref="InvalidInputException">A parameter is out of range.</exception>
    public static BarSeries Bars(ulong seed, string symbol, DateTime start, int count, BarInterval interval, SyntheticMarket? market = null)
    {
        market ??= new SyntheticMarket();
        symbol = Symbol.Parse(symbol);
        Check(market, count);
        if (count > Room(start, interval)) throw Require.Invalid(nameof(start), start, $"a time that leaves room for {count} bars before the year 10000");
        (double drift, double volatility) = PerStep(market, interval);
        ulong key = Portable.Bits(seed, Hash(symbol));
        long[] ticks = new long[count];
        double[] open = new double[count], high = new double[count], low = new double[count], close = new double[count], volume = new double[count];
        DateTime time = BarAggregation.Start(start, interval);
        if (interval == BarInterval.Day) time = SkipWeekend(time);
        double price = market.StartPrice;
        for (int bar = 0; bar < count; bar++, time = Next(time, interval))
        {
            ticks[bar] = time.Ticks;
            (open[bar], high[bar], low[bar]) = (price, price, price);
            for (int step = 0; step < Steps; step++)
            {
                price = Math.Clamp(price * Portable.Exp(drift + (volatility * Normal(key, ((ulong)bar * (Steps + 1)) + (ulong)step))), 1e-4, 1e12);
                (high[bar], low[bar]) = (Math.Max(high[bar], price), Math.Min(low[bar], price));
            }
            close[bar] = price;
            double activity = (market.VolumeSpread * Normal(key, ((ulong)bar * (Steps + 1)) + Steps)) - (market.VolumeSpread * market.VolumeSpread / 2);
            volume[bar] = Math.Round(market.MeanVolume * Portable.Exp(activity));
        }
        Provenance provenance = new(FormattableString.Invariant($"synthetic GBM, seed {seed}"), IsSynthetic: true);
        return new BarSeries(new SeriesKey(symbol, interval, PriceBasis.TotalReturn), "USD", provenance, 1, ticks, open, high, low, close, volume);
    }

    private static void Check(SyntheticMarket market, int count)
    {
        Require.Between(count, 0, 10_000_000);
        Require.Between(market.StartPrice, 1e-4, 1e9);
        Require.Between(market.AnnualDrift, -5, 5);
        Require.Between(market.AnnualVolatility, 0, 5);
        Require.Between(market.MeanVolume, 0, 1e15);
        Require.Between(market.VolumeSpread, 0, 3);
    }

    // Bars that surely fit between a time and the end of the calendar.
    private static double Room(DateTime start, BarInterval interval)
    {
        double days = (DateTime.MaxValue - start).TotalDays - 7; // spared for weekends and the start of the interval
        return interval switch
        {
            BarInterval.Minute => days * 1440,
            BarInterval.FiveMinutes => days * 288,
            BarInterval.FifteenMinutes => days * 96,
            BarInterval.Hour => days * 24,
            BarInterval.Day => days * 5 / 7,
            BarInterval.Week => days / 7,
            BarInterval.Month => days / 31,
        };
    }

    private static (double Drift, double Volatility) PerStep(SyntheticMarket market, BarInterval interval)
    {
        double bars = TradingDays * interval switch
        {
            BarInterval.Minute => TradingMinutes,
            BarInterval.FiveMinutes => TradingMinutes / 5,
            BarInterval.FifteenMinutes => TradingMinutes / 15,
            BarInterval.Hour => TradingMinutes / 60,
            BarInterval.Day => 1,
            BarInterval.Week => 1 / 5.0,
            BarInterval.Month => 1 / 21.0,
        };
        double years = 1 / (bars * Steps);
        return ((market.AnnualDrift - (market.AnnualVolatility * market.AnnualVolatility / 2)) * years, market.AnnualVolatility * Math.Sqrt(years));
    }

    // Marsaglia's polar method; each try reads two fresh words of its own counter range.
    private static double Normal(ulong key, ulong counter)
    {
        ulong own = Portable.Bits(key, counter);
        for (ulong attempt = 0; ; attempt += 2)
        {
            double u = (Unit(own, attempt) * 2) - 1, v = (Unit(own, attempt + 1) * 2) - 1, s = (u * u) + (v * v);
            if (s is > 0 and < 1) return u * Math.Sqrt(-2 * Portable.Log(s) / s);
        }
    }

    private static double Unit(ulong key, ulong counter) => (Portable.Bits(key, counter) >> 11) * (1.0 / (1UL << 53));

    private static DateTime Next(DateTime time, BarInterval interval) => interval switch
    {
        BarInterval.Minute => time.AddMinutes(1),
        BarInterval.FiveMinutes => time.AddMinutes(5),
        BarInterval.FifteenMinutes => time.AddMinutes(15),
        BarInterval.Hour => time.AddHours(1),
        BarInterval.Day => SkipWeekend(time.AddDays(1)),
        BarInterval.Week => time.AddDays(7),
        BarInterval.Month => time.AddMonths(1),
    };

    private static DateTime SkipWeekend(DateTime date) =>
        date.DayOfWeek switch { DayOfWeek.Saturday => date.AddDays(2), DayOfWeek.Sunday => date.AddDays(1), _ => date };

    private static ulong Hash(string symbol) // FNV-1a
    {
        ulong hash = 14695981039346656037;
        foreach (char letter in symbol) hash = (hash ^ letter) * 1099511628211;
        return hash;
    }
}
