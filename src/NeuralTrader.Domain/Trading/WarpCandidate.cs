namespace NeuralTrader.Domain.Trading;

/// <summary>A series that one is compared to. It shares the points of what it was cut from; they are scaled when they are read, so that overlapping
/// stretches of a long history take no room of their own.</summary>
public readonly struct WarpCandidate
{
    private readonly ReadOnlyMemory<double> points;
    private readonly bool isScaled;

    internal WarpCandidate(ReadOnlyMemory<double> points, SeriesScaling scaling) => (this.points, isScaled) = (points, scaling == SeriesScaling.ZScore);

    /// <summary>How many points there are, at least 1.</summary>
    public int Length => points.Length;

    /// <summary>A series of its own.</summary>
    /// <param name="values">Finite, at least one; it stays the caller's and must not change.</param>
    /// <param name="scaling">What is done to it.</param>
    /// <param name="field">What to call it in a refusal.</param>
    /// <exception cref="InvalidInputException">It is empty, not finite, or does not vary but should be scaled.</exception>
    public static WarpCandidate Of(double[] values, SeriesScaling scaling = SeriesScaling.None, string field = "candidates")
    {
        Require.BoundedSample(values, 1, field);
        if (!Enum.IsDefined(scaling)) throw Require.Invalid(nameof(scaling), scaling, string.Join(", ", Enum.GetNames<SeriesScaling>()));
        return scaling == SeriesScaling.None || DynamicTimeWarping.Varies(values)
            ? new WarpCandidate(values, scaling)
            : throw Require.Invalid(field, "the same value throughout", "a series that varies, or scaling none");
    }

    /// <summary>Writes the points as they are compared.</summary>
    /// <param name="into">Out; every stride-th place from the first on.</param>
    /// <param name="stride">Places from one point to the next.</param>
    public void Write(Span<double> into, int stride = 1)
    {
        ReadOnlySpan<double> values = points.Span;
        if (isScaled) DynamicTimeWarping.ZScores(values, into, stride);
        else for (int j = 0; j < values.Length; j++) into[j * stride] = values[j];
    }

    /// <summary>The points as they are compared, shape [length].</summary>
    public double[] ToArray()
    {
        double[] values = new double[Length];
        Write(values);
        return values;
    }
}
