using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace NeuralTrader.Compute.Devices;

/// <summary>An open device with its memory, its slots and its compiled kernels. Used by one thread; after a fault it is thrown away whole.</summary>
internal sealed class DeviceSession : IDisposable
{
    private const int MostThreadsInGroup = 256;
    private readonly Context context;
    private readonly Dictionary<object, Delegate> kernels = [];
    private int turn;

    /// <summary>Takes an open device over.</summary>
    /// <param name="context">Closed with the session.</param>
    /// <param name="accelerator">Closed with the session.</param>
    /// <param name="driver">The driver's version; null where there is none.</param>
    /// <param name="slotBytes">What a slot brings home at once.</param>
    public DeviceSession(Context context, Accelerator accelerator, string? driver, int slotBytes)
    {
        this.context = context;
        Accelerator = accelerator;
        Driver = driver;
        Memory = new SlabPool(accelerator);
        Slots = [new DeviceSlot(accelerator, Memory, slotBytes / 16, slotBytes), new DeviceSlot(accelerator, Memory, slotBytes / 16, slotBytes)];
    }

    /// <summary>The device.</summary>
    public Accelerator Accelerator { get; }

    /// <summary>The driver's version; null where there is none.</summary>
    public string? Driver { get; }

    /// <summary>Its memory.</summary>
    public SlabPool Memory { get; }

    /// <summary>Both slots.</summary>
    public IReadOnlyList<DeviceSlot> Slots { get; }

    /// <summary>Threads of a group.</summary>
    public int GroupSize => Math.Min(MostThreadsInGroup, Accelerator.MaxNumThreadsPerGroup);

    /// <summary>The slots in turn; what the slot brought before is handed over first.</summary>
    public DeviceSlot NextSlot()
    {
        DeviceSlot next = Slots[turn++ % Slots.Count];
        next.Land();
        return next;
    }

    /// <summary>Waits for both slots, the older first.</summary>
    public void LandAll()
    {
        for (int i = 0; i < Slots.Count; i++) NextSlot();
    }

    /// <summary>Sends values to the device and waits until they are there, for both slots to read.</summary>
    public void Put<T>(ReadOnlySpan<T> values, ArrayView<T> there)
        where T : unmanaged
    {
        there.CopyFromCPU(Slots[0].Stream, values);
        Slots[0].Stream.Synchronize();
    }

    /// <summary>The same into memory of its own.</summary>
    public Slab Send<T>(ReadOnlySpan<T> values, out ArrayView<T> there)
        where T : unmanaged
    {
        Slab slab = Memory.Rent((long)values.Length * Unsafe.SizeOf<T>());
        there = slab.As<T>(values.Length);
        Put(values, there);
        return slab;
    }

    /// <summary>A compiled kernel, compiled when first asked for.</summary>
    public TLauncher Kernel<TLauncher>(object key, Func<Accelerator, TLauncher> load)
        where TLauncher : Delegate
    {
        if (kernels.TryGetValue(key, out Delegate? known)) return (TLauncher)known;
        TLauncher made = load(Accelerator);
        kernels.Add(key, made);
        return made;
    }

    /// <summary>How many groups of threads do so much work, and how many questions stand side by side.</summary>
    public KernelConfig Threads(int count, int questions) => new(((count + GroupSize - 1) / GroupSize, questions), (GroupSize, 1));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (DeviceSlot slot in Slots) slot.Dispose();
        Memory.Dispose();
        Accelerator.Dispose();
        context.Dispose();
    }

    /// <summary>Opens a CUDA device.</summary>
    /// <param name="index">0 for the first that the driver shows.</param>
    public static DeviceSession Cuda(int index)
    {
        const int slotBytes = 64 << 20;
        Context context = Context.Create(builder => builder.Cuda().StrictArithmetic());
        try
        {
            CudaDevice device = context.GetCudaDevice(index);
            return new DeviceSession(context, device.CreateAccelerator(context), device.DriverVersion.ToString(), slotBytes);
        }
        catch
        {
            context.Dispose();
            throw;
        }
    }
}
