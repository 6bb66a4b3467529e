namespace NeuralTrader.Compute.Devices;

/// <summary>
/// How fast the processor does what devices can do as well: measured when first asked for and again later, the faster of all measurements kept. A silo that
/// has just started is compiling and shares its cores with all that start beside it, which can only make a measurement too slow.
/// </summary>
/// <param name="kernels">What is measured.</param>
/// <param name="measure">Measures one of them now.</param>
/// <param name="again">Pauses before each later measurement.</param>
internal sealed class ProcessorSpeeds(IReadOnlyList<DeviceKernel> kernels, Func<DeviceKernel, CostModel> measure, IReadOnlyList<TimeSpan> again) : IDisposable
{
    private const double Compared = 0.01; // seconds of the work that two measurements are compared by

    private readonly Lock gate = new();
    private readonly CancellationTokenSource closing = new();
    private volatile Dictionary<DeviceKernel, CostModel>? costs;

    /// <summary>The best known; measured before this returns where nothing is.</summary>
    public IReadOnlyDictionary<DeviceKernel, CostModel> Now
    {
        get
        {
            if (costs is { } known) return known;
            lock (gate)
            {
                if (costs is { } made) return made;
                Dictionary<DeviceKernel, CostModel> first = kernels.ToDictionary(kernel => kernel, measure);
                costs = first;
                Refined = Refine(closing.Token);
                return first;
            }
        }
    }

    /// <summary>Ends with the last measurement; has ended before the first.</summary>
    public Task Refined { get; private set; } = Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => closing.Cancel();

    /// <summary>The faster of two measurements by what a question of ten milliseconds takes.</summary>
    internal static CostModel Faster(CostModel a, CostModel b)
    {
        double work = Compared / Math.Max(Math.Min(a.SecondsPerUnit, b.SecondsPerUnit), 1e-15);
        return b.Seconds(work) < a.Seconds(work) ? b : a;
    }

    private async Task Refine(CancellationToken stop)
    {
        foreach (TimeSpan pause in again)
        {
            await Task.Delay(pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
            foreach (DeviceKernel kernel in kernels)
            {
                if (stop.IsCancellationRequested) return;
                CostModel found = measure(kernel);
                costs = new Dictionary<DeviceKernel, CostModel>(costs!) { [kernel] = Faster(costs![kernel], found) };
            }
        }
    }
}
