using System.Diagnostics;
using System.Text.Json;

namespace NeuralTrader.Benchmarks.Tables;

/// <summary>
/// A program that does the work of a row on request, one repetition at a time, so that its repetitions and ours can alternate. Inputs and answers
/// are files of raw doubles, read and written outside the timing.
/// </summary>
internal sealed class ReferenceServer : IDisposable
{
    private readonly Process process;

    private ReferenceServer(Process process, IReadOnlyDictionary<string, string> versions, HashSet<string> cases) =>
        (this.process, Versions, Cases) = (process, versions, cases);

    /// <summary>What is installed, with its version.</summary>
    public IReadOnlyDictionary<string, string> Versions { get; }

    /// <summary>Which cases it can run.</summary>
    public IReadOnlySet<string> Cases { get; }

    /// <summary>Every reference program of this machine.</summary>
    public static IReadOnlyList<ReferenceServer> Installed()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "references");
        ReferenceServer?[] found =
        [
            Start("/usr/bin/python3", Path.Combine(folder, "server.py")) ?? Start("python3", Path.Combine(folder, "server.py")),
            Start("Rscript", Path.Combine(folder, "server.R")),
        ];
        return [.. found.OfType<ReferenceServer>()];
    }

    /// <summary>Runs a case once.</summary>
    /// <returns>Seconds; NaN with a reason where it failed.</returns>
    public (double Seconds, string? Failure) Run(string name, string folder)
    {
        process.StandardInput.WriteLine($"{name} {folder}");
        process.StandardInput.Flush();
        if (process.StandardOutput.ReadLine() is not { } line) return (double.NaN, "the reference program ended");
        JsonElement answer = JsonDocument.Parse(line).RootElement;
        return answer.TryGetProperty("ms", out JsonElement ms) ? (ms.GetDouble() / 1e3, null) : (double.NaN, answer.GetProperty("error").GetString());
    }

    /// <summary>The answer of a case's last run.</summary>
    public static double[] Answer(string name, string folder) => RawFile.Read(Path.Combine(folder, name + ".bin"));

    /// <inheritdoc/>
    public void Dispose()
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(5000)) process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    private static ReferenceServer? Start(string program, string script)
    {
        try
        {
            Process? process = Process.Start(new ProcessStartInfo(program, [script])
            {
                RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            });
            if (process is null) return null;
            process.ErrorDataReceived += static (_, _) => { }; // drained, so that warnings cannot block it
            process.BeginErrorReadLine();
            if (process.StandardOutput.ReadLine() is not { } line) return null; // NumPy itself is missing
            JsonElement hello = JsonDocument.Parse(line).RootElement;
            return new ReferenceServer(
                process,
                hello.GetProperty("versions").EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString()!),
                [.. hello.GetProperty("cases").EnumerateArray().Select(entry => entry.GetString()!)]);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null; // not installed
        }
    }
}

/// <summary>Files of raw little-endian doubles.</summary>
internal static class RawFile
{
    public static double[] Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        double[] values = new double[bytes.Length / sizeof(double)];
        Buffer.BlockCopy(bytes, 0, values, 0, bytes.Length);
        return values;
    }

    public static void Write(string path, ReadOnlySpan<double> values)
    {
        using FileStream file = File.Create(path);
        file.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values));
    }
}
