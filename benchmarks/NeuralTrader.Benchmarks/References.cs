using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace NeuralTrader.Benchmarks;

/// <summary>Programs that do the same work, run beside ours where they are installed.</summary>
internal static class References
{
    /// <summary>What a reference measured.</summary>
    public sealed record Answer(double Seconds, double Checksum, string Version);

    /// <summary>Runs sma_cross.py with the first Python that has NumPy; null where none has.</summary>
    public static Answer? NumPySmaCross(string file, int fast, int slow)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "references", "sma_cross.py");
        foreach (string python in (string[])["/usr/bin/python3", "python3"])
        {
            string[] arguments = [script, file, fast.ToString(CultureInfo.InvariantCulture), slow.ToString(CultureInfo.InvariantCulture), "500"];
            if (Run(python, arguments) is not { } line) continue;
            JsonElement json = JsonDocument.Parse(line).RootElement;
            return new Answer(json.GetProperty("seconds").GetDouble(), json.GetProperty("checksum").GetDouble(), $"NumPy {json.GetProperty("version")}");
        }
        return null;
    }

    private static string? Run(string program, string[] arguments)
    {
        try
        {
            using Process? process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
            string? output = process?.StandardOutput.ReadToEnd();
            process?.WaitForExit();
            return process?.ExitCode == 0 ? output : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null; // not installed
        }
    }
}
