namespace NeuralTrader.Domain.Forecasting;

/// <summary>How values are brought to a size that a network learns from, and back.</summary>
public enum Normalisation
{
    /// <summary>Less the mean, over the standard deviation, both of the training values: for series that stay where they are.</summary>
    Standard,

    /// <summary>Less the window's last value, over the typical change of the training values: for series that wander, such as prices.</summary>
    Anchored,

    /// <summary>The log, less the log of the window's last value, over the typical change of the training logs: for wandering series above 0 whose changes grow with them.</summary>
    AnchoredLog,
}

/// <summary>A scale fitted on training values alone.</summary>
/// <param name="Normalisation">How.</param>
/// <param name="Centre">The mean of the training values; 0 where windows are anchored at their own last value.</param>
/// <param name="Unit">What becomes 1: in the series' unit, or in logs. Above 0.</param>
public sealed record SeriesScale(Normalisation Normalisation, double Centre, double Unit)
{
    /// <summary>Fits a scale.</summary>
    /// <param name="training">In time order, shape [n], n ≥ 2; missing values are NaN and passed over.</param>
    /// <param name="normalisation">How.</param>
    /// <exception cref="InvalidInputException">Fewer than two values are there; one is infinite, or 0 or less where logs are asked for; they are all alike.</exception>
    public static SeriesScale Fit(ReadOnlySpan<double> training, Normalisation normalisation)
    {
        List<double> known = [];
        for (int i = 0; i < training.Length; i++)
        {
            if (double.IsNaN(training[i])) continue;
            if (normalisation is Normalisation.AnchoredLog) Require.Positive(training[i], $"training[{i}]");
            Require.Bounded(training[i], $"training[{i}]");
            known.Add(normalisation is Normalisation.AnchoredLog ? Math.Log(training[i]) : training[i]);
        }
        if (known.Count < 2) throw Require.Invalid(nameof(training), Require.Counted(known.Count), "at least 2 values that are not missing");
        if (known.TrueForAll(value => value == known[0]))
            throw Require.Invalid(nameof(training), training[^1], "values that are not all alike: from a constant there is nothing to learn");
        if (normalisation is Normalisation.Standard)
        {
            double mean = known.Average(), variance = known.Sum(value => (value - mean) * (value - mean)) / known.Count;
            return new SeriesScale(normalisation, mean, Math.Sqrt(variance));
        }
        double squares = 0;
        for (int i = 1; i < known.Count; i++) squares += (known[i] - known[i - 1]) * (known[i] - known[i - 1]);
        return new SeriesScale(normalisation, 0, Math.Sqrt(squares / (known.Count - 1)));
    }

    /// <summary>To the network's size.</summary>
    /// <param name="value">In the unit of the series.</param>
    /// <param name="anchor">The last value of the window it belongs to.</param>
    public double Normalise(double value, double anchor) => Normalisation switch
    {
        Normalisation.Standard => (value - Centre) / Unit,
        Normalisation.Anchored => (value - anchor) / Unit,
        Normalisation.AnchoredLog => (Math.Log(value) - Math.Log(anchor)) / Unit,
    };

    /// <summary>Back to the unit of the series.</summary>
    /// <param name="normal">In the network's size.</param>
    /// <param name="anchor">The last value of the window it belongs to.</param>
    public double Restore(double normal, double anchor) => Normalisation switch
    {
        Normalisation.Standard => (normal * Unit) + Centre,
        Normalisation.Anchored => (normal * Unit) + anchor,
        Normalisation.AnchoredLog => anchor * Math.Exp(normal * Unit),
    };
}
