using System.Globalization;
using Microsoft.Extensions.Primitives;
using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;

namespace NeuralTrader.Api.Console;

/// <summary>What a back-test and a parameter search have in common, as fields of their forms: a link from one form to the other loses none of it.</summary>
public sealed record TestTerms(
    TradingCosts Costs, PriceBasis? Basis, double InitialCapital, FillRule FillRule, double PositionFraction, double MaxLeverage, bool AllowShort,
    bool WholeUnits, double RebalanceBand, double? StopLoss, double? TakeProfit, double RiskFreeRateAnnual, double CashRateAnnual, double? PeriodsPerYear,
    string[]? Members)
{
    private static readonly string[] OfParameters = ["p-", "from-", "to-", "step-"];

    private const decimal Point = 10_000; // basis points of 1

    /// <summary>Those of a search.</summary>
    public static TestTerms Of(OptimizeStrategyRequest request) => new(
        request.Costs ?? TradingCosts.Usual, request.Basis, request.InitialCapital, request.FillRule, request.PositionFraction, request.MaxLeverage,
        request.AllowShort, request.WholeUnits, request.RebalanceBand, request.StopLoss, request.TakeProfit, request.RiskFreeRateAnnual,
        request.CashRateAnnual, request.PeriodsPerYear, request.Members);

    /// <summary>Those that a form was sent with.</summary>
    /// <exception cref="InvalidInputException">A field is malformed.</exception>
    public static TestTerms Read(FormFields form) => new(
        CostsOf(form),
        form.Text("basis") is null ? null : form.Choice("basis", PriceBasis.Raw),
        form.Number("initialCapital") ?? 100_000,
        form.Choice("fillRule", FillRule.NextOpen),
        form.Fraction("positionFraction") ?? 1,
        form.Number("maxLeverage") ?? 1,
        form.IsTicked("allowShort"),
        form.IsTicked("wholeUnits"),
        form.Fraction("rebalanceBand") ?? 0.1,
        form.Fraction("stopLoss"),
        form.Fraction("takeProfit"),
        form.Fraction("riskFreeRateAnnual") ?? 0,
        form.Fraction("cashRateAnnual") ?? 0,
        form.Number("periodsPerYear"),
        form.Text("members")?.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    /// <summary>The fields that say them, by name; what is not set has none.</summary>
    public IEnumerable<(string Field, string Value)> Fields()
    {
        CostRates<decimal> rates = Costs.In<decimal>();
        (string Field, string? Value)[] all =
        [
            ("commission", Text(rates.ValueFraction * Point)), ("perOrder", Text(rates.PerOrder)), ("perUnit", Text(rates.PerUnit)),
            ("minimum", Text(rates.Minimum)), ("slippage", Text(rates.SlipFraction * Point)), ("slipPerUnit", Text(rates.SlipPerUnit)),
            ("volumeImpact", Text(rates.SlipVolumeImpact)), ("halfSpread", Text(rates.HalfSpread * Point)), ("borrow", Text(Costs.BorrowRateAnnual * 100)),
            ("maxParticipation", Text(Costs.MaxParticipation * 100)), ("basis", Basis?.ToString()), ("initialCapital", Text(InitialCapital)),
            ("fillRule", FillRule.ToString()), ("positionFraction", Percent(PositionFraction)), ("maxLeverage", Text(MaxLeverage)),
            ("allowShort", Tick(AllowShort)), ("wholeUnits", Tick(WholeUnits)), ("rebalanceBand", Percent(RebalanceBand)), ("stopLoss", Percent(StopLoss)),
            ("takeProfit", Percent(TakeProfit)), ("riskFreeRateAnnual", Percent(RiskFreeRateAnnual)), ("cashRateAnnual", Percent(CashRateAnnual)),
            ("periodsPerYear", Text(PeriodsPerYear)), ("members", Members is { } members ? string.Join(", ", members) : null),
        ];
        return all.Where(one => one.Value is not null).Select(one => (one.Field, one.Value!));
    }

    /// <summary>What a link said that holds for another strategy too: all but the strategy, its parameters and its members.</summary>
    public static IEnumerable<(string Field, string Value)> OfAnyStrategy(IEnumerable<KeyValuePair<string, StringValues>> link) => link
        .Where(one => one.Key is not ("strategy" or "symbols" or "across" or "up" or "members")
            && !OfParameters.Any(start => one.Key.StartsWith(start, StringComparison.Ordinal)))
        .Select(one => (one.Key, one.Value.ToString()));

    /// <summary>All but the costs and the fill rule, in words.</summary>
    public string Words()
    {
        (bool IsSaid, string Words)[] terms =
        [
            (true, AllowShort ? "long and short" : "long only"), (StopLoss is not null, $"stop loss {Percent(StopLoss)}%"),
            (TakeProfit is not null, $"take profit {Percent(TakeProfit)}%"), (PositionFraction != 1, $"{Percent(PositionFraction)}% of equity"),
            (MaxLeverage != 1, $"leverage at most {Text(MaxLeverage)}"), (WholeUnits, "whole units only"),
            (RebalanceBand != 0.1, $"rebalancing beyond {Percent(RebalanceBand)}%"),
            (true, $"capital {InitialCapital.ToString("N0", CultureInfo.InvariantCulture)}"),
            (RiskFreeRateAnnual != 0, $"risk-free rate {Percent(RiskFreeRateAnnual)}% a year"),
            (CashRateAnnual != 0, $"cash earns {Percent(CashRateAnnual)}% a year"),
            (PeriodsPerYear is not null, $"{Text(PeriodsPerYear)} bars a year"), (Members is { Length: > 0 }, $"members {string.Join(", ", Members ?? [])}"),
        ];
        return string.Join(", ", terms.Where(term => term.IsSaid).Select(term => term.Words));
    }

    /// <summary>A number as a field takes it back without loss.</summary>
    internal static string? Text(double? value) => value is not { } v ? null : Math.Abs(v) is < 1e15 and (>= 1e-12 or 0)
        ? Text((decimal)v) : v.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A fraction as the percentage it is.</summary>
    internal static string? Percent(double? fraction) =>
        fraction is { } v && Math.Abs(v) is < 1e12 and (>= 1e-12 or 0) ? Text((decimal)v * 100) : Text(fraction * 100);

    /// <summary>A box as a link ticks it.</summary>
    internal static string Tick(bool isTicked) => isTicked ? "true" : FormFields.NotTicked;

    private static string? Text(decimal? value) => value?.ToString("0.################", CultureInfo.InvariantCulture);

    private static TradingCosts CostsOf(FormFields form) => new(
        new Commission(
            CostModel.Combined, form.Amount("perOrder") ?? 0, (form.Amount("commission") ?? 0) / Point, form.Amount("perUnit") ?? 0,
            form.Amount("minimum") ?? 0),
        new Slippage(
            CostModel.Combined, form.Amount("slipPerUnit") ?? 0, (form.Amount("slippage") ?? 0) / Point, form.Amount("volumeImpact") ?? 0),
        (form.Amount("halfSpread") ?? 0) / Point, (form.Amount("borrow") ?? 0) / 100, form.Amount("maxParticipation") / 100);
}
