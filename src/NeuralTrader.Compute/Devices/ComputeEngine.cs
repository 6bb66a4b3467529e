using System.Diagnostics;

namespace NeuralTrader.Compute.Devices;

/// <summary>
/// The one door for the computations of a silo, beside the grains' own threads: back-tests in one room, studies that callers wait for in another,
/// so that neither keeps the other, nor short questions, waiting.
/// </summary>
public sealed class ComputeEngine : IDisposable
{
    /// <summary>The longest that waiting and computing may take together, also for callers whose cancellation does not arrive.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan MostAhead = TimeSpan.FromMinutes(1);
    private const int MostWaiting = 256;
    private const double SecondsPerUnit = 4e-10; // of kernels' work, whose units are chosen so that a core does about as many of each

    private readonly WorkRoom tests = new("back-tests", Environment.ProcessorCount, MostWaiting);
    private readonly WorkRoom studies = new("studies", Math.Max(1, Environment.ProcessorCount / 2), MostWaiting);
    private readonly ComputeMetrics metrics;

    /// <summary>An engine whose threads start with its first work.</summary>
    /// <param name="options">What it may compute with beside the processor.</param>
    public ComputeEngine(ComputeOptions options)
    {
        metrics = new ComputeMetrics([tests, studies]);
        Devices = new ComputeDevices(options, metrics);
    }

    internal ComputeEngine(Func<IReadOnlyList<Func<DeviceSession>>> find, IReadOnlyList<DeviceKernel> kernels, TimeSpan firstPause)
    {
        metrics = new ComputeMetrics([tests, studies]);
        Devices = new ComputeDevices(new ComputeOptions(), metrics, find, kernels, firstPause);
    }

    /// <summary>What it computes with beside the processor.</summary>
    public ComputeDevices Devices { get; }

    /// <summary>Computations under way on the processor.</summary>
    public int Running => tests.Running + studies.Running;

    /// <summary>Computations done elsewhere than was wished or planned, since the silo started, by reason.</summary>
    public IReadOnlyDictionary<string, long> Fallbacks => metrics.Fallbacks;

    /// <summary>Computations that wait for a place there.</summary>
    public int Waiting => tests.Waiting + studies.Waiting;

    /// <summary>Why a job should not be begun now: the refusal where the parts of others wait for a minute already; null where they do not.</summary>
    public Refusal? WhyNoJob()
    {
        TimeSpan ahead = tests.Ahead;
        return ahead < MostAhead ? null : new Refusal(
            RefusalKind.Overloaded, FormattableString.Invariant($"About {ahead.TotalSeconds:0} s of other jobs' work are waiting. Nothing was done."),
            RetryAfterSeconds: (int)Math.Ceiling((ahead - MostAhead).TotalSeconds) + 1);
    }

    /// <summary>Runs an account of a back-test.</summary>
    /// <param name="effort">How long it is thought to take.</param>
    /// <param name="work">Looks at its token often.</param>
    /// <param name="cancellationToken">Gives up; the place is free as soon as the work sees it.</param>
    /// <param name="deadline">How long waiting and computing may take together, at most <see cref="Longest"/>, which null stands for.</param>
    /// <returns>The result; <see cref="RefusalKind.Overloaded"/>; <see cref="RefusalKind.ComputationTooLong"/>.</returns>
    public Task<Answer<T>> Test<T>(Effort effort, Func<CancellationToken, T> work, CancellationToken cancellationToken, TimeSpan? deadline = null) =>
        tests.Run(effort, work, Limit(deadline), cancellationToken);

    /// <summary>Runs a study: a comparison, a simulation, risk figures, an optimisation.</summary>
    /// <inheritdoc cref="Test"/>
    public Task<Answer<T>> Study<T>(Effort effort, Func<CancellationToken, T> work, CancellationToken cancellationToken, TimeSpan? deadline = null) =>
        studies.Run(effort, work, Limit(deadline), cancellationToken);

    /// <summary>Runs a study that has no path on a CUDA device; a wish for one is answered with the reason.</summary>
    /// <param name="wish">Where the caller would like it done.</param>
    /// <param name="effort">How long it is thought to take.</param>
    /// <param name="work">Looks at its token often.</param>
    /// <param name="cancellationToken">Gives up; the place is free as soon as the work sees it.</param>
    /// <param name="deadline">How long waiting and computing may take together, at most <see cref="Longest"/>, which null stands for.</param>
    /// <returns>The result; <see cref="RefusalKind.Overloaded"/>; <see cref="RefusalKind.ComputationTooLong"/>.</returns>
    public async Task<Answer<Computed<T>>> Study<T>(
        DeviceWish wish, Effort effort, Func<CancellationToken, T> work, CancellationToken cancellationToken, TimeSpan? deadline = null)
    {
        Answer<T> answer = await Study(effort, work, cancellationToken, deadline).ConfigureAwait(false);
        if (answer.IsRefused) return answer.Refusal;
        if (wish != DeviceWish.Cuda) return new Computed<T>(answer.Value, "cpu", null);
        metrics.FellBack(FallbackReasons.NoPath);
        return new Computed<T>(answer.Value, "cpu", "This function has no CUDA path; it runs on the processor.");
    }

