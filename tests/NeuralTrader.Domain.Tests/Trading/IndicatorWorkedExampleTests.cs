using NeuralTrader.Domain.Trading.Indicators;

namespace NeuralTrader.Domain.Tests.Trading;

/// <summary>Figures worked out by hand or in print, and what becomes of data that cannot define a figure.</summary>
public sealed class IndicatorWorkedExampleTests
{
    private const double Exact = 1e-12;
    private const double NaN = double.NaN;

    [Fact]
    public void Moving_averages_of_one_to_five_are_as_by_hand()
    {
        Assert.Equal([NaN, NaN, 2, 3, 4], Run(Sma.Calculate, 3));
        Assert.Equal([NaN, NaN, 2, 3, 4], Run(Ema.Calculate, 3)); // 2; then half way to 4; then half way to 5
        Assert.Equal([NaN, NaN, 14.0 / 6, 20.0 / 6, 26.0 / 6], Run(Wma.Calculate, 3)); // (1 + 2·2 + 3·3) / 6, ...
        Assert.Equal([1, 2, 3, 4, 5], Run(Wma.Calculate, 1));
        Assert.Equal([NaN, NaN, 200, 100, 200.0 / 3], Run(Roc.Calculate, 2));
    }

    // The worked table of StockCharts ChartSchool, "Relative Strength Index": closes of QQQQ, RSI to two decimals.
    [Fact]
    public void Rsi_matches_the_worked_example_of_ChartSchool()
    {
        double[] closes =
        [
            44.3389, 44.0902, 44.1497, 43.6124, 44.3278, 44.8264, 45.0955, 45.4245, 45.8433, 46.0826, 45.8931,
            46.0328, 45.6140, 46.2820, 46.2820, 46.0028, 46.0328, 46.4116, 46.2222, 45.6439, 46.2122,
        ];
        double[] rsi = new double[closes.Length];
        Rsi.Calculate(closes, 14, rsi);
        Assert.All(rsi[..14], value => Assert.Equal(NaN, value));
        Assert.Equal([70.53, 66.32, 66.55, 69.41, 66.36, 57.97, 62.93], rsi[14..].Select(value => Math.Round(value, 2)));
    }

    [Fact]
    public void Bollinger_bands_use_the_deviation_of_a_population()
    {
        Bollinger bollinger = new(period: 4, deviations: 3);
        foreach (double price in (double[])[2, 4, 4]) Assert.Equal(NaN, bollinger.Update(price).Middle);
        Bands bands = bollinger.Update(6); // mean 4, squared deviations 4 + 0 + 0 + 4, over 4 and not 3
        Assert.Equal(4, bands.Middle, Exact);
        Assert.Equal(4 + (3 * Math.Sqrt(2)), bands.Upper, Exact);
        Assert.Equal(4 - (3 * Math.Sqrt(2)), bands.Lower, Exact);
    }

    [Fact]
    public void Session_vwap_begins_anew_on_every_UTC_date_and_the_others_do_not()
    {
        long evening = new DateTime(2024, 5, 1, 23, 0, 0, DateTimeKind.Utc).Ticks, hour = TimeSpan.TicksPerHour;
        Vwap session = new(), start = new(VwapAnchor.Start);
        RollingVwap rolling = new(2);
        double[] price = [10, 20, 40], volume = [1, 3, 1], bySession = new double[3], byStart = new double[3], byWindow = new double[3];
        for (int i = 0; i < 3; i++)
        {
            bySession[i] = session.Update(evening - hour + (i * hour), price[i], price[i], price[i], volume[i]); // the third is past midnight
            byStart[i] = start.Update(evening - hour + (i * hour), price[i], price[i], price[i], volume[i]);
            byWindow[i] = rolling.Update(price[i], price[i], price[i], volume[i]);
        }
        Assert.Equal([10, 17.5, 40], bySession);
        Assert.Equal([10, 17.5, 22], byStart);
        Assert.Equal([NaN, 17.5, 25], byWindow);
    }

    [Fact]
    public void Nothing_traded_has_no_average_price()
    {
        Assert.Equal(NaN, new Vwap().Update(0, 3, 1, 2, 0));
        RollingVwap rolling = new(2);
        foreach (double volume in (double[])[0.1, 0.2, 0.3, 0]) rolling.Update(3, 1, 2, volume);
        Assert.Equal(NaN, rolling.Update(3, 1, 2, 0));
        Assert.Equal(4, new RollingVwap(1).Update(5, 3, 4, 7), Exact);
    }

