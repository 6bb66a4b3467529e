namespace NeuralTrader.Domain.Forecasting;

/// <summary>Which windows of a series are for learning, for stopping and for judging, so that no value is seen before its time.</summary>
/// <remarks>
/// A window is the values [origin − length, origin) and its target the values [origin, origin + horizon). The targets of the parts do not overlap:
/// every training target ends before the first validation target begins, and every validation target before the first test target. A window may reach
/// back into the part before, whose values are known by then.
/// </remarks>
/// <param name="Window">Values a forecast sees, 1 or more.</param>
/// <param name="Horizon">Values it foretells, 1 or more.</param>
/// <param name="TrainEnd">Values before this place are for learning; scales are fitted on them alone.</param>
/// <param name="ValidationEnd">Values from <paramref name="TrainEnd"/> to here decide when learning stops.</param>
/// <param name="Length">Values there are; from <paramref name="ValidationEnd"/> on they judge.</param>
public sealed record SeriesSplit(int Window, int Horizon, int TrainEnd, int ValidationEnd, int Length)
{
    /// <summary>Cuts a series in time.</summary>
    /// <param name="length">Values there are.</param>
    /// <param name="window">Values a forecast sees, 1 or more.</param>
    /// <param name="horizon">Values it foretells, 1 or more.</param>
    /// <param name="validation">The share of the values for validation, 0 up to below 1.</param>
    /// <param name="test">The share of the values for judging, 0 up to below 1; together below 1.</param>
    /// <exception cref="InvalidInputException">An argument is out of range, or a part that is asked for has no room for one target.</exception>
    public static SeriesSplit Of(int length, int window, int horizon, double validation, double test)
    {
        Require.Between(window, 1, 100_000);
        Require.Between(horizon, 1, 100_000);
        Require.Between(validation, 0, 0.9);
        Require.Between(test, 0, 0.9);
        if (validation + test >= 1) throw Require.Invalid(nameof(test), test, FormattableString.Invariant($"a share below {1 - validation}, what validation leaves"));
        int testValues = Part(length, test, horizon), validationValues = Part(length, validation, horizon);
        int validationEnd = length - testValues, trainEnd = validationEnd - validationValues;
        if (trainEnd < window + horizon)
            throw Require.Invalid(
                nameof(length), length,
                FormattableString.Invariant($"at least {window + horizon + testValues + validationValues} values: a window of {window}, {horizon} to foretell, {validationValues} to validate and {testValues} to test"));
        return new SeriesSplit(window, horizon, trainEnd, validationEnd, length);
    }

    /// <summary>Origins to learn from, ascending.</summary>
    public IEnumerable<int> Train => From(Window, TrainEnd);

    /// <summary>Origins to validate at, ascending.</summary>
    public IEnumerable<int> Validation => From(Math.Max(Window, TrainEnd), ValidationEnd);

    /// <summary>Origins to judge at, ascending.</summary>
    public IEnumerable<int> Test => From(Math.Max(Window, ValidationEnd), Length);

    private IEnumerable<int> From(int first, int end) => Enumerable.Range(first, Math.Max(0, end - Horizon - first + 1));

    // A part that is asked for holds one target at least.
    private static int Part(int length, double share, int horizon) => share > 0 ? Math.Max((int)Math.Round(length * share), horizon) : 0;
}
