using System.Globalization;

namespace NeuralTrader.Domain.Risk;

/// <summary>A position that is thought of, and the account it would be in.</summary>
/// <param name="Quantity">Units to trade; negative sells or goes short; not 0.</param>
/// <param name="Price">Of one unit, above 0.</param>
/// <param name="Equity">What the account is worth, above 0.</param>
/// <param name="HeldQuantity">Units held already; negative is short.</param>
/// <param name="OtherExposure">Value of all other positions, long and short, both positive.</param>
/// <param name="Cash">Free cash, 0 or more; null where it is not to be looked at.</param>
/// <param name="StopPrice">Where the position would be closed; null for none.</param>
/// <param name="VolatilityAnnual">Of the instrument, a fraction per year, 0 or more; null where it is not known.</param>
/// <param name="AverageDailyVolume">Units traded a day, above 0; null where it is not known.</param>
/// <param name="Currency">ISO 4217 code of price, equity and cash.</param>
[GenerateSerializer, Immutable, Alias("position-plan")]
public sealed record PositionPlan(
    decimal Quantity, decimal Price, decimal Equity, decimal HeldQuantity = 0, decimal OtherExposure = 0, decimal? Cash = null, decimal? StopPrice = null,
    double? VolatilityAnnual = null, double? AverageDailyVolume = null, string Currency = "USD");

/// <summary>What a position must keep to. A limit that is null is not checked.</summary>
/// <param name="MaxWeight">Most that the position may be worth, as a fraction of equity.</param>
/// <param name="MaxLeverage">Most that all positions may be worth together, as a multiple of equity.</param>
/// <param name="MaxLossAtStop">Most that may be lost at the stop, as a fraction of equity; then a stop is needed.</param>
/// <param name="MaxValueAtRisk95">Most that the position's normal one-day value at risk at 95 % may be, as a fraction of equity; then a volatility is
/// needed.</param>
/// <param name="MaxParticipation">Most that the trade may be of the average daily volume; then that volume is needed.</param>
/// <param name="AllowShort">False refuses a position below 0.</param>
[GenerateSerializer, Immutable, Alias("position-limits")]
public sealed record PositionLimits(
    double? MaxWeight = 0.25, double? MaxLeverage = 1, double? MaxLossAtStop = null, double? MaxValueAtRisk95 = null, double? MaxParticipation = null,
    bool AllowShort = false);

/// <summary>One rule beside what the position would make of it.</summary>
/// <param name="Rule">max_weight, max_leverage, max_loss_at_stop, max_value_at_risk_95, max_participation, cash, short_selling or stop_side.</param>
/// <param name="Value">The figure that the rule looks at; null where something needed for it was not given.</param>
/// <param name="Limit">What it may be at most; null where the rule is no number.</param>
/// <param name="IsOk">True where the rule is kept.</param>
/// <param name="Detail">One sentence with the figures.</param>
[GenerateSerializer, Immutable, Alias("rule-check")]
public sealed record RuleCheck(string Rule, double? Value, double? Limit, bool IsOk, string Detail);

/// <summary>Every rule that was checked.</summary>
/// <param name="IsValid">True where every rule is kept.</param>
/// <param name="Checks">The rules, those that are broken first.</param>
/// <param name="Notional">What the position would be worth after the trade, in the currency; negative is short.</param>
/// <param name="Currency">ISO 4217 code of the notional.</param>
[GenerateSerializer, Immutable, Alias("position-verdict")]
public sealed record PositionVerdict(bool IsValid, IReadOnlyList<RuleCheck> Checks, decimal Notional, string Currency);

/// <summary>Checks a position against limits before it is taken.</summary>
public static class PositionCheck
{
    private const double Normal95 = 1.6448536269514722, TradingDays = 252;
    private const decimal MostMoney = 1e15m, MostUnits = 1e12m;

