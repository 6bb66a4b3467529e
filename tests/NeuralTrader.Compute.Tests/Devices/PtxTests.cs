using System.Reflection;
using System.Text.RegularExpressions;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using NeuralTrader.Compute.Backtesting;
using NeuralTrader.Compute.Devices;
using NeuralTrader.Compute.Devices.Kernels;
using NeuralTrader.Compute.Lanes;
using NeuralTrader.Compute.Risk;
using NeuralTrader.Compute.Tests.Backtesting;
using NeuralTrader.Domain.Backtesting;

namespace NeuralTrader.Compute.Tests.Devices;

/// <summary>What a GPU would be given, read as text: no device is needed to see whether it may round in its own way.</summary>
public sealed partial class PtxTests
{
    private static readonly Type[] Laws = [typeof(GbmModel), typeof(MertonModel), typeof(HestonModel), typeof(GarchModel), typeof(StudentGarchModel)];

    private static readonly Dictionary<string, MethodInfo> ByName = new()
    {
        ["words"] = Own(typeof(PathKernels), nameof(PathKernels.Draw)),
        ["sums"] = Own(typeof(OutcomeKernels), nameof(OutcomeKernels.Sum)),
        ["counts"] = Own(typeof(OutcomeKernels), nameof(OutcomeKernels.Count)),
        ["ranks"] = Own(typeof(OutcomeKernels), nameof(OutcomeKernels.Rank)),
        ["warps"] = Own(typeof(WarpingDevice), nameof(WarpingDevice.Rows)),
        ["sma columns"] = Own(typeof(GridColumns), nameof(GridColumns.Sma)),
        ["ema columns"] = Own(typeof(GridColumns), nameof(GridColumns.Ema)),
        ["rsi columns"] = Own(typeof(GridColumns), nameof(GridColumns.Rsi)),
    };

    static PtxTests()
    {
        foreach (Type law in (Type[])[.. Laws, typeof(BootstrapModel), typeof(PortfolioTrack)])
        {
            ByName.Add($"{law.Name} ends", Own(typeof(PathKernels), nameof(PathKernels.Walk)).MakeGenericMethod(law));
            if (law == typeof(PortfolioTrack)) continue; // a day has no way
            ByName.Add($"{law.Name} ways", Own(typeof(OutcomeKernels), nameof(OutcomeKernels.Record)).MakeGenericMethod(law));
        }
    }

    public static TheoryData<string, string> Kernels()
    {
        TheoryData<string, string> all = [];
        foreach (string architecture in (string[])["sm_80", "sm_90"])
            foreach (string name in ByName.Keys) all.Add(architecture, name);
        return all;
    }

    [Theory, MemberData(nameof(Kernels))]
    public void A_kernel_leaves_the_gpu_no_rounding_and_no_memory_of_its_own(string architecture, string name)
    {
        string ptx = Compiled(ByName[name], architecture == "sm_90" ? CudaArchitecture.SM_90 : CudaArchitecture.SM_80);
        Assert.DoesNotMatch(Loose(), ptx);
        Assert.DoesNotContain(".approx", ptx, StringComparison.Ordinal);
        Assert.DoesNotContain(".ftz", ptx, StringComparison.Ordinal);
        Assert.DoesNotContain(".local", ptx, StringComparison.Ordinal);
        Assert.DoesNotContain("call", ptx, StringComparison.Ordinal);
        bool isPlain = name is "words" or "counts" or "ranks" or "warps" or "sma columns" or "BootstrapModel ends" or "BootstrapModel ways";
        Assert.Equal(!isPlain, ptx.Contains("fma.rn", StringComparison.Ordinal));
        Assert.Equal(name == "counts", AtomicAdd().IsMatch(ptx)); // and integers at that: their order does not matter
    }