    /// <summary>Answers a question where it is answered soonest: on a device, in one launch with others of its kind, or on the processor.</summary>
    /// <param name="kernel">What is computed.</param>
    /// <param name="job">The question.</param>
    /// <param name="wish">Where the caller would like it done.</param>
    /// <param name="cancellationToken">Gives up; a device goes on to other questions with its next launch.</param>
    /// <param name="deadline">How long waiting and computing may take together, at most <see cref="Longest"/>, which null stands for.</param>
    /// <returns>The result, the same bits from everywhere; <see cref="RefusalKind.Overloaded"/>; <see cref="RefusalKind.ComputationTooLong"/>.</returns>
    public async Task<Answer<Computed<TResult>>> Run<TJob, TResult>(
        DeviceKernel<TJob, TResult> kernel, TJob job, DeviceWish wish, CancellationToken cancellationToken, TimeSpan? deadline = null)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan limit = Limit(deadline);
        string? fallback = null;
        string why = kernel.WhyNot(job) ?? "";
        if (why.Length == 0 && Devices.Choose(kernel, kernel.Work(job), wish, out why) is { } device)
        {
            using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            stop.CancelAfter(limit);
            try
            {
                return new Computed<TResult>(await device.Ask(kernel, job, stop.Token).ConfigureAwait(false), device.Kind, null);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return WorkRoom.TooLong(limit);
            }
            catch (DeviceUnavailableException unavailable)
            {
                fallback = unavailable.Message;
                metrics.FellBack(FallbackReasons.DeviceFailed);
            }
        }
        else if (wish == DeviceWish.Cuda)
        {
            fallback = why;
            metrics.FellBack(FallbackReasons.NoDevice);
        }
        TimeSpan left = limit - Stopwatch.GetElapsedTime(start);
        if (left <= TimeSpan.Zero) return WorkRoom.TooLong(limit);
        Effort effort = new(kernel.Kind, Math.Max(1e-4, SecondsPerUnit * kernel.Work(job)));
        Answer<TResult> answer = await studies.Run(effort, stop => kernel.OnProcessor(job, stop), left, cancellationToken).ConfigureAwait(false);
        return answer.IsRefused ? answer.Refusal : new Computed<TResult>(answer.Value, "cpu", fallback);
    }

    /// <summary>Computes a part of work that has its place on the processor, on a device where it is answered sooner there.</summary>
    /// <param name="kernel">What is computed.</param>
    /// <param name="job">The question.</param>
    /// <param name="wish">Where the caller would like it done.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The result, the same bits from everywhere.</returns>
    /// <exception cref="InvalidInputException">The job is not in order; the member at fault is named.</exception>
    public Computed<TResult> Within<TJob, TResult>(DeviceKernel<TJob, TResult> kernel, TJob job, DeviceWish wish, CancellationToken cancellationToken)
        where TResult : class => OnDevice(kernel, job, wish, out string? fallback, cancellationToken) is { } there
        ? new Computed<TResult>(there, "cuda", null)
        : new Computed<TResult>(kernel.OnProcessor(job, cancellationToken), "cpu", fallback);

    /// <summary>Asks a device on behalf of work that has its place on the processor and goes on there where no device answers.</summary>
    /// <param name="kernel">What is computed.</param>
    /// <param name="job">The question.</param>
    /// <param name="wish">Where the caller would like it done.</param>
    /// <param name="fallback">Why it is not the device that was wished for; null where nobody wished or the device answered.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The result, the same bits as the processor's; null where the processor is to compute it.</returns>
    internal TResult? OnDevice<TJob, TResult>(
        DeviceKernel<TJob, TResult> kernel, TJob job, DeviceWish wish, out string? fallback, CancellationToken cancellationToken)
        where TResult : class
    {
        fallback = null;
        if (wish == DeviceWish.Cpu) return null;
        string why = kernel.WhyNot(job) ?? "";
        DeviceHost? device = why.Length == 0 ? Devices.Choose(kernel, kernel.Work(job), wish, out why) : null;
        if (device is null)
        {
            if (wish != DeviceWish.Cuda) return null;
            fallback = why;
            metrics.FellBack(FallbackReasons.NoDevice);
            return null;
        }
        try
        {
            return device.Ask(kernel, job, cancellationToken).GetAwaiter().GetResult();
        }
        catch (DeviceUnavailableException unavailable)
        {
            fallback = unavailable.Message;
            metrics.FellBack(FallbackReasons.DeviceFailed);
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Devices.Dispose();
        metrics.Dispose();
        tests.Dispose();
        studies.Dispose();
    }

    private static TimeSpan Limit(TimeSpan? deadline) => deadline is { } given && given < Longest ? given : Longest;
}
