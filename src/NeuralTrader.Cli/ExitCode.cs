namespace NeuralTrader.Cli;

/// <summary>What the process ends with; scripts may rely on it.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>The platform refused or failed.</summary>
    public const int Refused = 1;

    /// <summary>The command line is not understood; nothing was sent.</summary>
    public const int Usage = 2;

    /// <summary>Nobody answered, or not in time.</summary>
    public const int Unreachable = 3;

    /// <summary>Stopped by Ctrl-C, as shells count it.</summary>
    public const int Canceled = 130;
}
