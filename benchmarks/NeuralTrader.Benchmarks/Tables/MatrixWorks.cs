using NeuralTrader.Compute.Risk;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Risk;
using NeuralTrader.Domain.Risk.Allocation;

namespace NeuralTrader.Benchmarks.Tables;

/// <summary>All correlations of many assets: standardised, one triangle.</summary>
internal sealed record CorrelationWork : TableWork
{
    private const int Observations = 1_260, RowsShown = 200;

    private readonly int assets;
    private readonly bool inSingles;
    private ReturnPanel panel = null!;

    public CorrelationWork(int assets, bool inSingles)
        : base(
            $"correlation, {(inSingles ? "single" : "double")} precision", FormattableString.Invariant($"{assets:N0} assets × {Observations:N0} observations"),
            (double)assets * assets * Observations, "flop") => (this.assets, this.inSingles) = (assets, inSingles);

    public override IReadOnlyList<Rival> Rivals =>
    [
        inSingles
            ? new Rival("corr_ssyrk", "OpenBLAS ssyrk", Agreement.Within(1e-5), 1)
            : new Rival("corr_dsyrk", "OpenBLAS dsyrk", Agreement.Within(1e-13), 1),
        .. assets > 1_000 || inSingles ? Array.Empty<Rival>() : [new Rival(null, "Math.NET PearsonMatrix", Agreement.Within(1e-12), 30, InProcess: MathNet)],
    ];

    public override void Prepare(Inputs inputs)
    {
        double[] returns = new Draws(42).Returns(assets, Observations);
        inputs.Array("returns", returns);
        inputs.Parameters(new { assets, observations = Observations });
        panel = new ReturnPanel([.. Enumerable.Range(0, assets).Select(i => $"A{i}")], returns);
    }

    public override double[] Ours()
    {
        CorrelationStudy study = CorrelationStudy.Of(panel, new CorrelationSpec());
        if (!inSingles)
        {
            SymmetricMatrix<double> matrix = study.Matrix();
            return Shown(row => matrix.Row(row).ToArray());
        }
        SymmetricMatrix<float> singles = study.MatrixInSingles();
        return Shown(row => [.. singles.Row(row).ToArray().Select(value => (double)value)]);
    }

    private double[] MathNet()
    {
        double[][] rows = [.. Enumerable.Range(0, assets).Select(i => panel.Row(i).ToArray())];
        var matrix = global::MathNet.Numerics.Statistics.Correlation.PearsonMatrix(rows);
        return Shown(row => [.. Enumerable.Range(row, assets - row).Select(column => matrix[row, column])]);
    }

    private double[] Shown(Func<int, double[]> row)
    {
        List<double> shown = [];
        for (int i = 0; i < assets; i += Math.Max(1, assets / RowsShown)) shown.AddRange(row(i));
        return [.. shown];
    }
}

/// <summary>Volatility of a large portfolio and every position's covariance with it, without the matrix.</summary>
internal sealed record PortfolioRiskWork() : TableWork("risk of a portfolio, without the matrix", "10,000 positions × 252 observations", 10_000.0 * 252, "returns")
{
    private const int Assets = 10_000, Observations = 252;

    private ReturnPanel panel = null!;
    private double[] weights = [];

    public override double? MostSeconds => 0.005;

    public override IReadOnlyList<Rival> Rivals => [new("risk_numpy", "NumPy with OpenBLAS", Agreement.Within(1e-12))];

    public override void Prepare(Inputs inputs)
    {
        Draws draws = new(7);
        double[] returns = draws.Returns(Assets, Observations);
        weights = [.. Enumerable.Range(0, Assets).Select(_ => (draws.Uniform() - 0.3) / Assets)];
        inputs.Array("returns", returns);
        inputs.Array("weights", weights);
        inputs.Parameters(new { assets = Assets, observations = Observations });
        panel = new ReturnPanel([.. Enumerable.Range(0, Assets).Select(i => $"A{i}")], returns);
    }

    public override double[] Ours()
    {
        PortfolioMoments moments = PortfolioRiskKernel.Run(panel, weights);
        return [moments.Volatility, .. moments.Covariances];
    }
}

/// <summary>The portfolio of least variance: long only, no asset above a tenth. Ours also checks its optimality and explains every weight.</summary>
internal sealed record MinimumVarianceWork() : TableWork("minimum variance, long only with caps", "100 assets", 100, "assets")
{
    private const int Assets = 100, Observations = 1_260;
    private const double Cap = 0.1;

    private AllocationMarket market = null!;

    public override IReadOnlyList<Rival> Rivals => [new("minvar_quadprog", "R quadprog, dual active set", Same, 8)];

    public override void Prepare(Inputs inputs)
    {
        Draws draws = new(3);
        double[] market = [.. Enumerable.Range(0, Observations).Select(_ => draws.Normal())], betas = [.. Enumerable.Range(0, Assets).Select(_ => 0.5 + draws.Uniform())];
        double[][] rows = [.. betas.Select(beta => market.Select(m => (0.008 * beta * m) + (0.01 * draws.Normal())).ToArray())];
        double[] covariance = new double[Assets * Assets];
        double[] means = [.. rows.Select(row => row.Average())];
        for (int i = 0; i < Assets; i++)
            for (int j = 0; j <= i; j++)
            {
                double sum = 0;
                for (int t = 0; t < Observations; t++) sum += (rows[i][t] - means[i]) * (rows[j][t] - means[j]);
                covariance[(i * Assets) + j] = covariance[(j * Assets) + i] = sum / (Observations - 1) * 252;
            }
        inputs.Array("covariance", covariance);
        inputs.Array("cap", [Cap]);
        this.market = new AllocationMarket([.. Enumerable.Range(0, Assets).Select(i => $"A{i}")], covariance);
    }

    public override double[] Ours()
    {
        Answer<AllocatedPortfolio> answer = PortfolioOptimizer.Optimize(
            market, new AllocationSpec(AllocationObjective.MinVariance, new AllocationConstraints(MaxWeight: Cap)));
        return [.. answer.Value!.Assets.Select(position => position.Weight)];
    }

    private Agreement Same(double[] ours, double[] theirs)
    {
        double own = Variance(ours), other = Variance(theirs), gap = (own - other) / other;
        double apart = ours.Zip(theirs, (a, b) => Math.Abs(a - b)).Max();
        return new Agreement(gap <= 1e-9 && apart <= 1e-6, FormattableString.Invariant($"objective {gap:+0.0e0;-0.0e0} of theirs, weights within {apart:0.0e0}"));
    }

    private double Variance(double[] weights)
    {
        double sum = 0;
        for (int i = 0; i < Assets; i++)
            for (int j = 0; j < Assets; j++) sum += weights[i] * weights[j] * market.Covariance![(i * Assets) + j];
        return sum;
    }
}
