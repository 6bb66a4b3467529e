using System.Globalization;
using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Backtesting.Search;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Strategies;

namespace NeuralTrader.Api.Console;

/// <summary>A parameter search as its form was sent.</summary>
public static class OptimizationForm
{
    private const int StepsAside = 6; // from the usual value to each end of the range that the form begins with

    /// <summary>The name of a parameter's field: <c>from</c>, <c>to</c> or <c>step</c>.</summary>
    public static string Field(StrategyParameter parameter, string part) => $"{part}-{parameter.Name}";

    /// <summary>What the form begins with: the catalogue's step around the usual value for the first two parameters, the usual value for the others.</summary>
    public static (string From, string To, string Step) Usual(StrategyParameter parameter, bool isVaried)
    {
        decimal usual = (decimal)parameter.Default, step = (decimal)parameter.Step, min = (decimal)parameter.Min, max = (decimal)parameter.Max;
        if (!isVaried || step <= 0) return (Text(usual), "", Text(step));
        decimal below = Math.Min(StepsAside, Math.Floor((usual - min) / step));
        decimal above = Math.Min((2 * StepsAside) - below, Math.Floor((max - usual) / step));
        return (Text(usual - (below * step)), Text(usual + (above * step)), Text(step));
    }

    /// <summary>The search that the form asks for; it runs on while the page shows its progress.</summary>
    /// <exception cref="InvalidInputException">A field is malformed or missing.</exception>
    public static OptimizeStrategyRequest Read(FormFields form, StrategyInfo strategy)
    {
        Dictionary<string, ParameterRange> ranges = [];
        Dictionary<string, double> values = [];
        foreach (StrategyParameter one in strategy.Parameters)
        {
            if (Listed(form, one) is { } listed)
            {
                ranges[one.Name] = ParameterRange.Of(listed);
                continue;
            }
            double from = form.Number(Field(one, "from")) ?? one.Default;
            if (form.Number(Field(one, "to")) is { } to && to != from) ranges[one.Name] = ParameterRange.Between(from, to, form.Number(Field(one, "step")));
            else values[one.Name] = from;
        }
        if (ranges.Count == 0)
            throw new InvalidInputException("parameterRanges", null, "at least one parameter with a “to” that differs from its “from”");
        string[] symbols = form.Symbols("symbols");
        TestTerms terms = TestTerms.Read(form);
        SearchMethod method = form.Choice("how", SearchMethod.Grid); // a field called method would hide the form's own
        return new OptimizeStrategyRequest(
            strategy.Name, ranges,
            Symbol: symbols.Length == 1 ? symbols[0] : null,
            Symbols: symbols.Length == 1 ? null : symbols,
            Method: method,
            Metric: form.Choice("metric", SearchMetric.Sharpe),
            Trials: method == SearchMethod.Grid ? null : form.Whole("trials"),
            Seed: form.Whole("seed") ?? 1,
            MinTrades: form.Whole("minTrades") ?? 0,
            Top: form.Whole("top") ?? 10,
            HeatMap: HeatMap(form, ranges),
            Validation: Checks(form),
            From: form.Date("from"),
            To: form.Date("to"),
            Parameters: values.Count > 0 ? values : null,
            Costs: terms.Costs,
            Interval: form.Choice("interval", BarInterval.Day),
            Basis: terms.Basis,
            InitialCapital: terms.InitialCapital,
            FillRule: terms.FillRule,
            PositionFraction: terms.PositionFraction,
            MaxLeverage: terms.MaxLeverage,
            AllowShort: terms.AllowShort,
            WholeUnits: terms.WholeUnits,
            RebalanceBand: terms.RebalanceBand,
            StopLoss: terms.StopLoss,
            TakeProfit: terms.TakeProfit,
            RiskFreeRateAnnual: terms.RiskFreeRateAnnual,
            CashRateAnnual: terms.CashRateAnnual,
            PeriodsPerYear: terms.PeriodsPerYear,
            Members: terms.Members,
            OptimizationId: form.Text("optimizationId"),
            Wait: false);
    }

    // Several values in the place of the first end.
    private static double[]? Listed(FormFields form, StrategyParameter parameter)
    {
        string field = Field(parameter, "from");
        if (form.Text(field) is not { } text || !text.Contains(',', StringComparison.Ordinal)) return null;
        if (form.Text(Field(parameter, "to")) is { } to)
            throw new InvalidInputException($"parameterRanges.{parameter.Name}", $"{text} to {to}", "several values, or a “from” and a “to”");
        return [.. text.Split(',', StringSplitOptions.TrimEntries).Select(one =>
            double.TryParse(one, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value
                : throw new InvalidInputException($"parameterRanges.{parameter.Name}", text, "numbers with commas between them"))];
    }

    private static SearchValidation Checks(FormFields form)
    {
        SearchValidation usual = new();
        return new SearchValidation(
            OutOfSample: form.Fraction("outOfSample") ?? 0,
            WalkForwardWindows: form.Whole("walkForwardWindows") ?? 0,
            Anchored: form.IsTicked("anchored"),
            FirstTraining: form.Fraction("firstTraining") ?? usual.FirstTraining,
            Folds: form.Whole("folds") ?? 0,
            PurgeBars: form.Whole("purgeBars") ?? usual.PurgeBars,
            Embargo: form.Fraction("embargo") ?? usual.Embargo,
            PboBlocks: form.Whole("pboBlocks") ?? 0);
    }

    private static string[]? HeatMap(FormFields form, Dictionary<string, ParameterRange> ranges) =>
        (form.Text("across"), form.Text("up")) switch
        {
            (null, null) => null,
            ({ } across, { } up) when ranges.ContainsKey(across) && ranges.ContainsKey(up) && across != up => [across, up],
            var (across, up) => throw new InvalidInputException(
                "heatMap", $"{across}, {up}", $"two different parameters that have a range: {string.Join(", ", ranges.Keys)}"),
        };

    private static string Text(decimal value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
