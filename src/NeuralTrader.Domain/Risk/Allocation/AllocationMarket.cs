namespace NeuralTrader.Domain.Risk.Allocation;

/// <summary>What is known, or assumed, of the assets a portfolio is made of.</summary>
public sealed class AllocationMarket
{
    /// <summary>Most assets of one portfolio.</summary>
    public const int MostAssets = 2000;

    private const double Asymmetry = 1e-8, LeastPivot = 1e-10, Rounding = 1e-8;

    /// <summary>Takes what is known; the arrays belong to the market from now on.</summary>
    /// <param name="assets">Names, shape [n], 1 to 2,000, each once.</param>
    /// <param name="covariance">Of annual returns, row-major, shape [n · n]; null where only scenarios are known.</param>
    /// <param name="expectedReturns">Annual, shape [n]; null where none are known.</param>
    /// <param name="scenarios">Returns per period, scenario after scenario, shape [scenarios · n]; null for none.</param>
    /// <param name="periodsPerYear">Periods of the scenarios in a year.</param>
    /// <param name="observations">Periods that the estimates were made of; 0 where they are the caller's own.</param>
    /// <param name="hasGivenReturns">True where the expected returns are the caller's own although the covariances were estimated.</param>
    /// <exception cref="InvalidInputException">A shape does not fit, a value is not finite, or the matrix is not symmetric with a positive diagonal.</exception>
    public AllocationMarket(
        IReadOnlyList<string> assets, double[]? covariance, double[]? expectedReturns = null, double[]? scenarios = null,
        double periodsPerYear = 252, int observations = 0, bool hasGivenReturns = false)
    {
        int n = Require.Between(assets.Count, 1, MostAssets, "symbols");
        if (assets.Distinct(StringComparer.Ordinal).Count() < n)
            throw Require.Invalid("symbols", assets.GroupBy(name => name, StringComparer.Ordinal).First(group => group.Count() > 1).Key, "each symbol once");
        if (covariance is null && scenarios is null) throw Require.Invalid<string?>("covariance", null, "a covariance matrix, or scenarios");
        if (expectedReturns is not null)
        {
            Require.SameLength(expectedReturns.Length, n, "expectedReturns");
            Require.BoundedSample(expectedReturns);
        }
        if (scenarios is not null)
        {
            if (scenarios.Length == 0 || scenarios.Length % n != 0) throw Require.Invalid("scenarios", scenarios.Length, $"a multiple of the {n} assets");
            Require.BoundedSample(scenarios);
        }
        (Assets, Covariance, ExpectedReturns, Scenarios) = (assets, covariance, expectedReturns, scenarios);
        (PeriodsPerYear, Observations) = (Require.Periods(periodsPerYear), Require.NotNegative(observations));
        YearsOfMeans = expectedReturns is null || hasGivenReturns ? 0 : Observations / PeriodsPerYear;
        if (covariance is not null) CheckCovariance(covariance);
    }

    /// <summary>Names, shape [n].</summary>
    public IReadOnlyList<string> Assets { get; }

    /// <summary>Of annual returns, row-major, shape [n · n]; null where only scenarios are known.</summary>
    public double[]? Covariance { get; }

    /// <summary>Annual, shape [n]; null where none are known.</summary>
    public double[]? ExpectedReturns { get; }

    /// <summary>Returns per period, scenario after scenario, shape [scenarios · n]; null for none.</summary>
    public double[]? Scenarios { get; }

    /// <summary>Periods of the scenarios in a year.</summary>
    public double PeriodsPerYear { get; }

    /// <summary>Periods that the estimates were made of; 0 where they are the caller's own.</summary>
    public int Observations { get; }

    /// <summary>Years of observations that the expected returns are means of; 0 where they are the caller's own or unknown.</summary>
    public double YearsOfMeans { get; }

    /// <summary>n.</summary>
    public int Count => Assets.Count;

    /// <summary>How many scenarios there are.</summary>
    public int ScenarioCount => (Scenarios?.Length ?? 0) / Count;

    /// <summary>Annual volatility of one asset; NaN without a covariance matrix.</summary>
    public double Volatility(int asset) => Covariance is null ? double.NaN : Math.Sqrt(Covariance[(asset * Count) + asset]);

    /// <summary>Place of a symbol.</summary>
    /// <exception cref="InvalidInputException">It is none of the assets.</exception>
    public int IndexOf(string symbol, string field)
    {
        for (int i = 0; i < Count; i++)
            if (string.Equals(Assets[i], symbol, StringComparison.Ordinal)) return i;
        throw Require.Invalid(field, symbol, "one of the portfolio's symbols");
    }

    /// <summary>The first asset whose return is, to working precision, a combination of those before it; null where the matrix is positive definite.</summary>
    internal string? FirstDependent()
    {
        Programs.CholeskyFactor factor = new();
        factor.Begin(Count);
        for (int i = 0; i < Count; i++) Covariance.AsSpan((i * Count) + i, Count - i).CopyTo(factor.Row(i)[i..]);
        return factor.Factor(LeastPivot) ? null : Assets[factor.FailedAt];
    }

    /// <summary>The first asset that with those before it makes a portfolio of negative variance, beyond what rounded entries explain; null where there is
    /// none, as in estimates from observations.</summary>
    internal string? FirstIndefinite()
    {
        if (Covariance is null || Observations > 0) return null;
        Programs.CholeskyFactor factor = new();
        factor.Begin(Count);
        for (int i = 0; i < Count; i++)
        {
            Covariance.AsSpan((i * Count) + i, Count - i).CopyTo(factor.Row(i)[i..]);
            factor.Row(i)[i] *= 1 + Rounding; // a matrix with a least eigenvalue of 0 passes
        }
        return factor.Factor(0) ? null : Assets[factor.FailedAt];
    }

    private void CheckCovariance(double[] matrix)
    {
        int n = Count;
        Require.SameLength(matrix.Length, n * n, "covariance");
        for (int i = 0; i < n; i++)
        {
            double own = matrix[(i * n) + i];
            if (!(double.IsFinite(own) && own > 0)) throw Require.Invalid($"covariance[{Assets[i]}][{Assets[i]}]", own, "a variance above 0");
            for (int j = 0; j < i; j++)
            {
                double one = matrix[(i * n) + j], other = matrix[(j * n) + i], scale = Math.Sqrt(own * matrix[(j * n) + j]);
                if (!(Math.Abs(one) <= scale * (1 + Asymmetry))) throw Require.Invalid($"covariance[{Assets[i]}][{Assets[j]}]", one, $"a number of at most {scale} in size");
                if (!(Math.Abs(one - other) <= Asymmetry * scale)) throw Require.Invalid($"covariance[{Assets[i]}][{Assets[j]}]", one, $"the same as covariance[{Assets[j]}][{Assets[i]}]");
            }
        }
    }
}
