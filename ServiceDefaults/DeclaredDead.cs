using System.Runtime.InteropServices;

namespace NeuralTrader.ServiceDefaults;

/// <summary>
/// Ends a member that the others have declared dead, or that failed within, at once and with a sentence: its grains live elsewhere already, so nothing of it
/// may still be written or told. Whoever supervises it starts it again.
/// </summary>
internal sealed class DeclaredDead : IFatalErrorHandler
{
    /// <summary>The exit code: a failure that is over with the next start (EX_TEMPFAIL).</summary>
    public const int ExitCode = 75;

    public bool IsUnexpected(Exception exception) => true;

    public void OnFatalException(object? sender, string? context, Exception? exception)
    {
        string what = exception is null ? context ?? "it cannot go on" : exception.Message;
        int end = what.IndexOf(" Membership:", StringComparison.Ordinal); // the whole table follows
        Console.Error.WriteLine(
            $"This member ends at once: {(end < 0 ? what : what[..end]).ReplaceLineEndings(" ").TrimEnd('.')}. Its work goes on at the others. "
            + "Was it declared dead because the process was frozen or the machine overloaded? Start it again.");
        Console.Error.Flush();
        if (OperatingSystem.IsWindows()) System.Diagnostics.Process.GetCurrentProcess().Kill();
        else Exit(ExitCode);
    }

    // Without the handlers that Environment.Exit runs: they would stop the host in good order, as if it were still a member.
    [DllImport("libc", EntryPoint = "_exit"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void Exit(int code);
}
