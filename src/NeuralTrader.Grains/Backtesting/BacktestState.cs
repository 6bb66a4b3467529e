using NeuralTrader.Abstractions.Backtesting;

namespace NeuralTrader.Grains.Backtesting;

/// <summary>What is kept of a back-test; the results of its accounts are kept apart.</summary>
[GenerateSerializer, Alias("backtest-state")]
public sealed record BacktestState
{
    /// <summary>What was asked; null before the test was started.</summary>
    [Id(0)] public RunBacktestRequest? Request { get; init; }

    /// <summary>Hash of what was asked, as the caller gave it.</summary>
    [Id(1)] public string Fingerprint { get; init; } = "";

    /// <summary>Where it stands.</summary>
    [Id(2)] public JobState State { get; init; }

    /// <summary>When it was started, UTC.</summary>
    [Id(3)] public DateTime StartedAt { get; init; }

    /// <summary>When it ended, UTC; null while it runs.</summary>
    [Id(4)] public DateTime? EndedAt { get; init; }

    /// <summary>Accounts that could not be tested.</summary>
    [Id(5)] public IReadOnlyList<BacktestFailure> Failures { get; init; } = [];

    /// <summary>Whose it is, a username; null where an older build or the platform made it.</summary>
    [Id(6)] public string? Owner { get; init; }
}
