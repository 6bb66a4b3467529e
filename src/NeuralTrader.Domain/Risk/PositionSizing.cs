using NeuralTrader.Domain.Ledger;

namespace NeuralTrader.Domain.Risk;

/// <summary>By what rule a position is sized.</summary>
public enum SizingMethod
{
    /// <summary>So many units that the stop, when it is hit, costs a fixed fraction of equity.</summary>
    FixedFractional = 1,

    /// <summary>So much exposure that the position's volatility is the target: weight = target / volatility.</summary>
    VolatilityTarget = 2,

    /// <summary>A fraction of the Kelly exposure that is given.</summary>
    Kelly = 3,
}

/// <summary>What a size is computed from. Only what the method needs is read; what it needs and is null is refused.</summary>
/// <param name="Method">The rule.</param>
/// <param name="Equity">What the account is worth, above 0, at most 10¹⁵.</param>
/// <param name="Price">Of one unit, above 0, at most 10¹².</param>
/// <param name="Currency">ISO 4217 code of both.</param>
/// <param name="RiskFraction">Of equity that may be lost at the stop, above 0, at most 1; for fixed fractional.</param>
/// <param name="StopPrice">Below the price for a long position, above it for a short one; for fixed fractional.</param>
/// <param name="VolatilityAnnual">Of the instrument, a fraction per year above 0; for a volatility target.</param>
/// <param name="TargetVolatilityAnnual">Of the position, a fraction per year above 0; for a volatility target.</param>
/// <param name="KellyExposure">The full Kelly exposure as a multiple of equity; negative is short; for Kelly.</param>
/// <param name="KellyFraction">Of it that is taken, from 0 to 1.</param>
/// <param name="MaxWeight">Most that the position may be worth, as a fraction of equity, above 0; null for 1.</param>
/// <param name="MaxUnits">Most units, above 0; null for no such cap.</param>
/// <param name="Lot">Units come in multiples of this, above 0: 1 for whole shares, 0.00000001 for fractions.</param>
[GenerateSerializer, Immutable, Alias("sizing-input")]
public sealed record SizingInput(
    SizingMethod Method, decimal Equity, decimal Price, string Currency = "USD", double? RiskFraction = null, decimal? StopPrice = null,
    double? VolatilityAnnual = null,
    double? TargetVolatilityAnnual = null, double? KellyExposure = null, double KellyFraction = 0.5, double? MaxWeight = null, decimal? MaxUnits = null,
    decimal Lot = 1);

/// <summary>A position's size.</summary>
/// <param name="Units">What to hold, rounded down to the lot; negative is short.</param>
/// <param name="Notional">Units × price, in the currency; negative is short.</param>
/// <param name="Weight">Notional as a fraction of equity.</param>
/// <param name="LossAtStop">What the stop costs when it is hit at its price; null without a stop.</param>
/// <param name="UncappedUnits">What the rule alone would hold.</param>
/// <param name="BoundBy">What decided: "method", "max_weight" or "max_units".</param>
/// <param name="Currency">ISO 4217 code of the amounts.</param>
[GenerateSerializer, Immutable, Alias("position-size")]
public sealed record PositionSize(
    decimal Units, decimal Notional, double Weight, decimal? LossAtStop, decimal UncappedUnits, string BoundBy, string Currency);

/// <summary>How many units to hold.</summary>
public static class PositionSizing
{
    private const decimal MostMoney = 1e15m, MostPrice = 1e12m, MostUnits = 1e15m, LeastLot = 1e-8m;

    /// <summary>The size by a rule, never above a cap and rounded towards nothing.</summary>
    /// <param name="input">What it is computed from.</param>
    /// <exception cref="InvalidInputException">A value is missing, not finite or out of its range.</exception>
    public static PositionSize Of(SizingInput input)
    {
        decimal equity = Amount(input.Equity, MostMoney, "equity"), price = Amount(input.Price, MostPrice, "price"), lot = Amount(input.Lot, MostUnits, "lot");
        if (lot < LeastLot) throw Require.Invalid("lot", lot, "a number of 0.00000001 or more");
        string currency = Ledger.Currency.Parse(input.Currency);
        decimal signed = input.Method switch
        {
            SizingMethod.FixedFractional => AtStop(input, equity, price),
            SizingMethod.VolatilityTarget => Units(Needed(input.TargetVolatilityAnnual, "targetVolatilityAnnual") / Needed(input.VolatilityAnnual,
            "volatilityAnnual"), equity, price),
            SizingMethod.Kelly => Units(Exposure(input), equity, price),
            _ => throw Require.Invalid("method", input.Method, "FixedFractional, VolatilityTarget or Kelly"),
        };
        decimal size = Math.Abs(signed), uncapped = size;
        string bound = "method";
        decimal weightCap = Units(Positive(input.MaxWeight ?? 1, "maxWeight"), equity, price);
        if (size > weightCap) (size, bound) = (weightCap, "max_weight");
        if (input.MaxUnits is { } most && size > Amount(most, MostUnits, "maxUnits")) (size, bound) = (most, "max_units");
        decimal units = Math.Floor(size / lot) * lot * Math.Sign(signed);
        decimal? loss = input.StopPrice is { } stop
            ? Ledger.Currency.RoundUp(Math.Abs(units) * Math.Abs(price - Amount(stop, MostPrice, "stopPrice")), currency) : null;
        return new PositionSize(
            units, Ledger.Currency.Round(units * price, currency), (double)(units * price / equity), loss, uncapped * Math.Sign(signed), bound, currency);
    }

    private static decimal AtStop(SizingInput input, decimal equity, decimal price)
    {
        double fraction = Needed(input.RiskFraction, "riskFraction");
        if (fraction > 1) throw Require.Invalid("riskFraction", fraction, "a number above 0, at most 1");
        decimal stop = input.StopPrice is { } given ? Amount(given, MostPrice, "stopPrice")
            : throw Require.Invalid<object?>("stopPrice", null, "a price other than the entry price");
        if (stop == price) throw Require.Invalid("stopPrice", stop, "a price other than the entry price");
        decimal distance = price - stop;
        return Math.Min(MostUnits, equity * (decimal)fraction / Math.Max(Math.Abs(distance), 1e-12m)) * Math.Sign(distance);
    }

    private static double Exposure(SizingInput input)
    {
        double full = input.KellyExposure is { } given ? Require.Finite(given, "kellyExposure")
            : throw Require.Invalid<object?>("kellyExposure", null, "a finite number; negative is short");
        return full * Require.Between(input.KellyFraction, 0.0, 1.0, "kellyFraction");
    }

    private static decimal Units(double weight, decimal equity, decimal price)
    {
        double most = Math.Min(1e12, (double)(MostUnits * Math.Min(1, price)) / (double)equity); // beyond it no decimal could hold the size
        return (decimal)Math.Clamp(weight, -most, most) * equity / price;
    }

    private static decimal Amount(decimal value, decimal most, string field) =>
        value > 0 && value <= most ? value : throw Require.Invalid(field, value, $"a number above 0, at most {most:0}");

    private static double Positive(double value, string field) => Require.Positive(value, field);

    private static double Needed(double? value, string field) =>
        value is { } given ? Require.Positive(given, field) : throw Require.Invalid<object?>(field, null, "a finite number above 0");
}
