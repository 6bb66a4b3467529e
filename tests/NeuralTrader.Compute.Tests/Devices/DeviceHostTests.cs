using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using NeuralTrader.Compute.Devices;
using NeuralTrader.Compute.Devices.Kernels;
using NeuralTrader.Compute.Numbers;
using NeuralTrader.Compute.Risk;
using NeuralTrader.Domain;

namespace NeuralTrader.Compute.Tests.Devices;

/// <summary>The host path of a CUDA device, driven by ILGPU's model of a device on the processor.</summary>
public sealed class DeviceHostTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(20), Patience = TimeSpan.FromSeconds(30);
    private static readonly GbmModel Model = new(2e-4f, 0.01f);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_device_gives_the_processors_bits_across_launches()
    {
        using ComputeEngine engine = await Engine(() => ModelDevice.Open());
        PathEndsJob<GbmModel> job = Job(seed: 5, steps: 13, paths: 9_001); // more than a slot holds: three launches
        Answer<Computed<float[]>> there = await engine.Run(DeviceKernels.Gbm, job, DeviceWish.Cuda, Stop);
        Answer<Computed<float[]>> here = await engine.Run(DeviceKernels.Gbm, job, DeviceWish.Cpu, Stop);
        Assert.Equal(("cuda", null), (there.Value!.Device, there.Value.FallbackReason));
        Assert.Equal(("cpu", null), (here.Value!.Device, here.Value.FallbackReason));
        Assert.Equal(here.Value.Value, there.Value.Value);
        Assert.Equal(DeviceKernels.Gbm.Reference(job), there.Value.Value);
    }

    public static TheoryData<PathLaw> Laws =>
    [
        new GbmLaw(0.05, 0.2),
        new MertonLaw(0.05, 0.2, 3, -0.05, 0.08),
        new HestonLaw(0.05, 0.04, 0.05, 2, 0.6, -0.7),
        new GarchLaw(3e-4, 2e-6, 0.08, 0.9, 1e-4, null),
        new GarchLaw(3e-4, 2e-6, 0.08, 0.9, 1e-4, 5),
        new BootstrapLaw([0.011, -0.02, 0.015, 0.003, -0.004, 0.0007], 2.5),
    ];

    [Theory, MemberData(nameof(Laws))]
    public async Task A_simulation_on_the_device_has_the_processors_figures_and_fan(PathLaw law)
    {
        using DeviceSession device = ModelDevice.Open();
        foreach ((int paths, int steps, int sample) in ((int, int, int)[])[(1, 3, 1), (301, 55, 7), (1_201, 2, 0)])
        {
            PathJob job = new(law, paths, steps, 1 / 252.0, 7, [0.95, 0.99], sample);
            DeviceQuestion<PathJob, SimulatedOutcomes> question = new(ComputeKernels.MonteCarlo, job, Stop);
            ComputeKernels.MonteCarlo.Run(device, [question]);
            Assert.True(ComputeKernels.MonteCarlo.IsSame(MonteCarlo.Run(job, null, Stop), await question.Answer));
        }
    }

    [Fact]
    public async Task Many_paths_are_a_fan_of_the_first_of_them_and_figures_of_all()
    {
        using DeviceSession device = ModelDevice.Open();
        PathJob job = new(new GbmLaw(0.05, 0.2), 9_001, 1, 1 / 252.0, 7, [0.95, 0.99], 3);
        DeviceQuestion<PathJob, SimulatedOutcomes> question = new(ComputeKernels.MonteCarlo, job, Stop);
        ComputeKernels.MonteCarlo.Run(device, [question]);
        SimulatedOutcomes found = await question.Answer;
        Assert.Equal((9_001, 4_096), (found.Paths, found.Fan!.Paths));
        Assert.True(ComputeKernels.MonteCarlo.IsSame(MonteCarlo.Run(job, null, Stop), found));
    }

    [Theory, InlineData(null, 3), InlineData(4.5, 3), InlineData(null, 8), InlineData(7.0, 33)]
    public async Task A_portfolios_day_drawn_on_the_device_has_the_processors_figures(double? degrees, int assets)
    {
        using DeviceSession device = ModelDevice.Open();
        PortfolioJob job = new(
            [.. Enumerable.Range(0, assets).Select(i => (i % 3 == 2 ? -1.0 : 1.0) / assets)], [.. Enumerable.Range(0, assets).Select(i => 1e-4 * i)],
            [.. Enumerable.Range(0, assets).Select(i => (double[])[.. Enumerable.Range(0, assets).Select(j => i == j ? 4e-4 + (1e-5 * i) : 1e-4)])],
            degrees, 9_003, 5, [0.95, 0.99]);
        DeviceQuestion<PortfolioJob, SimulatedOutcomes> question = new(ComputeKernels.Portfolio, job, Stop), wrong = new(
            ComputeKernels.Portfolio, job with { Means = [] }, Stop);
        ComputeKernels.Portfolio.Run(device, [wrong, question]);
        Assert.True(ComputeKernels.Portfolio.IsSame(MonteCarlo.Run(job, Stop), await question.Answer));
        Assert.Equal("means", (await Assert.ThrowsAsync<InvalidInputException>(() => wrong.Answer)).Field);
    }

    [Fact]
    public void The_tests_of_simulations_are_passed_by_a_device_that_computes_right()
    {
        using DeviceSession device = ModelDevice.Open();
        Assert.True(ComputeKernels.MonteCarlo.IsSame(device));
        Assert.True(ComputeKernels.Portfolio.IsSame(device));
    }

    [Fact]
    public async Task A_simulation_leaves_no_memory_behind_on_the_device()
    {
        using DeviceSession device = ModelDevice.Open();
        int taken = 0;
        for (int i = 0; i < 3; i++)
        {
            DeviceQuestion<PathJob, SimulatedOutcomes> question =
                new(ComputeKernels.MonteCarlo, new PathJob(new GbmLaw(0.05, 0.2), 1_100, 1, 1 / 252.0, i, [0.95], 0), Stop);
            ComputeKernels.MonteCarlo.Run(device, [question]);
            await question.Answer;
            if (i == 0) taken = device.Memory.Allocations;
        }
        Assert.Equal(taken, device.Memory.Allocations);
    }

    [Fact]
    public async Task A_simulation_that_is_given_up_or_not_in_order_leaves_the_others_of_its_batch_their_answers()
    {
        using DeviceSession device = ModelDevice.Open();
        PathJob good = new(new GbmLaw(0.05, 0.2), 100, 3, 1 / 252.0, 7, [0.95], 0);
        DeviceQuestion<PathJob, SimulatedOutcomes>[] batch =
        [
            new(ComputeKernels.MonteCarlo, good, new CancellationToken(canceled: true)),
            new(ComputeKernels.MonteCarlo, good with { Law = new GbmLaw(0.05, double.NaN) }, Stop),
            new(ComputeKernels.MonteCarlo, good with { Paths = 70_000, Steps = 0 }, Stop),
            new(ComputeKernels.MonteCarlo, good, Stop),
            new(ComputeKernels.MonteCarlo, good with { Law = new GarchLaw(3e-4, 2e-6, 0.08, 0.9, 1e-4, null) }, Stop),
        ];
        ComputeKernels.MonteCarlo.Run(device, batch);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => batch[0].Answer);
        Assert.Equal("volatility", (await Assert.ThrowsAsync<InvalidInputException>(() => batch[1].Answer)).Field);
        Assert.Equal("steps", (await Assert.ThrowsAsync<InvalidInputException>(() => batch[2].Answer)).Field);
        foreach (DeviceQuestion<PathJob, SimulatedOutcomes> question in batch[3..])
            Assert.True(ComputeKernels.MonteCarlo.IsSame(MonteCarlo.Run(question.Job, null, Stop), await question.Answer));
    }

    [Fact]
    public async Task Questions_that_gather_while_the_device_is_busy_are_one_launch_and_each_gets_its_own_answer()
    {
        using Held held = new();
        using ComputeEngine engine = await Engine(() => ModelDevice.Open());
        Task<Answer<Computed<int>>> busy = engine.Run(held, 0, DeviceWish.Cuda, Stop);
        await held.Running.Task.WaitAsync(Patience, Stop);
        Task<Answer<Computed<int>>>[] gathered = [.. Enumerable.Range(1, 20).Select(i => engine.Run(held, i, DeviceWish.Cuda, Stop))];
        held.Go.Set();
        await busy;
        for (int i = 0; i < gathered.Length; i++) Assert.Equal(-(i + 1), (await gathered[i]).Value!.Value);
        Assert.Equal([1, 20], held.Batches);
        Assert.Equal(new KernelBatches("lies", 2, 21, 20), Assert.Single(Assert.Single(engine.Devices.Cuda()).Batches));
    }

    [Fact]
    public async Task Launches_and_fallbacks_are_counted()
    {
        ConcurrentBag<string> counted = [];
        using MeterListener listener = new()
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == "NeuralTrader") listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Count(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Count(instrument, value, tags));
        listener.Start();
        using ComputeEngine engine = await Engine(() => ModelDevice.Open());
        listener.RecordObservableInstruments();
        foreach (string zero in (string[])["fallbacks 0 device failed", "fallbacks 0 no device", "fallbacks 0 no path", "refused 0 back-tests", "refused 0 studies"])
            Assert.Contains($"neuraltrader.compute.{zero}", counted); // the first of each is to be a rise
        await engine.Run(new Failing(new InvalidOperationException("broken")), 3, DeviceWish.Cuda, Stop);
        listener.RecordObservableInstruments();
        Assert.Contains("neuraltrader.compute.batches 1 cuda lies", counted);
        Assert.Contains("neuraltrader.compute.batch.size 1 cuda lies", counted);
        Assert.Contains("neuraltrader.compute.fallbacks 1 device failed", counted);
        Assert.Equal(1, engine.Fallbacks["device failed"]);
        await Until(() => engine.Devices.HasCuda);
        await engine.Run(DeviceKernels.Gbm, Job(1, 1, 10), DeviceWish.Cuda, Stop);
        DeviceReport report = Assert.Single(engine.Devices.Cuda());
        Assert.Equal([new KernelBatches("gbm path ends", 1, 1, 1), new KernelBatches("lies", 1, 1, 1)], report.Batches);
        Assert.Equal(0, report.Waiting);

        void Count(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            counted.Add($"{instrument.Name} {value} {string.Join(' ', tags.ToArray().Select(tag => tag.Value))}");
    }

    [Fact]
    public async Task Questions_of_unequal_size_share_a_launch()
    {
        using DeviceSession device = ModelDevice.Open();
        (int Paths, int Steps)[] sizes = [(1, 1), (300, 5), (3_000, 2), (7, 31)];
        DeviceQuestion<PathEndsJob<GbmModel>, float[]>[] batch =
            [.. sizes.Select(size => new DeviceQuestion<PathEndsJob<GbmModel>, float[]>(DeviceKernels.Gbm, Job(9, size.Steps, size.Paths), Stop))];
        DeviceKernels.Gbm.Run(device, batch);
        foreach (DeviceQuestion<PathEndsJob<GbmModel>, float[]> question in batch)
            Assert.Equal(DeviceKernels.Gbm.Reference(question.Job), await question.Answer);
    }

    [Fact]
    public async Task Who_gives_up_is_left_out_of_the_next_launch_and_the_device_goes_on()
    {
        using Held held = new();
        using ComputeEngine engine = await Engine(() => ModelDevice.Open());
        using CancellationTokenSource givesUp = new();
        Task<Answer<Computed<int>>> busy = engine.Run(held, 0, DeviceWish.Cuda, Stop);
        await held.Running.Task.WaitAsync(Patience, Stop);
        Task<Answer<Computed<int>>> gone = engine.Run(held, 1, DeviceWish.Cuda, givesUp.Token), stays = engine.Run(held, 2, DeviceWish.Cuda, Stop);
        await givesUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone); // at once, with the device still busy
        Assert.False(busy.IsCompleted);
        held.Go.Set();
        Assert.Equal(-2, (await stays).Value!.Value);
        Assert.Equal([1, 1], held.Batches);
    }

    [Fact]
    public async Task A_deadline_that_passes_on_the_device_is_refused()
    {
        using Held held = new();
        using ComputeEngine engine = await Engine(() => ModelDevice.Open());
        Answer<Computed<int>> late = await engine.Run(held, 0, DeviceWish.Cuda, Stop, Moment);
        Assert.Equal(RefusalKind.ComputationTooLong, late.Refusal?.Kind);
        held.Go.Set();
    }

    [Fact]
    public async Task A_fault_is_answered_by_the_processor_and_the_device_comes_back_after_a_pause()
    {
        int opened = 0;
        using ComputeEngine engine = await Engine(() =>
        {
            opened++;
            return ModelDevice.Open();
        });
        Answer<Computed<int>> answer = await engine.Run(new Failing(new InvalidOperationException("an illegal address was met")), 3, DeviceWish.Cuda, Stop);
        Assert.Equal(new Computed<int>(-3, "cpu", "The cuda device is degraded: it failed: an illegal address was met."), answer.Value);
        await Until(() => engine.Devices.HasCuda);
        Assert.Equal(2, opened);
        Assert.Equal("cuda", (await engine.Run(DeviceKernels.Gbm, Job(1, 1, 10), DeviceWish.Cuda, Stop)).Value!.Device);
    }

    [Fact]
    public async Task A_device_without_memory_left_leaves_the_answer_to_the_processor()
    {
        using ComputeEngine engine = await Engine(() => ModelDevice.Open());
        Answer<Computed<int>> answer = await engine.Run(new Failing(null), 3, DeviceWish.Cuda, Stop);
        Assert.Equal((-3, "cpu"), (answer.Value!.Value, answer.Value.Device));
        Assert.StartsWith("The cuda device is degraded: it failed: ", answer.Value.FallbackReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_that_cannot_be_opened_is_tried_again_and_says_why_meanwhile()
    {
        int tries = 0;
        using ComputeEngine engine = await Engine(() => ++tries < 3 ? throw new InvalidOperationException("no context.") : ModelDevice.Open());
        if (!engine.Devices.HasCuda)
        {
            Answer<Computed<float[]>> answer = await engine.Run(DeviceKernels.Gbm, Job(1, 1, 10), DeviceWish.Cuda, Stop);
            Assert.Equal("The cuda device is degraded: it failed: no context.", answer.Value!.FallbackReason);
        }
        await Until(() => engine.Devices.HasCuda);
        Assert.Equal(3, tries);
    }

    [Fact]
    public async Task A_device_with_other_bits_is_not_used()
    {
        using ComputeMetrics metrics = new([]);
        using DeviceHost host = new("cuda", () => ModelDevice.Open(), [DeviceKernels.Gbm, new Lying()], metrics, Moment);
        await host.Started.WaitAsync(Patience, Stop);
        Assert.Equal(DeviceState.Faulty, host.Status.State);
        Assert.Equal("its lies have other bits than the processor's", host.Status.Reason);
        await Assert.ThrowsAsync<DeviceUnavailableException>(() => host.Ask(DeviceKernels.Gbm, Job(1, 1, 10), Stop));
    }

    [Fact]
    public async Task No_driver_is_no_device_and_no_error()
    {
        using ComputeEngine engine = new(new ComputeOptions { CudaLibrary = "libnothing.so.1" });
        await engine.Devices.Start();
        Assert.False(engine.Devices.HasCuda);
        Assert.Empty(engine.Devices.Cuda());
        Assert.Equal("libnothing.so.1 not found", engine.Devices.WhyNoCuda);
        Answer<Computed<float[]>> answer = await engine.Run(DeviceKernels.Gbm, Job(1, 1, 10), DeviceWish.Cuda, Stop);
        Assert.Equal(("cpu", "There is no CUDA device: libnothing.so.1 not found."), (answer.Value!.Device, answer.Value.FallbackReason));
        Assert.Null((await engine.Run(DeviceKernels.Gbm, Job(1, 1, 10), DeviceWish.Auto, Stop)).Value!.FallbackReason);
    }

    [Fact]
    public async Task A_report_says_what_the_device_is_and_how_fast()
    {
        using ComputeEngine engine = await Engine(() => ModelDevice.Open());
        DeviceReport report = Assert.Single(engine.Devices.Cuda());
        Assert.Equal((DeviceState.Ready, "its answers have the processor's bits"), (report.State, report.Reason));
        KernelSpeed speed = report.Speeds.Single(speed => speed.Kind == "gbm path ends"), here = engine.Devices.Processor().Single(speed => speed.Kind == "gbm path ends");
        Assert.True(speed.Cost.SecondsPerUnit > 0 && here.Cost.SecondsPerUnit > 0);
    }

    [Fact]
    public void Memory_given_back_is_used_again()
    {
        using DeviceSession device = ModelDevice.Open();
        int before = device.Memory.Allocations;
        for (int i = 0; i < 100; i++)
        {
            using Slab one = device.Memory.Rent(100_000 + i), two = device.Memory.Rent(200_000);
            Assert.Equal(5_000, one.As<double>(5_000).Length);
        }
        Assert.Equal(before + 2, device.Memory.Allocations);
    }

    [Theory, InlineData(1e3, 1.1e-3, 1e6, 2.099e-3, 1.099e-3, 1e-9), InlineData(1e3, 2e-3, 1e6, 1e-3, 2e-3, 0)]
    public void A_cost_model_is_the_line_through_two_measurements_and_never_falls(
        double less, double lessSeconds, double more, double moreSeconds, double expectedFixed, double expectedSlope)
    {
        CostModel cost = CostModel.Through(less, lessSeconds, more, moreSeconds);
        Assert.Equal(expectedFixed, cost.FixedSeconds, 1e-12);
        Assert.Equal(expectedSlope, cost.SecondsPerUnit, 1e-15);
    }

    private static PathEndsJob<GbmModel> Job(long seed, int steps, int paths) => new(Model, DrawKey.Of(seed, 0), steps, paths);

    private static async Task<ComputeEngine> Engine(Func<DeviceSession> open)
    {
        ComputeEngine engine = new(() => [open], [DeviceKernels.Gbm], Moment);
        await engine.Devices.Start().WaitAsync(Patience, Stop);
        return engine;
    }

    private static async Task Until(Func<bool> isSo)
    {
        long end = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (!isSo() && Environment.TickCount64 < end) await Task.Delay(5, Stop);
        Assert.True(isSo());
    }

    /// <summary>Gives the number with its sign turned.</summary>
    private abstract class Negation : DeviceKernel<int, int>
    {
        public override string Kind => "lies";

        public override string Unit => "numbers";

        private protected override int Sample(double work) => (int)work;

        internal override double Work(int job) => job;

        internal override int OnProcessor(int job, CancellationToken stop) => -job;

        internal override int Reference(int job) => -job;

        internal override bool IsSame(int a, int b) => a == b;
    }

    private sealed class Held : Negation, IDisposable
    {
        public ManualResetEventSlim Go { get; } = new();

        public TaskCompletionSource Running { get; } = new();

        public List<int> Batches { get; } = [];

        internal override void Run(DeviceSession device, IReadOnlyList<DeviceQuestion<int, int>> batch)
        {
            Batches.Add(batch.Count);
            Running.TrySetResult();
            Go.Wait(Patience);
            foreach (DeviceQuestion<int, int> question in batch) question.Complete(-question.Job);
        }

        public void Dispose() => Go.Set();
    }

    /// <summary>Throws what it is given; without that, asks for more memory than there is.</summary>
    private sealed class Failing(Exception? fault) : Negation
    {
        internal override void Run(DeviceSession device, IReadOnlyList<DeviceQuestion<int, int>> batch)
        {
            if (fault is not null) throw fault;
            device.Memory.Rent(1L << 50);
        }
    }

    private sealed class Lying : Negation
    {
        internal override void Run(DeviceSession device, IReadOnlyList<DeviceQuestion<int, int>> batch)
        {
            foreach (DeviceQuestion<int, int> question in batch) question.Complete(question.Job);
        }
    }
}
