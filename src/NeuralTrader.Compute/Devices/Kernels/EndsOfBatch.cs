using NeuralTrader.Compute.Numbers;
using NeuralTrader.Compute.Risk;

namespace NeuralTrader.Compute.Devices.Kernels;

/// <summary>Gathers small simulations, whatever their laws, and walks those of one law in one launch.</summary>
/// <param name="device">Where.</param>
internal sealed class EndsOfBatch(DeviceSession device)
{
    private readonly Dictionary<Type, object> questions = [];
    private readonly List<Action> launches = [];

    /// <summary>Takes one more question: shown its law, the visitor says how to get the ends once <see cref="Run"/> is through.</summary>
    public IPathModelVisitor<Func<float[]>> Next(int paths, CancellationToken stop) => new Gatherer(this, paths, stop);

    /// <summary>Walks them all.</summary>
    public void Run() => launches.ForEach(launch => launch());

    private Func<float[]> Add<TModel>(PathEndsJob<TModel> job, CancellationToken stop)
        where TModel : unmanaged, IPathModel
    {
        if (!questions.TryGetValue(typeof(TModel), out object? known))
        {
            List<DeviceQuestion<PathEndsJob<TModel>, float[]>> made = [];
            launches.Add(() => PathEnds<TModel>.Shared.Run(device, made));
            questions.Add(typeof(TModel), known = made);
        }
        DeviceQuestion<PathEndsJob<TModel>, float[]> question = new(PathEnds<TModel>.Shared, job, stop);
        ((List<DeviceQuestion<PathEndsJob<TModel>, float[]>>)known).Add(question);
        return () => question.Answer.GetAwaiter().GetResult();
    }

    private sealed class Gatherer(EndsOfBatch batch, int paths, CancellationToken stop) : IPathModelVisitor<Func<float[]>>
    {
        public Func<float[]> Visit<TModel>(TModel model, DrawKey key, int steps)
            where TModel : unmanaged, IPathModel => batch.Add(new PathEndsJob<TModel>(model, key, steps, paths), stop);
    }
}

/// <summary>Ends that have come home.</summary>
/// <param name="ends">Shape [paths].</param>
internal sealed unsafe class LandedEnds(float[] ends) : PathRunner
{
    /// <inheritdoc/>
    public override void Ends(uint first, int count, float* into) => ends.AsSpan((int)first, count).CopyTo(new Span<float>(into, count));

    /// <inheritdoc/>
    public override void Record(uint first, int count, float* record, int stride, int* slots, float* falls) =>
        throw new NotSupportedException("The way of a path stays on the device.");
}
