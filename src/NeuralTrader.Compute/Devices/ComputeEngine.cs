namespace NeuralTrader.Compute.Devices;

/// <summary>
/// The one door for the computations of a silo, beside the grains' own threads: back-tests in one room, studies that callers wait for in another,
/// so that neither keeps the other, nor short questions, waiting.
/// </summary>
public sealed class ComputeEngine : IDisposable
{
    /// <summary>The longest that waiting and computing may take together, also for callers whose cancellation does not arrive.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private const int MostWaiting = 256;

    private readonly WorkRoom tests = new("back-tests", Environment.ProcessorCount, MostWaiting);
    private readonly WorkRoom studies = new("studies", Math.Max(1, Environment.ProcessorCount / 2), MostWaiting);
    private readonly ComputeMetrics metrics;

    /// <summary>An engine whose threads start with its first work.</summary>
    public ComputeEngine() => metrics = new ComputeMetrics([tests, studies]);

    /// <summary>Runs an account of a back-test.</summary>
    /// <param name="work">Looks at its token often.</param>
    /// <param name="cancellationToken">Gives up; the place is free as soon as the work sees it.</param>
    /// <param name="deadline">How long waiting and computing may take together, at most <see cref="Longest"/>, which null stands for.</param>
    /// <returns>The result; <see cref="RefusalKind.Overloaded"/>; <see cref="RefusalKind.ComputationTooLong"/>.</returns>
    public Task<Answer<T>> Test<T>(Func<CancellationToken, T> work, CancellationToken cancellationToken, TimeSpan? deadline = null) =>
        tests.Run(work, Limit(deadline), cancellationToken);

    /// <summary>Runs a study: a comparison, a simulation, risk figures, an optimisation.</summary>
    /// <inheritdoc cref="Test"/>
    public Task<Answer<T>> Study<T>(Func<CancellationToken, T> work, CancellationToken cancellationToken, TimeSpan? deadline = null) =>
        studies.Run(work, Limit(deadline), cancellationToken);

    /// <summary>Runs a study that has no path on a CUDA device; a wish for one is answered with the reason.</summary>
    /// <param name="wish">Where the caller would like it done.</param>
    /// <param name="work">Looks at its token often.</param>
    /// <param name="cancellationToken">Gives up; the place is free as soon as the work sees it.</param>
    /// <param name="deadline">How long waiting and computing may take together, at most <see cref="Longest"/>, which null stands for.</param>
    /// <returns>The result; <see cref="RefusalKind.Overloaded"/>; <see cref="RefusalKind.ComputationTooLong"/>.</returns>
    public async Task<Answer<Computed<T>>> Study<T>(
        DeviceWish wish, Func<CancellationToken, T> work, CancellationToken cancellationToken, TimeSpan? deadline = null)
    {
        Answer<T> answer = await Study(work, cancellationToken, deadline).ConfigureAwait(false);
        if (answer.IsRefused) return answer.Refusal;
        if (wish != DeviceWish.Cuda) return new Computed<T>(answer.Value, "cpu", null);
        metrics.FellBack("no path");
        return new Computed<T>(answer.Value, "cpu", "This function has no CUDA path; it runs on the processor.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        metrics.Dispose();
        tests.Dispose();
        studies.Dispose();
    }

    private static TimeSpan Limit(TimeSpan? deadline) => deadline is { } given && given < Longest ? given : Longest;
}
