using System.Runtime.InteropServices;

namespace NeuralTrader.Neural.Tests;

public sealed class LibtorchTests
{
    [Fact]
    public void It_loads_where_the_tests_run()
    {
        LibtorchState state = Libtorch.Probe();
        Assert.True(state.Available, state.Reason);
        Assert.StartsWith("2.10.", state.Version, StringComparison.Ordinal);
        Assert.Null(state.Reason);
        Assert.Equal(1, TorchSharp.torch.get_num_threads());
    }

    [Fact]
    public void An_output_folder_has_the_libraries_of_one_system()
    {
        string[] systems = [.. Directory.EnumerateFiles(AppContext.BaseDirectory, "*torch_cpu*", SearchOption.AllDirectories).Select(file => Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(file))!))];
        Assert.Equal([RuntimeInformation.IsOSPlatform(OSPlatform.Linux) ? "linux-x64" : RuntimeInformation.RuntimeIdentifier], systems);
    }
}
