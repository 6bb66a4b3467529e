using NeuralTrader.Domain.Ledger;

namespace NeuralTrader.Domain.Risk;

/// <summary>The Kelly stake of one bet.</summary>
/// <param name="Full">Fraction of the bankroll with the greatest expected growth; 0 where the bet has no edge.</param>
/// <param name="Stake">Full × the fraction of Kelly that was asked for.</param>
/// <param name="Edge">Expected profit of one unit staked: p·odds − 1; negative where the bet is bad.</param>
/// <param name="Growth">Expected logarithm of the bankroll's growth per bet at <paramref name="Stake"/>.</param>
[GenerateSerializer, Immutable, Alias("kelly-bet")]
public sealed record KellyBet(double Full, double Stake, double Edge, double Growth);

/// <summary>The Kelly exposure to an investment, by two definitions that agree for small returns.</summary>
/// <param name="Continuous">(μ − r) / σ²: for a lognormal price traded without pause. Negative means short.</param>
/// <param name="LogOptimal">The exposure that maximises the mean of ln(1 + r + f·(x − r)) over the sample itself; null where no loss, or no gain, bounds
/// it.</param>
/// <param name="Exposure">The continuous one × the fraction of Kelly that was asked for.</param>
/// <param name="GrowthAnnual">Expected logarithmic growth at <paramref name="Exposure"/>, per year: r + f·(μ − r) − f²·σ²/2.</param>
/// <param name="Observations">Returns behind it.</param>
/// <param name="PeriodsPerYear">Used to annualise.</param>
/// <param name="Notes">Why a figure is null, each in a sentence; empty where none is.</param>
[GenerateSerializer, Immutable, Alias("kelly-exposure")]
public sealed record KellyExposure(double Continuous, double? LogOptimal, double Exposure, double GrowthAnnual, int Observations, double PeriodsPerYear,
    IReadOnlyList<string> Notes);

/// <summary>How much to stake so that capital grows fastest in the long run.</summary>
/// <remarks>Kelly (1956), A new interpretation of information rate, Bell System Technical Journal 35; Thorp (2006), The Kelly criterion, chapter 9 of the
/// Handbook of Asset and Liability Management.</remarks>
public static class Kelly
{
    private const int Halvings = 200;
    private const decimal MostMoney = 1e15m;

    /// <summary>The stake of a bet that pays decimal odds with a probability: (b·p − q) / b with b = odds − 1, never below 0.</summary>
    /// <param name="probability">p, from 0 to 1.</param>
    /// <param name="odds">Decimal, above 1: what a unit staked returns when it wins.</param>
    /// <param name="fraction">Of Kelly, from 0 to 1; 0.5 is half Kelly.</param>
    /// <exception cref="InvalidInputException">An argument is not finite or out of range.</exception>
    public static KellyBet Bet(double probability, double odds, double fraction = 1)
    {
        double p = Require.Between(probability, 0.0, 1.0), b = Require.Finite(odds) - 1;
        if (!(b > 0)) throw Require.Invalid(nameof(odds), odds, "decimal odds above 1");
        Require.Between(fraction, 0.0, 1.0);
        double full = Math.Max(0, p - ((1 - p) / b)), stake = full * fraction;
        double growth = (p > 0 ? p * Math.Log(1 + (b * stake)) : 0) + (p < 1 ? (1 - p) * Math.Log(1 - stake) : 0);
        return new KellyBet(full, stake, (p * odds) - 1, growth);
    }

    /// <summary>The exposure to an investment with these returns, as a multiple of capital.</summary>
    /// <param name="returns">Simple returns, shape [n], n ≥ 2, fractions per period.</param>
    /// <param name="riskFreeAnnual">What capital that is not invested earns, and borrowed capital costs, a fraction per year.</param>
    /// <param name="periodsPerYear">0.001 to 1,000,000; 252 for trading days.</param>
    /// <param name="fraction">Of Kelly, from 0 to 1.</param>
    /// <exception cref="InvalidInputException">Too few values, one that is not finite, a sample that does not vary, or an argument out of range.</exception>
    public static KellyExposure Invest(ReadOnlySpan<double> returns, double riskFreeAnnual = 0, double periodsPerYear = 252, double fraction = 1)
    {
        Require.BoundedSample(returns, 2);
        Require.Periods(periodsPerYear);
        Require.Between(fraction, 0.0, 1.0);
        double riskFree = Require.Bounded(riskFreeAnnual) / periodsPerYear;
        ReturnMoments moments = ReturnMoments.Of(returns, riskFree);
        double excess = moments.Mean - riskFree, variance = moments.Deviation * moments.Deviation;
        if (!(moments.Deviation > 1e-14)) throw Require.Invalid("returns", moments.Deviation, "a sample whose deviation is above 1e-14");
        double full = excess / variance, exposure = full * fraction;
        double growth = (riskFree + (exposure * excess) - (exposure * exposure * variance / 2)) * periodsPerYear;
        double? best = LogOptimal(returns, riskFree);
        return new KellyExposure(
            full, best, exposure, growth, returns.Length, periodsPerYear,
            best is null ? ["No return is on one side of the risk-free rate, so that nothing in the sample bounds the log-optimal exposure."] : []);
    }

    /// <summary>A stake or an exposure in money, rounded towards nothing.</summary>
    /// <param name="bankroll">Above 0, at most 10¹⁵.</param>
    /// <param name="stake">A multiple of it; negative is short.</param>
    /// <param name="currency">ISO 4217 code.</param>
    /// <returns>Null where the stake is beyond a million times the bankroll.</returns>
    /// <exception cref="InvalidInputException">The bankroll is out of range, or the currency is no code.</exception>
    public static decimal? Amount(decimal bankroll, double stake, string currency)
    {
        string code = Currency.Parse(currency);
        if (!(bankroll > 0 && bankroll <= MostMoney)) throw Require.Invalid(nameof(bankroll), bankroll, $"a number above 0, at most {MostMoney:0}");
        return Math.Abs(stake) <= 1e6 ? Math.Sign(stake) * Currency.RoundDown(bankroll * (decimal)Math.Abs(stake), code) : null;
    }

    // The slope of the mean logarithm falls in f, from +∞ to −∞ between the exposures that the worst and the best return would ruin.
    private static double? LogOptimal(ReadOnlySpan<double> returns, double riskFree)
    {
        (double worst, double best) = (0, 0);
        foreach (double r in returns) (worst, best) = (Math.Min(worst, r - riskFree), Math.Max(best, r - riskFree));
        if (!(worst < 0) || !(best > 0)) return null;
        (double low, double high) = (-(1 + riskFree) / best, -(1 + riskFree) / worst);
        for (int step = 0; step < Halvings && high - low > 1e-15 * Math.Max(1, Math.Abs(low)); step++)
        {
            double middle = (low + high) / 2, slope = 0;
            foreach (double r in returns) slope += (r - riskFree) / (1 + riskFree + (middle * (r - riskFree)));
            if (slope > 0) low = middle;
            else high = middle;
        }
        return (low + high) / 2;
    }
}
