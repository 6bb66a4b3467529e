using NeuralTrader.Api.Console;

namespace NeuralTrader.Api.Tests.Console;

public sealed class FigureTests
{
    [Theory, InlineData(0.0006, "0.06%"), InlineData(0.00002, "0.002%"), InlineData(0.25, "25.00%"), InlineData(0, "0.00%"), InlineData(double.NaN, "–")]
    public void A_standard_error_has_the_decimals_that_show_it(double error, string expected) =>
        Assert.EndsWith($">{expected}</span>", Figure.Error(error).Value, StringComparison.Ordinal);

    [Theory, InlineData(0, "below 0.0001"), InlineData(0.00012, "0.0001"), InlineData(0.5, "0.5000"), InlineData(double.NaN, "–")]
    public void A_very_small_probability_is_not_nothing(double p, string expected) =>
        Assert.EndsWith($">{expected}</span>", Figure.Probability(p).Value, StringComparison.Ordinal);

    [Theory, InlineData(-0.000001, "0.00%", "0.00"), InlineData(-0.2, "−20.00%", "−0.20")]
    public void What_rounds_to_nothing_has_no_sign(double value, string percent, string number)
    {
        Assert.EndsWith($">{percent}</span>", Figure.Percent(value).Value, StringComparison.Ordinal);
        Assert.EndsWith($">{number}</span>", Figure.Number(value).Value, StringComparison.Ordinal);
        Assert.Equal(percent.StartsWith('−'), Figure.Return(value).Value.Contains('▼', StringComparison.Ordinal));
    }
}
