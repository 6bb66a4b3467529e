using NeuralTrader.Domain.Risk.Allocation.Programs;

namespace NeuralTrader.Domain.Risk.Allocation;

/// <summary>An opinion: the weighted return of some assets will be so much a year.</summary>
/// <param name="Assets">Weight of each asset in the view by symbol: {"AAPL": 1} for its return, {"AAPL": 1, "IBM": -1} for the difference.</param>
/// <param name="Return">Annual, in excess of the risk-free rate for an absolute view.</param>
/// <param name="Variance">Of the opinion's error, above 0; null for that of the prior, p'(τΣ)p, as He and Litterman have it.</param>
[GenerateSerializer, Immutable, Alias("allocation-view")]
public sealed record MarketView(IReadOnlyDictionary<string, double> Assets, double Return, double? Variance = null);

/// <summary>What the Black–Litterman model starts from and what changes it.</summary>
/// <param name="MarketWeights">Shares of the market's value by symbol, which sum to 1 within 0.01; what is not named has none.</param>
/// <param name="Views">Opinions; none leaves the returns that the market's weights imply.</param>
/// <param name="MarketRiskAversion">δ of the market as a whole.</param>
/// <param name="Tau">Variance of the prior mean as a share of the covariance, above 0.</param>
[GenerateSerializer, Immutable, Alias("allocation-views")]
public sealed record MarketViews(
    IReadOnlyDictionary<string, double> MarketWeights, IReadOnlyList<MarketView>? Views = null, double MarketRiskAversion = 2.5, double Tau = 0.05);

/// <summary>Expected returns and their covariance after the views.</summary>
/// <param name="Equilibrium">Annual excess returns that the market's weights imply, shape [n].</param>
/// <param name="ExpectedReturns">Annual excess returns with the views, shape [n].</param>
/// <param name="Covariance">Σ plus the variance of the mean, row-major, shape [n · n].</param>
public sealed record BlackLittermanReturns(double[] Equilibrium, double[] ExpectedReturns, double[] Covariance);

/// <summary>Expected returns that start from what the market's weights imply and go towards the investor's views, as far as these are sure.</summary>
/// <remarks>He and Litterman (1999), The intuition behind Black-Litterman model portfolios, Goldman Sachs.</remarks>
public static class BlackLitterman
{
    private const double WholeWithin = 0.01; // shares rounded to whole percents seldom make 100 exactly
    private const double Rounding = 1e-9;

    /// <summary>π = δΣw; μ = π + τΣP'(PτΣP' + Ω)⁻¹(q − Pπ); Σ̄ = Σ + τΣ − τΣP'(PτΣP' + Ω)⁻¹PτΣ.</summary>
    /// <param name="market">With a covariance matrix.</param>
    /// <param name="views">Market weights and opinions.</param>
    /// <exception cref="InvalidInputException">A number is out of range, a symbol unknown, the market's weights do not sum to 1, or two views say the same without error.</exception>
    public static BlackLittermanReturns Returns(AllocationMarket market, MarketViews views)
    {
        double[] covariance = market.Covariance ?? throw Require.Invalid<string?>("covariance", null, "a covariance matrix");
        int n = market.Count, m = views.Views?.Count ?? 0;
        double tau = Require.Positive(views.Tau, "blackLitterman.tau"), aversion = Require.Positive(views.MarketRiskAversion, "blackLitterman.marketRiskAversion");
        if (views.MarketWeights is not { Count: > 0 }) throw Require.Invalid<string?>("blackLitterman.marketWeights", null, "a weight for at least one asset");
        double[] weights = ConstraintSet.Weights(market, views.MarketWeights, "blackLitterman.marketWeights"), equilibrium = new double[n];
        double whole = weights.Sum();
        if (!(Math.Abs(whole - 1) <= WholeWithin + Rounding))
            throw Require.Invalid("blackLitterman.marketWeights", whole, "shares of the whole market, which sum to 1 (100 %), within 0.01");
        Dense.AddTransposed(covariance, n, weights, equilibrium);
        for (int i = 0; i < n; i++) equilibrium[i] *= aversion;
        double[] mean = [.. equilibrium], posterior = new double[n * n];
        Dense.AddScaled(1 + tau, covariance, posterior);
        if (m == 0) return new BlackLittermanReturns(equilibrium, mean, posterior);

        double[][] picks = new double[m][], spread = new double[m][];
        CholeskyFactor factor = new();
        factor.Begin(m);
        double[] surprise = new double[factor.Stride];
        for (int v = 0; v < m; v++)
        {
            MarketView view = views.Views![v] ?? throw Require.Invalid<string?>($"blackLitterman.views[{v}]", null, "a view");
            if (view.Assets is not { Count: > 0 }) throw Require.Invalid<string?>($"blackLitterman.views[{v}].assets", null, "at least one asset");
            picks[v] = ConstraintSet.Weights(market, view.Assets, $"blackLitterman.views[{v}].assets");
            spread[v] = new double[n]; // τΣp
            Dense.AddTransposed(covariance, n, picks[v], spread[v]);
            for (int i = 0; i < n; i++) spread[v][i] *= tau;
            for (int u = 0; u <= v; u++) factor.Row(u)[v] = Dense.Dot(picks[u], spread[v]);
            factor.Row(v)[v] += view.Variance is { } variance ? Require.Positive(variance, $"blackLitterman.views[{v}].variance") : Dense.Dot(picks[v], spread[v]);
            surprise[v] = Require.Finite(view.Return, $"blackLitterman.views[{v}].return") - Dense.Dot(picks[v], equilibrium);
        }
        if (!factor.Factor(1e-12)) throw Require.Invalid("blackLitterman.views", m, "views whose errors have a variance above 0");
        factor.Solve(surprise);
        double[] column = new double[factor.Stride];
        for (int v = 0; v < m; v++) Dense.AddScaled(surprise[v], spread[v], mean);
        for (int i = 0; i < n; i++)
        {
            for (int v = 0; v < m; v++) column[v] = spread[v][i];
            factor.Solve(column);
            for (int v = 0; v < m; v++) Dense.AddScaled(-column[v], spread[v], posterior.AsSpan(i * n, n));
        }
        return new BlackLittermanReturns(equilibrium, mean, posterior);
    }
}
