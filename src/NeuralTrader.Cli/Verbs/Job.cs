using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Cli.Output;

namespace NeuralTrader.Cli.Verbs;

/// <summary>Long work of the platform, as a verb starts it, follows it, and stops it where the user gives up.</summary>
/// <param name="Id">Its name, chosen here, so that Ctrl-C can stop what no answer has named yet.</param>
/// <param name="Noun">What it is called.</param>
/// <param name="Again">The command that shows it later.</param>
/// <param name="Stop">The command that stops it.</param>
internal sealed record Job(string Id, string Noun, string Again, string Stop)
{
    private static readonly TimeSpan CancelPatience = TimeSpan.FromSeconds(3);

    /// <summary>Asks for the work to begin; answers at once.</summary>
    public required Func<Task<JobProgress>> Start { get; init; }

    /// <summary>Asks where it stands.</summary>
    public required Func<Task<JobProgress>> Ask { get; init; }

    /// <summary>Asks for its end.</summary>
    public required Func<CancellationToken, Task<JobProgress>> Cancel { get; init; }

    /// <summary>Shows what it found.</summary>
    public required Func<Task> Show { get; init; }

    /// <summary>From its start to its end, or only its start.</summary>
    public async Task Run(Session session, bool noWait)
    {
        try
        {
            JobProgress start = await Start();
            if (noWait)
            {
                if (session.IsJson) session.PrintJson(start);
                else session.Page.Line($"Started {Id}; `{Again}` shows it.");
                return;
            }
            JobProgress end = start.State == JobState.Running ? await JobWatch.Follow(session, start, Ask) : start;
            if (end.State != JobState.Completed) session.Outcome = ExitCode.Refused;
            await Show();
        }
        catch (OperationCanceledException)
        {
            await GiveUp(session);
            throw;
        }
    }

    private async Task GiveUp(Session session)
    {
        using CancellationTokenSource limit = new(CancelPatience);
        try
        {
            await Cancel(limit.Token);
        }
        catch (Exception fault) when (fault is ProblemException or OperationCanceledException)
        {
            if (!session.IsJson) session.Shell.Notes.Note($"{Noun} {Id} may still run; `{Stop}` stops it.");
        }
    }
}
