using NeuralTrader.Domain;
using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Risk;
using NeuralTrader.Domain.Risk.Allocation;

namespace NeuralTrader.Compute.Risk;

/// <summary>A portfolio and what its estimates were made of.</summary>
/// <param name="Portfolio">The portfolio.</param>
/// <param name="Data">Observations and sources; null where the caller gave every estimate.</param>
public sealed record StudiedAllocation(AllocatedPortfolio Portfolio, AllocationData? Data);

/// <summary>Estimates what a portfolio's choice needs from returns, and chooses.</summary>
/// <param name="Spec">What is wanted.</param>
/// <param name="Estimator">Of the covariances.</param>
/// <param name="Decay">λ of exponential weights.</param>
/// <param name="ExpectedReturns">Annual, in the place of the sample's means; null for these.</param>
/// <param name="Views">For Black–Litterman; null for none.</param>
public sealed record AllocationStudy(
    AllocationSpec Spec, CovarianceEstimator Estimator = CovarianceEstimator.LedoitWolf, double Decay = 0.94, double[]? ExpectedReturns = null, MarketViews? Views = null)
{
    /// <summary>Fewest returns that estimates are made of.</summary>
    public const int LeastObservations = 20;

    /// <summary>Chooses from stored bars over the periods that all of them have.</summary>
    /// <param name="series">Of one interval, one of each asset.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public Answer<StudiedAllocation> Of(IReadOnlyList<BarSeries> series, CancellationToken cancellationToken)
    {
        ReturnPanel? panel = DailyPanel.Of(series, int.MaxValue - 1);
        if (panel is null || panel.Observations < LeastObservations)
        {
            BarSeries newest = series.MaxBy(bars => bars.TimeAt(0))!, oldest = series.MinBy(bars => bars.TimeAt(bars.Count - 1))!;
            return new Refusal(RefusalKind.InsufficientData,
                $"The symbols have {panel?.Observations ?? 0} returns over common periods; at least {LeastObservations} are needed. {newest.Key.Symbol} begins on " +
                $"{newest.TimeAt(0):yyyy-MM-dd} and {oldest.Key.Symbol} ends on {oldest.TimeAt(oldest.Count - 1):yyyy-MM-dd}.", "symbols");
        }
        double periods = BarCalendar.PeriodsPerYear(series[0].Key.Interval, panel.Times);
        Answer<StudiedAllocation> found = Of(
            panel, periods, [.. series.Select(bars => new AllocationSource(bars.Key.Symbol, bars.Currency, bars.Key.Basis, bars.Provenance))], cancellationToken);
        if (found.IsRefused) return found;
        AllocatedPortfolio portfolio = found.Value.Portfolio;
        return found.Value with { Portfolio = portfolio with { Warnings = [.. PanelWarnings.Of(series, panel, int.MaxValue), .. portfolio.Warnings] } };
    }

    /// <summary>Chooses from returns.</summary>
    /// <param name="panel">Returns over common periods.</param>
    /// <param name="periodsPerYear">To annualise.</param>
    /// <param name="sources">Where they come from.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public Answer<StudiedAllocation> Of(ReturnPanel panel, double periodsPerYear, IReadOnlyList<AllocationSource> sources, CancellationToken cancellationToken)
    {
        if (!Enum.IsDefined(Estimator)) throw Require.Invalid("estimator", Estimator, string.Join(", ", Enum.GetNames<CovarianceEstimator>()));
        if (panel.Observations < LeastObservations)
            return new Refusal(RefusalKind.InsufficientData, $"There are {panel.Observations} returns of each asset; at least {LeastObservations} are needed.", "scenarios");
        Require.Between(panel.Assets, 1, AllocationMarket.MostAssets, "symbols");
        Require.Periods(periodsPerYear);
        int n = panel.Assets, periods = panel.Observations;
        double[] means = new double[n], deviations = new double[n], scenarios = new double[n * periods];
        for (int i = 0; i < n; i++)
        {
            ReadOnlySpan<double> row = panel.Row(i);
            means[i] = Mean(row);
            deviations[i] = Estimator == CovarianceEstimator.Ewma ? Weighted(row) : Deviation(row, means[i]);
            if (!(deviations[i] > 0)) return new Refusal(RefusalKind.InsufficientData, $"The price of {panel.Names[i]} does not change over the {periods} periods, so it has no covariance.", "symbols");
            for (int t = 0; t < periods; t++) scenarios[(t * n) + i] = row[t];
        }
        (double[] covariance, double intensity) = Covariance(panel, deviations, periodsPerYear, cancellationToken);
        AllocationMarket market = new(panel.Names, covariance, ExpectedReturns ?? [.. means.Select(mean => mean * periodsPerYear)], scenarios, periodsPerYear, periods,
            hasGivenReturns: ExpectedReturns is not null);
        AllocationData data = new(periods, panel.Times?[0], panel.Times?[^1], periodsPerYear, Estimator, intensity, sources);
        Answer<AllocatedPortfolio> chosen = PortfolioOptimizer.Optimize(market, Spec, Views, cancellationToken);
        return chosen.IsRefused ? chosen.Refusal : new StudiedAllocation(chosen.Value, data);
    }

    private (double[] Matrix, double Intensity) Covariance(ReturnPanel panel, double[] deviations, double periodsPerYear, CancellationToken cancellationToken)
    {
        int n = panel.Assets;
        if (n == 1) return ([deviations[0] * deviations[0] * periodsPerYear], double.NaN);
        CorrelationMethod method = Estimator switch
        {
            CovarianceEstimator.LedoitWolf => CorrelationMethod.Shrinkage,
            CovarianceEstimator.Sample => CorrelationMethod.Pearson,
            CovarianceEstimator.Ewma => CorrelationMethod.Ewma,
        };
        CorrelationStudy study = CorrelationStudy.Of(panel, new CorrelationSpec(method, Decay), threads: 1, cancellationToken);
        SymmetricMatrix<double> correlations = study.Matrix(cancellationToken);
        double[] matrix = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            ReadOnlySpan<double> row = correlations.Row(i);
            for (int j = i; j < n; j++)
                matrix[(i * n) + j] = matrix[(j * n) + i] = (i == j ? 1 : row[j - i]) * deviations[i] * deviations[j] * periodsPerYear;
        }
        return (matrix, study.Shrinkage?.Intensity ?? double.NaN);
    }

    private static double Mean(ReadOnlySpan<double> row)
    {
        double sum = 0;
        foreach (double value in row) sum += value;
        return sum / row.Length;
    }

    private static double Deviation(ReadOnlySpan<double> row, double mean)
    {
        double sum = 0;
        foreach (double value in row) sum += (value - mean) * (value - mean);
        return Math.Sqrt(sum / (row.Length - 1));
    }

    // Root of the exponentially weighted mean square, the newest return most.
    private double Weighted(ReadOnlySpan<double> row)
    {
        Require.OpenUnitInterval(Decay, "decay");
        double weight = 1, sum = 0, all = 0;
        for (int t = row.Length - 1; t >= 0; t--, weight *= Decay)
        {
            sum += weight * row[t] * row[t];
            all += weight;
        }
        return Math.Sqrt(sum / all);
    }
}
