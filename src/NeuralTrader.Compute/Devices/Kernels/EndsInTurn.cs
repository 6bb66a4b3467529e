using ILGPU;
using ILGPU.Runtime;
using NeuralTrader.Compute.Numbers;
using NeuralTrader.Compute.Risk;

namespace NeuralTrader.Compute.Devices.Kernels;

/// <summary>Makes a runner that walks the paths of a large simulation on a device, piece by piece through its two slots.</summary>
/// <param name="device">Where.</param>
/// <param name="paths">How many.</param>
internal sealed class EndsInTurn(DeviceSession device, int paths) : IPathModelVisitor<PathRunner>
{
    private const double WorkOfLaunch = 2e8; // path-steps: some milliseconds, the longest that who gives up waits for the device

    /// <inheritdoc/>
    public PathRunner Visit<TModel>(TModel model, DrawKey key, int steps)
        where TModel : unmanaged, IPathModel => new Stream<TModel>(device, model, key, steps, paths);

    // Asked for rising ranges by one thread: while one piece is read, the next two are walked and on their way.
    private sealed unsafe class Stream<TModel> : PathRunner
        where TModel : unmanaged, IPathModel
    {
        private readonly DeviceSession device;
        private readonly PathRun<TModel> all;
        private readonly int piece;
        private readonly float[] landed;
        private readonly Action<AcceleratorStream, KernelConfig, ArrayView<PathRun<TModel>>, int, ArrayView<float>> walk;
        private int launched, from, to;

        public Stream(DeviceSession device, TModel model, DrawKey key, int steps, int paths)
        {
            this.device = device;
            all = new PathRun<TModel>(model, key, steps, 0, paths);
            piece = (int)Math.Clamp(Math.Min(WorkOfLaunch / steps, device.Slots[0].OutBytes / (double)sizeof(float)), 1, paths);
            landed = new float[piece];
            walk = PathEnds<TModel>.Walker(device);
        }

        public override void Ends(uint first, int count, float* ends)
        {
            int next = (int)first, end = next + count;
            while (next < end)
            {
                while (next >= to) Advance();
                int now = Math.Min(end, to) - next;
                landed.AsSpan(next - from, now).CopyTo(new Span<float>(ends, now));
                ends += now;
                next += now;
            }
        }

        public override void Record(uint first, int count, float* record, int stride, int* slots, float* falls) =>
            throw new NotSupportedException("The way of a path stays on the device.");

        // The slot whose turn it is hands over the piece before last, and takes the next one.
        private void Advance()
        {
            DeviceSlot slot = device.NextSlot();
            if (launched >= all.Count) return;
            PathRun<TModel> run = all with { First = (uint)launched, Count = Math.Min(piece, all.Count - launched) };
            launched += run.Count;
            walk(slot.Stream, device.Threads(run.Count, 1), slot.Send<PathRun<TModel>>([run]), run.Count, slot.Output<float>(run.Count));
            slot.Fetch<float>(run.Count, values =>
            {
                values.CopyTo(landed);
                (from, to) = ((int)run.First, (int)run.First + run.Count);
            });
        }
    }
}
