using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;

namespace NeuralTrader.Neural;

/// <summary>Whether this process can compute with libtorch.</summary>
/// <param name="Available">True when networks can be trained and asked.</param>
/// <param name="Version">Of libtorch, such as 2.10.0; null where it cannot be used.</param>
/// <param name="Reason">Why it cannot be used, in words; null where it can.</param>
public sealed record LibtorchState(bool Available, string? Version, string? Reason);

/// <summary>libtorch in this process: loaded on first use, and never where it is not wanted.</summary>
public static class Libtorch
{
    private static readonly Lazy<LibtorchState> State = new(Load);

    /// <summary>Loads libtorch (a third of a second, once) or says why that is impossible; never throws.</summary>
    /// <remarks>Networks compute with one thread each: work is spread over networks, and one thread gives the same bits on every repetition.</remarks>
    public static LibtorchState Probe() => State.Value;

    /// <summary>Where the version is read from, and the threads are set; only after the native library was found to load.</summary>
    private static LibtorchState Load()
    {
        Assembly bindings = typeof(torch).Assembly; // its static constructor throws for good where the library does not load, so the linker is asked first
        try
        {
            if (!NativeLibrary.TryLoad("LibTorchSharp", bindings, null, out _)) NativeLibrary.Load("LibTorchSharp", bindings, null); // throws with the reason
            return Start();
        }
        catch (Exception fault) when (fault is DllNotFoundException or BadImageFormatException or TypeInitializationException or NotSupportedException or ExternalException)
        {
            return new(false, null, fault.GetBaseException().Message);
        }
    }

    private static LibtorchState Start()
    {
        torch.set_num_threads(1);
        return new(true, torch.__version__, null);
    }
}
