using NeuralTrader.Domain.Risk.Allocation;

namespace NeuralTrader.Domain.Tests.Risk.Allocation;

public sealed class ViewWordsTests
{
    [Theory]
    [InlineData("AAPL = 8%", "AAPL:1", 0.08, null)]
    [InlineData("aapl=0.08", "AAPL:1", 0.08, null)]
    [InlineData("SPY - QQQ = 2% ± 1%", "SPY:1 QQQ:-1", 0.02, 0.0001)]
    [InlineData("SPY - QQQ = 2% +/- 1%", "SPY:1 QQQ:-1", 0.02, 0.0001)]
    [InlineData("0.5 AAPL + 0.5*IBM - SPY = -3 % +- 0.02", "AAPL:0.5 IBM:0.5 SPY:-1", -0.03, 0.0004)]
    [InlineData("- BRK-B = −1%", "BRK-B:-1", -0.01, null)]
    [InlineData("2 EURUSD=X - 600519 = 1%", "EURUSD=X:2 600519:-1", 0.01, null)]
    public void An_opinion_is_read_as_it_is_written(string text, string assets, double expected, double? variance)
    {
        MarketView view = ViewWords.Parse(text);
        Assert.Equal(assets, string.Join(' ', view.Assets.Select(one => FormattableString.Invariant($"{one.Key}:{one.Value}"))));
        Assert.Equal(expected, view.Return, 1e-15);
        Assert.Equal(variance ?? double.NaN, view.Variance ?? double.NaN, 1e-15);
    }

    [Theory]
    [InlineData(null), InlineData(""), InlineData("= 2%"), InlineData("SPY"), InlineData("SPY ="), InlineData("SPY = much"), InlineData("SPY = NaN")]
    [InlineData("SPY QQQ = 2%"), InlineData("SPY - = 2%"), InlineData("SPY - - QQQ = 2%"), InlineData("SPY - SPY = 2%"), InlineData("SPY = 2% ± 0%")]
    [InlineData("SPY = 2% ± -1%"), InlineData("SPY = 2% ± 1% ± 1%"), InlineData("2 3 SPY = 1%"), InlineData("S/PY = 1%")]
    public void What_is_no_opinion_is_refused_by_name(string? text) =>
        Assert.Equal("views", Assert.Throws<InvalidInputException>(() => ViewWords.Parse(text, "views")).Field);

    [Theory, InlineData("SPY=60%,QQQ=0.4"), InlineData("spy 60 %; qqq 40%"), InlineData("SPY = 0.6\nQQQ = 0.4\n"), InlineData("SPY 60, QQQ=40")]
    public void Weights_are_fractions_or_percentages(string text)
    {
        Dictionary<string, double> weights = ViewWords.Weights(text);
        Assert.Equal(["SPY", "QQQ"], weights.Keys);
        Assert.Equal(0.6, weights["SPY"], 1e-15);
        Assert.Equal(0.4, weights["QQQ"], 1e-15);
    }

    [Theory, InlineData(""), InlineData("SPY"), InlineData("SPY=101"), InlineData("SPY=101%"), InlineData("SPY=-0.1"), InlineData("SPY=0.5,spy=0.5"), InlineData("=0.5")]
    public void What_are_no_weights_is_refused_by_name(string text) =>
        Assert.Equal("market", Assert.Throws<InvalidInputException>(() => ViewWords.Weights(text)).Field);
}
