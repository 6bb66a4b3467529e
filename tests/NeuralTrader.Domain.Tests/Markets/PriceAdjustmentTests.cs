using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Tests.Markets;

public sealed class PriceAdjustmentTests
{
    private const string Data = "/work/shared/data/equities";

    // Close 100; then 98 after a dividend of 2; then a two-for-one split on an unchanged value.
    private static readonly BarSeries Raw = BarSeries.FromBars(
        new SeriesKey("TEST", BarInterval.Day, PriceBasis.Raw), "USD", new Provenance("by hand", false),
        [new(new DateTime(2020, 1, 1), 100, 100, 100, 100, 10), new(new DateTime(2020, 1, 2), 98, 98, 98, 98, 10), new(new DateTime(2020, 1, 3), 49, 49, 49, 49, 20)]);

    private static readonly CorporateAction[] Actions = [new(new DateTime(2020, 1, 3), 2, 0), new(new DateTime(2020, 1, 2), 1, 2)];

    [Fact]
    public void Splits_are_divided_out_of_prices_and_into_volume()
    {
        BarSeries adjusted = PriceAdjustment.SplitAdjusted(Raw, Actions);
        Assert.Equal([50.0, 49, 49], adjusted.Close.ToArray());
        Assert.Equal([20.0, 20, 20], adjusted.Volume.ToArray());
        Assert.Equal(PriceBasis.SplitAdjusted, adjusted.Key.Basis);
    }

    [Fact]
    public void A_total_return_series_is_flat_where_the_holder_earned_nothing() =>
        Assert.Equal([49.0, 49, 49], PriceAdjustment.TotalReturn(Raw, Actions).Close.ToArray());

    [Fact]
    public void A_dividend_as_high_as_the_price_is_refused() => Assert.Equal(
        "cashDividend", Assert.Throws<InvalidInputException>(() => PriceAdjustment.TotalReturn(Raw, [new(new DateTime(2020, 1, 2), 1, 100)])).Field);

    [Fact]
    public void Adjusted_prices_are_not_adjusted_again() =>
        Assert.Throws<InvalidInputException>(() => PriceAdjustment.SplitAdjusted(PriceAdjustment.SplitAdjusted(Raw, []), []));

    [Fact]
    public void Factors_turn_into_the_splits_and_dividends_that_were_declared()
    {
        // Apple: 7 for 1 on 2014-06-09, 0.205 a share on 2021-02-05.
        ActionImport import = FactorFile.Read(
            "2014-06-06,0.9,0.0357143,645.57\n2021-02-04,0.9985079,1.0,137.39\n2050-12-31,1.0,1.0,0.0\n"u8, "aapl.csv");
        Assert.Equal(new CorporateAction(new DateTime(2021, 2, 5), 1, 0.205), import.Actions[1]);
        Assert.Equal(28, import.Actions[0].SplitRatio); // 7 × 4, the split of 2020 not being in this extract
        Assert.Equal(new DateTime(2014, 6, 9), import.Actions[0].ExDate); // the Monday after Friday the 6th
    }

    [Theory, InlineData("2020-01-01,x,1,10"), InlineData("2020-01-01,0,1,10"), InlineData("2022-01-01,1,1,10"), InlineData("2020-01-01,1,1")]
    public void One_bad_row_refuses_a_factor_file(string row)
    {
        ActionImport import = FactorFile.Read(System.Text.Encoding.UTF8.GetBytes($"last_date,price_factor,split_factor,reference_close\n{row}\n2021-01-01,1,1,10\n"), "f.csv");
        Assert.True(import.Report.Refused);
        Assert.Empty(import.Actions);
    }

    [Theory]
    [InlineData("AAPL"), InlineData("IBM"), InlineData("SPY"), InlineData("BAC"), InlineData("QQQ"), InlineData("AIG"), InlineData("GOOGL")]
    public void Raw_prices_and_actions_give_the_vendors_adjusted_prices(string symbol)
    {
        if (!Directory.Exists(Data)) Assert.Skip($"{Data} is not here");
        ImportOptions options = new(symbol, "USD");
        BarSeries raw = BarCsv.Read(File.ReadAllBytes($"{Data}/daily_raw/{symbol}.csv"), symbol, options).Series[0];
        BarSeries expected = BarCsv.Read(File.ReadAllBytes($"{Data}/daily_adjusted/{symbol}.csv"), symbol, options).Series[0];
        BarSeries actual = PriceAdjustment.TotalReturn(raw, FactorFile.Read(File.ReadAllBytes($"{Data}/corporate_actions/{symbol}.csv"), symbol).Actions);
        Assert.Equal(expected.Count, actual.Count);
        double worst = 0;
        for (int i = 0; i < actual.Count; i++) worst = Math.Max(worst, Math.Abs((actual.Close[i] / expected.Close[i]) - 1));
        Assert.InRange(worst, 0, 1e-5); // the vendor's factors carry seven digits, its prices six decimals
    }
}
