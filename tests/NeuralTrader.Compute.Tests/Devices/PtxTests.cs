using System.Reflection;
using System.Text.RegularExpressions;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using NeuralTrader.Compute.Devices;
using NeuralTrader.Compute.Devices.Kernels;
using NeuralTrader.Compute.Risk;

namespace NeuralTrader.Compute.Tests.Devices;

public sealed partial class PtxTests
{
    public static TheoryData<string, bool, string> Kernels()
    {
        TheoryData<string, bool, string> all = [];
        foreach (string architecture in (string[])["sm_80", "sm_90"])
        {
            all.Add(nameof(PathKernels.Draw), false, architecture);
            all.Add(nameof(PathKernels.Walk), true, architecture);
        }
        return all;
    }

    [Theory, MemberData(nameof(Kernels))]
    public void A_kernel_leaves_the_gpu_no_rounding_of_its_own(string kernel, bool isFused, string architecture)
    {
        MethodInfo method = typeof(PathKernels).GetMethod(kernel)!;
        if (method.IsGenericMethod) method = method.MakeGenericMethod(typeof(GbmModel));
        using Context context = Context.Create(builder => builder.StrictArithmetic());
        using PTXBackend backend = new(context, architecture == "sm_90" ? CudaArchitecture.SM_90 : CudaArchitecture.SM_80, CudaInstructionSet.ISA_80, null!);
        string ptx = ((PTXCompiledKernel)backend.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(method), KernelSpecialization.Empty)).PTXAssembly;
        File.WriteAllText($"/tmp/{kernel}.{architecture}.ptx", ptx);
        Assert.DoesNotMatch(Loose(), ptx);
        Assert.DoesNotContain(".approx", ptx, StringComparison.Ordinal);
        Assert.DoesNotContain(".ftz", ptx, StringComparison.Ordinal);
        Assert.DoesNotContain(".local", ptx, StringComparison.Ordinal);
        Assert.Equal(isFused, ptx.Contains("fma.rn.f32", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\b(add|sub|mul|mad|fma|div|sqrt)\.(?!rn)(?:\w+\.)*f(32|64)")]
    private static partial Regex Loose();
}
