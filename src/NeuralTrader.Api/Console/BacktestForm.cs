using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading.Strategies;

namespace NeuralTrader.Api.Console;

/// <summary>A back-test as its form was sent.</summary>
public static class BacktestForm
{
    /// <summary>The name of a parameter's field.</summary>
    public static string Field(StrategyParameter parameter) => $"p-{parameter.Name}";

    /// <summary>The back-test that the form asks for; it runs on while the page shows its progress.</summary>
    /// <exception cref="InvalidInputException">A field is malformed or missing.</exception>
    public static RunBacktestRequest Read(FormFields form, StrategyInfo strategy)
    {
        TestTerms terms = TestTerms.Read(form);
        return new RunBacktestRequest(
            strategy.Name,
            Symbols: form.Symbols("symbols"),
            From: form.Date("from"),
            To: form.Date("to"),
            Parameters: strategy.Parameters.ToDictionary(one => one.Name, one => form.Number(Field(one)) ?? one.Default),
            Costs: terms.Costs,
            Interval: form.Choice("interval", BarInterval.Day),
            Basis: terms.Basis,
            Benchmark: form.Text("benchmark") is { } benchmark ? Symbol.Parse(benchmark, "benchmark") : null,
            Together: form.IsTicked("together"),
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
            BacktestId: form.Text("backtestId"),
            Wait: false);
    }
}