    public static TheoryData<string, string, string> Grids()
    {
        TheoryData<string, string, string> all = [];
        foreach (string architecture in (string[])["sm_80", "sm_90"])
            foreach (GridRule rule in GridRule.All)
                foreach (FillRule fill in (FillRule[])[FillRule.NextOpen, FillRule.SameClose]) all.Add(architecture, rule.Strategy, fill.ToString());
        return all;
    }

    [Theory, MemberData(nameof(Grids))]
    public void A_strategy_leaves_the_gpu_no_rounding_and_no_memory_of_its_own(string architecture, string strategy, string fill)
    {
        var spec = new BacktestSpec(strategy, FillRule: Enum.Parse<FillRule>(fill), AllowShort: false);
        MethodInfo kernel = GridEngines.Show(StrategyGrid.Task(GridBars.Job(GridBars.Sp500, spec), 1), spec, new KernelOf());
        string ptx = Compiled(kernel, architecture == "sm_90" ? CudaArchitecture.SM_90 : CudaArchitecture.SM_80);
        Assert.DoesNotMatch(Loose(), ptx);
        Assert.DoesNotContain(".approx", ptx, StringComparison.Ordinal);
        Assert.DoesNotContain(".ftz", ptx, StringComparison.Ordinal);
        Assert.DoesNotContain(".local", ptx, StringComparison.Ordinal);
        Assert.DoesNotContain("call", ptx, StringComparison.Ordinal);
        Assert.Contains("fma.rn.f64", ptx, StringComparison.Ordinal);
        Assert.Contains("sqrt.rn.f64", ptx, StringComparison.Ordinal); // the figures are made there
    }

    [Fact]
    public void Every_kernel_that_a_device_is_given_is_among_those_read_here() =>
        Assert.Equal(
            Laws.Select(law => typeof(PathEnds<>).MakeGenericType(law)),
            DeviceKernels.All.Select(kernel => kernel.GetType())
                .Where(type => type.IsGenericType)); // the others launch what is read here

    [Theory, InlineData("add.f32 %f1", true), InlineData("mul.f64 %f1", true), InlineData("mul.ftz.f32", true), InlineData("sqrt.approx.f32", true)]
    [InlineData("add.rn.f32 %f1", false), InlineData("fma.rn.f64 %f1", false), InlineData("add.s32 %r1", false), InlineData("mul.lo.s64", false)]
    public void The_reader_knows_loose_arithmetic(string line, bool isLoose) => Assert.Equal(isLoose, Loose().IsMatch(line));

    // A context of its own: one whose compilation failed cannot be trusted with another.
    private static string Compiled(MethodInfo kernel, CudaArchitecture architecture)
    {
        using Context context = Context.Create(builder => builder.StrictArithmetic());
        using PTXBackend backend = new(context, architecture, CudaInstructionSet.ISA_80, null!);
        return ((PTXCompiledKernel)backend.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(kernel), KernelSpecialization.Empty)).PTXAssembly;
    }

    private sealed class KernelOf : IGridVisitor<MethodInfo>
    {
        public MethodInfo Visit<TSignal, TAccount, TTerms>(GridMarket<TTerms> market)
            where TSignal : struct, IGridSignal<TSignal, Doubles1, Mask1>
            where TAccount : struct, IGridAccount<TAccount, Doubles1, Mask1, TTerms>
            where TTerms : unmanaged =>
            typeof(GridKernels).GetMethod(nameof(GridKernels.Walk))!.MakeGenericMethod(typeof(TSignal), typeof(TAccount), typeof(TTerms));
    }

    private static MethodInfo Own(Type type, string name) => type.GetMethod(name)!;

    [GeneratedRegex(@"\b(atom|red)\.(\w+\.)*add\.u32\b")]
    private static partial Regex AtomicAdd();

    [GeneratedRegex(@"\b(add|sub|mul|mad|fma|div|sqrt|rcp)\.(?!rn\.)(?:\w+\.)*f(32|64)")]
    private static partial Regex Loose();
}