    [Fact]
    public void A_price_that_never_moves_defines_levels_but_no_proportions()
    {
        const double price = 0.1; // not a binary fraction
        Macd macd = new();
        Bollinger bollinger = new(20, 2);
        Rsi rsi = new(14);
        Cci cci = new(20);
        Adx adx = new(14);
        Atr atr = new(14);
        Mfi mfi = new(14);
        Stochastic stochastic = new();
        WilliamsR williams = new();
        SuperTrend superTrend = new();
        for (int i = 0; i < 200; i++)
        {
            (macd.Update(price), bollinger.Update(price), rsi.Update(price), cci.Update(price, price, price), atr.Update(price, price, price)).ToString();
            (adx.Update(price, price, price), mfi.Update(price, price, price, 5), stochastic.Update(price, price, price)).ToString();
            (williams.Update(price, price, price), superTrend.Update(price, price, price)).ToString();
        }
        Bands bands = bollinger.Update(price);
        Assert.Equal((price, price, price), (bands.Upper, bands.Middle, bands.Lower));
        Assert.Equal(0, macd.Update(price).Histogram, 1e-16);
        Assert.Equal(0, atr.Update(price, price, price));
        Assert.Equal(NaN, rsi.Update(price)); // TTR: NaN; TA-Lib: 0
        Assert.Equal(NaN, cci.Update(price, price, price));
        Assert.Equal(new AdxFigures(NaN, NaN, NaN), adx.Update(price, price, price));
        Assert.Equal(NaN, mfi.Update(price, price, price, 5));
        Assert.Equal(new StochasticFigures(NaN, NaN), stochastic.Update(price, price, price)); // TTR: 50; TA-Lib: 0
        Assert.Equal(NaN, williams.Update(price, price, price));
        Assert.Equal(new SuperTrendFigures(price, -1), superTrend.Update(price, price, price));
    }

    [Fact]
    public void A_flat_stretch_keeps_the_strength_until_it_has_faded_and_a_move_brings_it_back()
    {
        Rsi rsi = new(14);
        for (int i = 0; i < 15; i++) rsi.Update(i % 2 == 0 ? 10 : 12); // seven rises, seven falls
        Assert.Equal(50, rsi.Update(10), 1e-9);
        for (int i = 0; i < 9_000; i++) Assert.Equal(50, rsi.Update(10), 1e-9);
        for (int i = 0; i < 11_000; i++) rsi.Update(10); // what is left of the moves has too few bits for a ratio
        Assert.Equal(NaN, rsi.Update(10));
        Assert.Equal(100, rsi.Update(12));
    }

    // Period 1, so the average is the true range itself; multiplier 0.05.
    [Theory]
    [InlineData(1, 19.5, -1)] // range 10, reach 0.5 about 19: the close is above the band, but the first trend falls
    [InlineData(2, 19.55, -1)] // range 1, reach 0.05 about 19.5: the band rises, since the close before had crossed it
    [InlineData(3, 20.426, 1)] // range 21 − 19.52, reach 0.074 about 20.5: the upper band stays at 19.55 and is crossed
    [InlineData(4, 20.25, -1)] // range 1, reach 0.05 about 20.2: the lower band does not give way and is crossed
    public void SuperTrend_follows_and_turns_as_by_hand(int bar, double line, double direction)
    {
        double[] lines = new double[5], directions = new double[5];
        SuperTrend.Calculate([10, 20, 20, 21, 20.4], [10, 18, 19, 20, 20], [10, 20, 19.52, 21, 20.2], 1, 0.05, lines, directions);
        Assert.Equal(line, lines[bar], Exact);
        Assert.Equal(direction, directions[bar]);
    }

    [Fact]
    public void A_stochastic_without_a_range_is_undefined_only_while_its_averages_hold_it()
    {
        Stochastic stochastic = new(period: 2, smoothing: 2, signal: 1);
        foreach (double price in (double[])[5, 5, 5]) Assert.Equal(NaN, stochastic.Update(price, price, price).K);
        Assert.Equal(NaN, stochastic.Update(6, 6, 6).K); // one of the two raw values is still undefined
        Assert.Equal(50, stochastic.Update(4, 4, 4).K); // 100 at the top, 0 at the bottom
    }

    [Fact]
    public void Only_rises_and_only_falls_are_the_ends_of_the_scales()
    {
        Rsi up = new(3), down = new(3);
        Adx trend = new(3);
        Mfi flow = new(3);
        AdxFigures figures = default;
        double rsiUp = 0, rsiDown = 0, mfi = 0;
        for (int i = 1; i < 20; i++)
            (rsiUp, rsiDown, figures, mfi) = (up.Update(i), down.Update(-i), trend.Update(i + 1, i, i), flow.Update(i, i, i, 2));
        Assert.Equal((100, 0, 100), (rsiUp, rsiDown, mfi));
        Assert.Equal((100, 0), (figures.Adx, figures.MinusDi));
    }

    [Fact]
    public void A_change_from_a_price_that_is_not_above_zero_has_no_percentage()
    {
        double[] roc = new double[4];
        Roc.Calculate([0, -1, 5, 5], 1, roc);
        Assert.Equal([NaN, NaN, NaN, 0], roc);
    }

    private static double[] Run(CalculateColumn calculate, int period)
    {
        double[] values = new double[5];
        calculate([1, 2, 3, 4, 5], period, values);
        return values;
    }

    private delegate void CalculateColumn(ReadOnlySpan<double> prices, int period, Span<double> values);
}
