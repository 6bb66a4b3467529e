using NeuralTrader.Domain.Trading.Indicators;

namespace NeuralTrader.Domain.Tests.Trading;

/// <summary>A stream that has run for ever says what a fresh one says: rolling figures beside their plain formula over the last window.</summary>
public sealed class IndicatorDriftTests
{
    private const int Period = 50;
    private const int Bars = 10_000_000;

    [Fact]
    public void Rolling_figures_are_those_of_their_window_after_ten_million_bars()
    {
        Random random = new(5);
        Sma sma = new(Period);
        Wma wma = new(Period);
        Bollinger bollinger = new(Period, 1);
        RollingVwap vwap = new(Period);
        Mfi mfi = new(Period);
        double[] window = new double[Period + 1]; // one more, for the first change
        double lastSma = 0, lastWma = 0, lastVwap = 0, lastMfi = 0;
        Bands bands = default;
        for (int i = 0; i < Bars; i++)
        {
            // Prices near 100,000 that move by cents, and a mad one now and then: what a subtracting sum drifts on.
            double price = 100_000 + random.NextDouble() + (i % 99_991 == 0 ? 1e12 : 0);
            (lastSma, lastWma, bands) = (sma.Update(price), wma.Update(price), bollinger.Update(price));
            (lastVwap, lastMfi) = (vwap.Update(price, price, price, price), mfi.Update(price, price, price, 1));
            if (i >= Bars - window.Length) window[i - (Bars - window.Length)] = price;
        }
        double[] newest = window[1..];
        double mean = newest.Average(), weights = Period * (Period + 1) / 2.0;
        Assert.Equal(1, lastSma / mean, 1e-14);
        Assert.Equal(1, lastWma / (newest.Select((price, j) => (j + 1) * price).Sum() / weights), 1e-14);
        Assert.Equal(1, lastVwap / (newest.Sum(price => price * price) / newest.Sum()), 1e-14);
        Assert.Equal(1, lastMfi / (100 * newest.Where((price, j) => price > window[j]).Sum() / newest.Sum()), 1e-14);
        double deviation = Math.Sqrt(newest.Sum(price => (price - mean) * (price - mean)) / Period);
        Assert.Equal(1, (bands.Upper - bands.Middle) / deviation, 1e-9); // the prices themselves carry only 1e-11 of a cent
    }

    [Fact]
    public void Anchored_sums_keep_what_ten_million_additions_would_round_away()
    {
        Vwap vwap = new(VwapAnchor.Start);
        Obv obv = new();
        double last = 0, balance = 0;
        for (int i = 0; i < Bars; i++)
        {
            last = vwap.Update(i, 0.1, 0.1, 0.1, 0.7);
            balance = obv.Update(i, 0.1);
        }
        Assert.Equal(0.1, last, 1e-16);
        Assert.Equal(1_000_000, balance, 1e-9);
    }

    [Fact]
    public void Rolling_extremes_are_those_of_a_plain_search()
    {
        Random random = new(6);
        double[] high = [.. Enumerable.Range(0, 2_000).Select(_ => (double)random.Next(0, 50))], low = [.. high.Select(x => x - random.Next(0, 9))];
        foreach (int period in (int[])[1, 2, 3, 7, 64, 1_999, 2_000])
        {
            double[] upper = new double[2_000], middle = new double[2_000], lower = new double[2_000];
            Donchian.Calculate(high, low, period, upper, middle, lower);
            for (int i = period - 1; i < 2_000; i++)
            {
                Range window = (i - period + 1)..(i + 1);
                Assert.Equal((high[window].Max(), low[window].Min()), (upper[i], lower[i]));
            }
        }
    }
}
