namespace NeuralTrader.Domain.Risk;

/// <summary>Standard errors of a sample's value at risk and expected shortfall, for independent observations.</summary>
/// <param name="ValueAtRisk">Half the distance between the order statistics one standard error of the rank on either side; NaN where they fall out of the
/// sample.</param>
/// <param name="ExpectedShortfall">√((variance in the tail + α·(ES − VaR)²) / (n·(1 − α))); NaN where fewer than two observations lie in the tail.</param>
/// <remarks>
/// Order statistics: Bloch and Gastwirth (1968), Annals of Mathematical Statistics 39(3), with the rank's binomial error as bandwidth.
/// Shortfall: Manistre and Hancock (2005), Variance of the CTE estimator, North American Actuarial Journal 9(2).
/// </remarks>
[GenerateSerializer, Immutable, Alias("tail-errors")]
public readonly record struct TailErrors(double ValueAtRisk, double ExpectedShortfall)
{
    /// <summary>The errors of a sample's historical figures.</summary>
    /// <param name="returns">Shape [n], n ≥ 1, independent, in any order.</param>
    /// <param name="confidence">α, strictly between 0 and 1.</param>
    /// <exception cref="InvalidInputException">α is out of range; the sample is empty or holds a value that is not finite.</exception>
    public static TailErrors Of(ReadOnlySpan<double> returns, double confidence)
    {
        Require.OpenUnitInterval(confidence);
        double[] worstFirst = Require.BoundedSample(returns).ToArray();
        int n = worstFirst.Length;
        double tail = HistoricalTail.Size(n, confidence);
        int rank = Math.Min((int)tail, n - 1), width = Math.Max(1, (int)Math.Round(Math.Sqrt(n * confidence * (1 - confidence))));
        int inside = Math.Min(n, rank + width + 1);
        HistoricalTail.Select(worstFirst, inside - 1);
        Span<double> worst = worstFirst.AsSpan(0, inside); // only the tail and a little beyond it is put in order
        worst.Sort();
        double error = rank - width >= 0 && rank + width < n ? (worst[rank + width] - worst[rank - width]) / 2 : double.NaN;
        if (rank < 2) return new TailErrors(error, double.NaN);
        (double mean, double square) = (0, 0);
        foreach (double r in worst[..rank]) mean += r / rank;
        foreach (double r in worst[..rank]) square += (r - mean) * (r - mean) / (rank - 1);
        double beyond = worst[rank] - mean; // both are returns: the shortfall less the value at risk
        return new TailErrors(error, Math.Sqrt((square + (confidence * beyond * beyond)) / tail));
    }
}
