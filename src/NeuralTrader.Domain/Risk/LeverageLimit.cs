namespace NeuralTrader.Domain.Risk;

/// <summary>What bounds leverage. A rule whose figures are null is not applied; at least one must be.</summary>
/// <param name="TargetVolatilityAnnual">Most volatility wanted, a fraction per year above 0.</param>
/// <param name="MaxDrawdown">Deepest fall wanted over the sample, a fraction strictly between 0 and 1.</param>
/// <param name="InitialMargin">Of a position's value that must be own capital when it is opened, above 0, at most 1.</param>
/// <param name="MaintenanceMargin">Of a position's value that must stay own capital, from 0 to below 1; read with <paramref name="Shock"/>.</param>
/// <param name="Shock">A sudden fall after which no margin call may come, a fraction above 0, at most 1; null for the sample's worst return.</param>
/// <param name="KellyFraction">Of the Kelly exposure, above 0, at most 1.</param>
/// <param name="RiskFreeAnnual">Price of borrowed capital, a fraction per year.</param>
/// <param name="PeriodsPerYear">0.001 to 1,000,000; null for those of the symbol's own calendar, 252 for returns without dates.</param>
[GenerateSerializer, Immutable, Alias("leverage-rules")]
public sealed record LeverageRules(
    double? TargetVolatilityAnnual = null, double? MaxDrawdown = null, double? InitialMargin = null, double? MaintenanceMargin = null, double? Shock = null,
    double? KellyFraction = null, double RiskFreeAnnual = 0, double? PeriodsPerYear = null)
{
    /// <summary>True where a rule is given that needs a sample of returns.</summary>
    public bool ReadsReturns() =>
        TargetVolatilityAnnual is not null || MaxDrawdown is not null || KellyFraction is not null || (MaintenanceMargin is not null && Shock is null);
}

/// <summary>What one rule allows.</summary>
/// <param name="Rule">volatility_target, drawdown, initial_margin, maintenance_margin or kelly.</param>
/// <param name="Leverage">Exposure as a multiple of capital, 0 or more.</param>
/// <param name="Reason">The figures behind it.</param>
[GenerateSerializer, Immutable, Alias("leverage-bound")]
public sealed record LeverageBound(string Rule, double Leverage, string Reason);

/// <summary>The most leverage that every rule allows.</summary>
/// <param name="Leverage">The smallest of the bounds.</param>
/// <param name="BoundBy">The rule that it comes from.</param>
/// <param name="Bounds">Every rule that was applied.</param>
[GenerateSerializer, Immutable, Alias("leverage-limit")]
public sealed record LeverageLimit(double Leverage, string BoundBy, IReadOnlyList<LeverageBound> Bounds)
{
    private const double Most = 1_000; // beyond it a bound is none

    /// <summary>The most leverage on an investment with these returns.</summary>
    /// <param name="returns">Simple returns, −1 or more, shape [n], n ≥ 2, fractions per period, oldest first; may be empty where no rule reads them: initial
    /// margin, and maintenance margin with a shock.</param>
    /// <param name="rules">What bounds it.</param>
    /// <exception cref="InvalidInputException">No rule is given, or a value is not finite or out of its range.</exception>
    /// <remarks>
    /// Drawdown: the most leverage, held constant by trading each period, up to which the sample's fall stays within the limit. Maintenance: after a
    /// fall s the capital 1 − L·s must be at least m·L·(1 − s), so L = 1 / (s + m·(1 − s)).
    /// </remarks>
    public static LeverageLimit Of(ReadOnlySpan<double> returns, LeverageRules rules)
    {
        bool isSampled = rules.ReadsReturns();
        Require.BoundedSample(returns, isSampled ? 2 : 0);
        for (int i = 0; i < returns.Length; i++) if (returns[i] < -1) throw Require.Invalid($"returns[{i}]", returns[i], "a return of -1 or more");
        double year = Require.Periods(rules.PeriodsPerYear ?? Markets.BarCalendar.TradingDays, "periodsPerYear"), rate = Require.Bounded(rules.RiskFreeAnnual, "riskFreeAnnual") / year;
        ReturnMoments moments = ReturnMoments.Of(returns, 0);
        if (isSampled && !(moments.Deviation > 1e-14)) throw Require.Invalid("returns", moments.Deviation, "a sample whose deviation is above 1e-14");
        double volatility = moments.Deviation * Math.Sqrt(year);
        List<LeverageBound> bounds = [];
        if (rules.TargetVolatilityAnnual is { } target)
            Add("volatility_target", Require.Positive(target, "targetVolatilityAnnual") / volatility,
                $"volatility {volatility:0.####} a year of {year:0.##} periods, {target:0.####} wanted");
        if (rules.MaxDrawdown is { } fall)
            Add("drawdown", ByDrawdown(returns, Require.OpenUnitInterval(fall, "maxDrawdown"), rate), $"the sample, levered, falls by at most {fall:0.####}");
        if (rules.InitialMargin is { } initial)
            Add("initial_margin", 1 / Require.Positive(Require.Between(initial, 0.0, 1.0, "initialMargin"), "initialMargin"),
                $"initial margin {initial:0.####}");
        if (rules.MaintenanceMargin is { } margin)
        {
            double m = Require.Between(margin, 0.0, 1.0, "maintenanceMargin"),
                s = Require.Between(rules.Shock ?? Math.Max(0, -moments.Worst), 0.0, 1.0, "shock");
            Add("maintenance_margin", 1 / (s + (m * (1 - s))), $"maintenance margin {m:0.####} is kept after a fall of {s:0.####}");
        }
        if (rules.KellyFraction is { } fraction)
        {
            Require.Positive(Require.Between(fraction, 0.0, 1.0, "kellyFraction"), "kellyFraction");
            double full = (moments.Mean - rate) / (moments.Deviation * moments.Deviation);
            Add("kelly", Math.Max(0, full * fraction), $"{fraction:0.##} of the Kelly exposure {full:0.####}");
        }
        if (bounds.Count == 0)
            throw Require.Invalid<object?>("rules", null,
                "at least one of targetVolatilityAnnual, maxDrawdown, initialMargin, maintenanceMargin and kellyFraction");
        LeverageBound tightest = bounds.MinBy(bound => bound.Leverage)!;
        return new LeverageLimit(tightest.Leverage, tightest.Rule, bounds);

        void Add(string rule, double leverage, FormattableString reason)
        {
            bounds.Add(new LeverageBound(rule, Math.Min(leverage, Most), FormattableString.Invariant(reason)));
        }
    }

    // The fall need not grow with leverage everywhere (a levered gain may come first), so the first crossing is walked to before it is halved down on.
    private static double ByDrawdown(ReadOnlySpan<double> returns, double limit, double rate)
    {
        (double low, double high) = (0, 0);
        for (double step = 0.05; high < Most; step = Math.Max(step, high * 0.02))
        {
            (low, high) = (high, high + step);
            if (Fall(returns, high, rate) > limit) break;
        }
        if (high >= Most) return Most;
        for (int i = 0; i < 60; i++)
        {
            double middle = (low + high) / 2;
            if (Fall(returns, middle, rate) > limit) high = middle;
            else low = middle;
        }
        return low;
    }

    private static double Fall(ReadOnlySpan<double> returns, double leverage, double rate)
    {
        double[] levered = new double[returns.Length];
        for (int t = 0; t < levered.Length; t++) levered[t] = rate + (leverage * (returns[t] - rate));
        return DrawdownPath.Deepest(levered);
    }
}
