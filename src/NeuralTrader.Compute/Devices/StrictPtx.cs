using System.Reflection;
using ILGPU;
using ILGPU.Backends.PTX;
using ILGPU.Frontend;
using ILGPU.Frontend.Intrinsic;
using ILGPU.IR;
using ILGPU.IR.Intrinsics;
using ILGPU.IR.Values;

namespace NeuralTrader.Compute.Devices;

/// <summary>
/// Makes ILGPU emit arithmetic that a GPU may not round in its own way: sums, differences and products say <c>.rn</c>, which keeps the
/// assembler from contracting them, and a fused multiply-add is <c>fma.rn</c>. Quotients and roots are rounded to nearest by themselves.
/// </summary>
internal static class StrictPtx
{
    private static readonly MethodInfo FusedSingle = Own(nameof(Fused), typeof(float)), FusedDouble = Own(nameof(Fused), typeof(double));
    private static readonly BinaryArithmeticKind[] Rounded = [BinaryArithmeticKind.Add, BinaryArithmeticKind.Sub, BinaryArithmeticKind.Mul];
    private static readonly Lazy<bool> Remapped = new(Remap); // ILGPU keeps these for the process

    /// <summary>Applies the rules to a context.</summary>
    public static Context.Builder StrictArithmetic(this Context.Builder builder)
    {
        _ = Remapped.Value;
        IntrinsicImplementationManager manager = builder.GetIntrinsicManager();
        PTXIntrinsic fused = new(Own(nameof(EmitFused)), IntrinsicImplementationMode.GenerateCode);
        manager.RegisterMethod(FusedSingle, fused);
        manager.RegisterMethod(FusedDouble, fused);
        PTXIntrinsic rounded = new(Own(nameof(EmitRounded)), IntrinsicImplementationMode.GenerateCode);
        foreach (BasicValueType type in (ReadOnlySpan<BasicValueType>)[BasicValueType.Float32, BasicValueType.Float64])
            foreach (BinaryArithmeticKind kind in Rounded)
                manager.RegisterBinaryArithmetic(kind, type, rounded);
        return builder;
    }

    private static bool Remap()
    {
        RemappedIntrinsics.AddRemapping(typeof(MathF).GetMethod(nameof(MathF.FusedMultiplyAdd))!, (ref InvocationContext call) => call.Method = FusedSingle);
        RemappedIntrinsics.AddRemapping(typeof(Math).GetMethod(nameof(Math.FusedMultiplyAdd))!, (ref InvocationContext call) => call.Method = FusedDouble);
        return true;
    }

    // ILGPU's CPU accelerator compiles these bodies; a GPU gets what is emitted below.
    [IntrinsicImplementation]
    private static float Fused(float a, float b, float c) => MathF.FusedMultiplyAdd(a, b, c);

    [IntrinsicImplementation]
    private static double Fused(double a, double b, double c) => Math.FusedMultiplyAdd(a, b, c);

    private static void EmitFused(PTXBackend backend, PTXCodeGenerator code, Value value)
    {
        MethodCall call = (MethodCall)value;
        Emit(code, $"fma.rn.{Suffix(call.BasicValueType)}", call, [call[0], call[1], call[2]]);
    }

    private static void EmitRounded(PTXBackend backend, PTXCodeGenerator code, Value value)
    {
        BinaryArithmeticValue operation = (BinaryArithmeticValue)value;
        string name = operation.Kind switch { BinaryArithmeticKind.Add => "add", BinaryArithmeticKind.Sub => "sub", _ => "mul" };
        Emit(code, $"{name}.rn.{Suffix(operation.BasicValueType)}", operation, [operation.Left, operation.Right]);
    }

    private static void Emit(PTXCodeGenerator code, string instruction, Value result, ReadOnlySpan<ValueReference> operands)
    {
        var inputs = new PTXCodeGenerator.PrimitiveRegister[operands.Length];
        for (int i = 0; i < inputs.Length; i++) inputs[i] = code.LoadPrimitive(operands[i]);
        var output = code.AllocateHardware(result);
        using PTXCodeGenerator.CommandEmitter command = code.BeginCommand(instruction);
        command.AppendArgument(output);
        foreach (var input in inputs) command.AppendArgument(input);
    }

    private static string Suffix(BasicValueType type) => type == BasicValueType.Float64 ? "f64" : "f32";

    private static MethodInfo Own(string name, Type? of = null) => typeof(StrictPtx)
        .GetMethods(BindingFlags.NonPublic | BindingFlags.Static)
        .Single(method => method.Name == name && (of is null || method.ReturnType == of));
}
