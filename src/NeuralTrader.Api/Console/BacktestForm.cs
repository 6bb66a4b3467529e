using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;
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
        return new RunBacktestRequest(
            strategy.Name,
            Symbols: form.Symbols("symbols"),
            From: form.Date("from"),
            To: form.Date("to"),
            Parameters: strategy.Parameters.ToDictionary(one => one.Name, one => form.Number(Field(one)) ?? one.Default),
            Costs: Costs(form),
            Interval: form.Choice("interval", BarInterval.Day),
            Benchmark: form.Text("benchmark") is { } benchmark ? Symbol.Parse(benchmark, "benchmark") : null,
            Together: form.IsTicked("together"),
            InitialCapital: form.Number("initialCapital") ?? 100_000,
            FillRule: form.Choice("fillRule", FillRule.NextOpen),
            PositionFraction: form.Fraction("positionFraction") ?? 1,
            MaxLeverage: form.Number("maxLeverage") ?? 1,
            AllowShort: form.IsTicked("allowShort"),
            WholeUnits: form.IsTicked("wholeUnits"),
            StopLoss: form.Fraction("stopLoss"),
            TakeProfit: form.Fraction("takeProfit"),
            RiskFreeRateAnnual: form.Fraction("riskFreeRateAnnual") ?? 0,
            BacktestId: form.Text("backtestId"),
            Wait: false);
    }

    /// <summary>What trading costs, from basis points.</summary>
    public static TradingCosts Costs(FormFields form)
    {
        decimal commission = (form.Amount("commission") ?? 0) / 10_000, slippage = (form.Amount("slippage") ?? 0) / 10_000;
        return new TradingCosts(
            new Commission(CostModel.Percentage, Fraction: commission), new Slippage(CostModel.Percentage, Fraction: slippage),
            BorrowRateAnnual: (form.Amount("borrow") ?? 0) / 100);
    }
}
