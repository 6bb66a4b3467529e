using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using NeuralTrader.Domain.Backtesting.Search;
using NeuralTrader.Domain.Trading.Strategies;

namespace NeuralTrader.Domain.Tests.Backtesting.Search;

/// <summary>Ranges in both forms, combinations by number, and what is refused by name.</summary>
public sealed class SearchSpaceTests
{
    private static readonly StrategyInfo SmaCross = StrategyCatalog.Find("sma_cross");

    [Theory]
    [InlineData("[30, 10, 20]", new double[] { 10, 20, 30 })]
    [InlineData("{\"min\": 10, \"max\": 30, \"step\": 10}", new double[] { 10, 20, 30 })]
    [InlineData("{\"min\": 10, \"max\": 29}", new double[] { 10, 15, 20, 25 })] // the catalogue's step is 5
    [InlineData("{\"max\": 10, \"min\": 10, \"step\": 3}", new double[] { 10 })]
    [InlineData("25", new double[] { 25 })]
    public void Every_form_of_a_range_is_read(string json, double[] expected)
    {
        ParameterRange range = JsonSerializer.Deserialize<ParameterRange>(json)!;
        Assert.Equal(expected, Space(("fast", range)).Values[0]);
        Assert.Equal(expected, Space(("fast", JsonSerializer.Deserialize<ParameterRange>(JsonSerializer.Serialize(range))!)).Values[0]);
    }

    [Theory, InlineData("[]"), InlineData("[1, null]"), InlineData("{\"min\": 1}"), InlineData("{\"min\": 1, \"min\": 2, \"max\": 3}"), InlineData("{\"from\": 1}"), InlineData("\"10\"")]
    public void A_malformed_range_is_not_read(string json) =>
        Assert.ThrowsAny<Exception>(() => Space(("fast", JsonSerializer.Deserialize<ParameterRange>(json)!)));

    [Fact]
    public void Steps_carry_no_rounding()
    {
        SearchSpace space = SearchSpace.Of(
            StrategyCatalog.Find("bollinger_reversion"), new Dictionary<string, ParameterRange> { ["deviations"] = ParameterRange.Between(0.1, 0.7, 0.1) }, null);
        Assert.Equal([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7], space.Values[0]);
    }

    [Fact]
    public void Combinations_are_numbered_with_the_last_parameter_fastest()
    {
        SearchSpace space = Space(("slow", ParameterRange.Of(100, 150, 200)), ("fast", ParameterRange.Of(10, 20)));
        Assert.Equal(6, space.Count);
        Assert.Equal(["fast", "slow"], space.Names); // the catalogue's order, not the caller's
        Assert.Equal([10, 150], space.ValuesAt(1));
        Assert.Equal([20, 100], space.ValuesAt(3));
        for (long point = 0; point < space.Count; point++) Assert.Equal(point, space.PointAt(space.Places(point)));
    }

    [Fact]
    public void What_is_out_of_range_is_refused_by_name()
    {
        Refused("parameterRanges.fast.step", () => Space(("fast", ParameterRange.Between(10, 50, 0))));
        Refused("parameterRanges.fast.min", () => Space(("fast", ParameterRange.Between(50, 10, 5))));
        Refused("parameterRanges.fast.max", () => Space(("fast", ParameterRange.Between(10, 5000, 5))));
        Refused("parameterRanges.fast", () => Space(("fast", ParameterRange.Of(10.5))));
        Refused("parameterRanges.fast", () => Space(("fast", ParameterRange.Of(10, 10))));
        Refused("parameterRanges.fast", () => Space(("fast", ParameterRange.Of(double.NaN))));
        Refused("parameters.fast", () => SearchSpace.Of(SmaCross, new Dictionary<string, ParameterRange> { ["fast"] = ParameterRange.Of(1) }, new Dictionary<string, double> { ["fast"] = 2 }));
        Assert.Contains("nearest: fast", Refused("parameterRanges", () => Space(("fats", ParameterRange.Of(10)))).Allowed, StringComparison.Ordinal);
        Refused("parameterRanges", () => Space());
    }

    [Fact]
    public void A_grid_too_large_is_refused_with_its_count_and_drawn_from_instead()
    {
        SearchSpace space = SearchSpace.Of(
            StrategyCatalog.Find("macd_trend"),
            new Dictionary<string, ParameterRange>
            {
                ["fast"] = ParameterRange.Between(1, 200, 1), ["slow"] = ParameterRange.Between(2, 401, 1), ["signal"] = ParameterRange.Between(1, 50, 1),
            },
            null);
        SearchSpec spec = new(new("macd_trend"), new Dictionary<string, ParameterRange>());
        Assert.Equal("4,000,000 combinations", Refused("parameterRanges", () => spec.Validated(space)).Value);
        Assert.Equal(1000, (spec with { Method = SearchMethod.Random }).Validated(space).Planned(space));
        Refused("trials", () => (spec with { Method = SearchMethod.Bayesian, Trials = 301 }).Validated(space));
    }

    [Fact]
    public void What_goes_together_is_what_the_strategies_take()
    {
        foreach (StrategyInfo strategy in StrategyCatalog.All.Where(one => one is { IsAvailable: true, Parameters.Length: > 1 }))
        {
            Gen<double[]> values = Gen.CollectToArray(strategy.Parameters, parameter => Gen.Choose(0, 1000).Select(part => Value(parameter, part / 1000.0)));
            Prop.ForAll(values.ToArbitrary(), drawn => Agree(strategy, drawn)).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
        }
    }

    private static bool Agree(StrategyInfo strategy, double[] drawn)
    {
        Dictionary<string, double> named = strategy.Parameters.Zip(drawn).ToDictionary(pair => pair.First.Name, pair => pair.Second);
        SearchSpace space = SearchSpace.Of(strategy, named.Take(1).ToDictionary(one => one.Key, one => ParameterRange.Of(one.Value)), named.Skip(1).ToDictionary());
        try
        {
            StrategyCatalog.Create(strategy.Name, named, new StrategySetting(Math.Max(1, strategy.InstrumentsNeeded)));
        }
        catch (InvalidInputException)
        {
            return !space.Allows(0);
        }
        return space.Allows(0);
    }

    // Small values as often as large ones, so that rules between parameters are met from both sides.
    private static double Value(StrategyParameter parameter, double part)
    {
        double value = parameter.Min + ((Math.Min(parameter.Max, parameter.Min + 60) - parameter.Min) * part);
        return parameter.IsWhole ? Math.Round(value) : value;
    }

    private static SearchSpace Space(params (string Name, ParameterRange Range)[] ranges) =>
        SearchSpace.Of(SmaCross, ranges.ToDictionary(range => range.Name, range => range.Range), null);

    private static InvalidInputException Refused(string field, Action action)
    {
        InvalidInputException refused = Assert.Throws<InvalidInputException>(action);
        Assert.Equal(field, refused.Field);
        return refused;
    }
}