    /// <summary>Whether a position keeps to the limits, rule by rule.</summary>
    /// <param name="plan">The position and the account.</param>
    /// <param name="limits">What it must keep to.</param>
    /// <exception cref="InvalidInputException">A value is not finite or out of its range.</exception>
    public static PositionVerdict Of(PositionPlan plan, PositionLimits limits)
    {
        decimal quantity = Within(plan.Quantity, -MostUnits, MostUnits, "quantity"), held = Within(plan.HeldQuantity, -MostUnits, MostUnits, "heldQuantity");
        decimal price = Above(plan.Price, "price"), equity = Above(plan.Equity, "equity"), others = Within(plan.OtherExposure, 0, MostMoney, "otherExposure");
        if (quantity == 0) throw Require.Invalid("quantity", quantity, "a number other than 0");
        string currency = Ledger.Currency.Parse(plan.Currency);
        decimal? free = plan.Cash is { } given ? Within(given, 0, MostMoney, "cash") : null;
        double? volatility = NotNegative(plan.VolatilityAnnual, "volatilityAnnual"), volume = Positive(plan.AverageDailyVolume, "averageDailyVolume");
        decimal after = held + quantity;
        double worth = (double)equity, notional = (double)after * (double)price;
        List<RuleCheck> checks = [];
        if (Limit(limits.MaxWeight, "maxWeight") is { } weight)
            Add("max_weight", Math.Abs(notional) / worth, weight, "the position is {0} of equity, {1} is allowed");
        if (Limit(limits.MaxLeverage, "maxLeverage") is { } leverage)
            Add("max_leverage", (Math.Abs(notional) + (double)others) / worth, leverage, "all positions are {0} of equity, {1} is allowed");
        if (free is { } cash && quantity > 0)
            Add("cash", (double)quantity * (double)price, (double)cash, $"the trade costs {{0}}, free are {{1}} {currency}");
        if (!limits.AllowShort) checks.Add(new RuleCheck("short_selling", (double)after, null, after >= 0, after >= 0 ? "nothing is sold short"
            : $"{after.ToString(CultureInfo.InvariantCulture)} units would be short"));
        AddStop(plan, limits, after, price, worth, checks);
        if (Limit(limits.MaxValueAtRisk95, "maxValueAtRisk95") is { } tail)
            Need("max_value_at_risk_95", volatility * Normal95 / Math.Sqrt(TradingDays) * Math.Abs(notional) / worth, tail, "volatilityAnnual",
                "one day at 95 % costs {0} of equity, {1} is allowed");
        if (Limit(limits.MaxParticipation, "maxParticipation") is { } part)
            Need("max_participation", (double)Math.Abs(quantity) / volume, part, "averageDailyVolume",
                "the trade is {0} of a day's volume, {1} is allowed");
        return new PositionVerdict(
            checks.All(check => check.IsOk), [.. checks.OrderBy(check => check.IsOk)], Ledger.Currency.Round(after * price, currency), currency);

        void Add(string rule, double value, double limit, string sentence) =>
            checks.Add(new RuleCheck(rule, value, limit, value <= limit, string.Format(CultureInfo.InvariantCulture, sentence, Figure(value), Figure(limit))));

        void Need(string rule, double? value, double limit, string field, string sentence)
        {
            if (value is { } known) Add(rule, known, limit, sentence);
            else checks.Add(new RuleCheck(rule, null, limit, false, $"{field} is missing, so that the rule cannot be checked"));
        }
    }

    private static void AddStop(PositionPlan plan, PositionLimits limits, decimal after, decimal price, double worth, List<RuleCheck> checks)
    {
        double? most = Limit(limits.MaxLossAtStop, "maxLossAtStop");
        if (plan.StopPrice is { } stop)
        {
            decimal distance = after >= 0 ? price - Above(stop, "stopPrice") : Above(stop, "stopPrice") - price;
            bool isProtective = distance > 0 || after == 0;
            checks.Add(new RuleCheck("stop_side", (double)stop, null, isProtective, isProtective ? "the stop is on the losing side of the price"
                : "the stop is on the winning side of the price"));
            if (most is not { } limit) return;
            double loss = (double)(Math.Abs(after) * Math.Max(0, distance)) / worth;
            checks.Add(new RuleCheck("max_loss_at_stop", loss, limit, loss <= limit, $"the stop costs {Figure(loss)} of equity, {Figure(limit)} is allowed"));
        }
        else if (most is { } limit)
        {
            checks.Add(new RuleCheck("max_loss_at_stop", null, limit, false, "stopPrice is missing, so that the rule cannot be checked"));
        }
    }

    private static string Figure(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private static double? Limit(double? value, string field) => value is { } given ? Require.Positive(given, field) : null;

    private static double? NotNegative(double? value, string field) => value is { } given ? Require.NotNegative(given, field) : null;

    private static double? Positive(double? value, string field) => value is { } given ? Require.Positive(given, field) : null;

    private static decimal Above(decimal value, string field) =>
        value > 0 && value <= MostMoney ? value : throw Require.Invalid(field, value, $"a number above 0, at most {MostMoney:0}");

    private static decimal Within(decimal value, decimal least, decimal most, string field) =>
        value >= least && value <= most ? value : throw Require.Invalid(field, value,
            string.Create(CultureInfo.InvariantCulture, $"a number from {least:0} to {most:0}"));
}
