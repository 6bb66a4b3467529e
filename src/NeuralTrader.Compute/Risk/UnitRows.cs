using NeuralTrader.Compute.Lanes;
using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Compute.Risk;

/// <summary>Series turned into vectors of length 1 whose products are their correlations; a series without one becomes zeros.</summary>
internal static class UnitRows
{
    /// <summary>All rows of a panel, shape [assets · observations].</summary>
    /// <param name="panel">Returns.</param>
    /// <param name="spec">What a correlation is; shrinkage starts from Pearson's.</param>
    /// <param name="isDefined">Out: false for a series that does not vary, shape [assets].</param>
    /// <param name="threads">At most this many; 0 for one a core.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static double[] Of<TReal, TMask>(ReturnPanel panel, CorrelationSpec spec, bool[] isDefined, int threads, CancellationToken cancellationToken)
        where TReal : struct, IDoubles<TReal, TMask>
        where TMask : struct, IMask<TMask>
    {
        int n = panel.Observations;
        double[] rows = GC.AllocateUninitializedArray<double>(panel.Assets * n);
        double[] weights = spec.Method == CorrelationMethod.Ewma ? RootWeights(n, spec.Decay) : [];
        Workers.ForEach((panel.Assets + 15) / 16, threads, block =>
        {
            for (int i = block * 16; i < Math.Min(panel.Assets, (block + 1) * 16); i++)
            {
                ReadOnlySpan<double> given = panel.Row(i);
                Span<double> row = rows.AsSpan(i * n, n);
                double mean = 0;
                if (weights.Length > 0) for (int t = 0; t < n; t++) row[t] = given[t] * weights[t];
                else if (spec.Method == CorrelationMethod.Spearman) Correlation.Ranks(given, row);
                else given.CopyTo(row);
                if (weights.Length == 0) mean = Moments<TReal, TMask>.Sum(row) / n;
                double squares = Moments<TReal, TMask>.SquaresAbout(row, mean);
                isDefined[i] = squares >= Correlation.LeastSquares && (weights.Length > 0 || !Correlation.IsConstant(given));
                Scale<TReal, TMask>(row, mean, isDefined[i] ? 1 / Math.Sqrt(squares) : 0);
            }
        }, cancellationToken);
        return rows;
    }

    // √ of the weights, the newest 1.
    private static double[] RootWeights(int observations, double decay)
    {
        double[] weights = new double[observations];
        (double root, double weight) = (Math.Sqrt(decay), 1);
        for (int t = observations - 1; t >= 0; t--, weight *= root) weights[t] = weight;
        return weights;
    }

    private static void Scale<TReal, TMask>(Span<double> row, double mean, double factor)
        where TReal : struct, IDoubles<TReal, TMask>
        where TMask : struct, IMask<TMask>
    {
        ref double first = ref MemoryMarshal.GetReference(row);
        (TReal centre, TReal scale) = (TReal.All(mean), TReal.All(factor));
        int t = 0;
        for (; t <= row.Length - TReal.Width; t += TReal.Width) Place.Store((Place.Load<TReal, double>(ref first, t) - centre) * scale, ref first, t);
        for (; t < row.Length; t++) row[t] = (row[t] - mean) * factor;
    }
}
