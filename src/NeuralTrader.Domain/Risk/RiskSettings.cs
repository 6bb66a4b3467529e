namespace NeuralTrader.Domain.Risk;

/// <summary>Where a portfolio's distribution of gains and losses is taken from.</summary>
public enum RiskMethod
{
    /// <summary>What the positions would have gained in each past period.</summary>
    Historical = 1,

    /// <summary>A distribution with the sample's moments.</summary>
    Parametric = 2,

    /// <summary>Paths drawn from correlated distributions.</summary>
    MonteCarlo = 3,

    /// <summary>Past periods scaled from the volatility of their time to that of now, by GARCH(1,1).</summary>
    Filtered = 4,
}

/// <summary>The shape of a parametric or simulated distribution.</summary>
public enum RiskDistribution
{
    /// <summary>Normal.</summary>
    Normal = 1,

    /// <summary>Student's t.</summary>
    StudentT = 2,

    /// <summary>Normal, bent by skewness and kurtosis; parametric only.</summary>
    CornishFisher = 3,
}

/// <summary>How a historical figure for several days comes about.</summary>
public enum HorizonScaling
{
    /// <summary>From overlapping runs of that many days.</summary>
    Overlapping = 1,

    /// <summary>From single days, times the square root of their number.</summary>
    SquareRoot = 2,
}

/// <summary>What a risk analysis is asked for.</summary>
/// <param name="Confidence">α, strictly between 0 and 1.</param>
/// <param name="HorizonDays">Trading days, 1 to 250.</param>
/// <param name="Method">Where the distribution is taken from.</param>
/// <param name="Distribution">Its shape, for parametric and Monte Carlo; the other methods take none but the default.</param>
/// <param name="DegreesOfFreedom">Of Student's t, above 2; null to fit them.</param>
/// <param name="Scaling">For historical figures over several days.</param>
/// <param name="ZeroMean">True takes the expected gain for 0, as RiskMetrics does; false takes the sample's.</param>
/// <param name="Paths">Of simulations, 1,000 to 1,000,000.</param>
/// <param name="Seed">Of simulations.</param>
/// <param name="RiskFreeAnnual">Fraction per year, for the ratios.</param>
/// <param name="PeriodsPerYear">252 for trading days.</param>
/// <param name="Participation">Part of the daily turnover that can be traded without moving the price, above 0, at most 1.</param>
public sealed record RiskSettings(
    double Confidence = 0.95, int HorizonDays = 1, RiskMethod Method = RiskMethod.Historical, RiskDistribution Distribution = RiskDistribution.Normal,
    double? DegreesOfFreedom = null, HorizonScaling Scaling = HorizonScaling.Overlapping, bool ZeroMean = false, int Paths = 100_000, int Seed = 1,
    double RiskFreeAnnual = 0, double PeriodsPerYear = 252, double Participation = 0.1)
{
    private const double LeastDrawn = 2.05;

    /// <summary>Refuses settings that are out of range or do not go together.</summary>
    /// <returns>The settings themselves.</returns>
    /// <exception cref="InvalidInputException">Naming the member.</exception>
    public RiskSettings Checked()
    {
        Require.OpenUnitInterval(Confidence);
        Require.Between(HorizonDays, 1, 250);
        if (!Enum.IsDefined(Method)) throw Require.Invalid("method", Method, "historical, parametric, monte_carlo or filtered");
        if (!Enum.IsDefined(Distribution)) throw Require.Invalid("distribution", Distribution, "normal, student_t or cornish_fisher");
        if (!Enum.IsDefined(Scaling)) throw Require.Invalid("scaling", Scaling, "overlapping or square_root");
        if (Distribution == RiskDistribution.CornishFisher && Method == RiskMethod.MonteCarlo)
            throw Require.Invalid("distribution", "cornish_fisher",
                "normal or student_t for Monte Carlo; the Cornish–Fisher expansion is no distribution to draw from");
        if (Distribution != RiskDistribution.Normal && Method is (RiskMethod.Historical or RiskMethod.Filtered))
            throw Require.Invalid("distribution", Distribution, "normal, or left out: past days are taken as they were, without a distribution; parametric and monte_carlo have one");
        if (DegreesOfFreedom is not null && Distribution != RiskDistribution.StudentT)
            throw Require.Invalid("degreesOfFreedom", DegreesOfFreedom.Value, "left out, or distribution student_t");
        if (DegreesOfFreedom is { } nu && !(double.IsFinite(nu) && nu > 2)) throw Require.Invalid("degreesOfFreedom", nu, "a finite number above 2");
        if (Method == RiskMethod.MonteCarlo && DegreesOfFreedom < LeastDrawn)
            throw Require.Invalid("degreesOfFreedom", DegreesOfFreedom.Value, FormattableString.Invariant($"{LeastDrawn} or more for drawing: nearer to 2 the variance is all tail"));
        Require.Between(Paths, 1_000, 1_000_000);
        Require.Between(RiskFreeAnnual, -1.0, 10.0);
        Require.Periods(PeriodsPerYear);
        Require.Positive(Require.Between(Participation, 0.0, 1.0), "participation");
        return this;
    }
}
