using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Cli.Output;
using Spectre.Console;

namespace NeuralTrader.Cli.Verbs;

/// <summary>Follows a job to its end, with a progress bar where there is a terminal to show one.</summary>
internal static class JobWatch
{
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(500);

    public static async Task<JobProgress> Follow(Session session, JobProgress start, Func<Task<JobProgress>> ask)
    {
        if (session.IsJson || !session.Shell.ErrorIsTerminal) return await ToEnd(session, start, ask, _ => { });
        JobProgress end = start;
        await session.Shell.Notes.Console.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                ProgressTask bar = context.AddTask(Markup.Escape(start.JobId), maxValue: 1);
                end = await ToEnd(session, start, ask, progress =>
                {
                    bar.Value = progress.Fraction;
                    bar.Description = Markup.Escape(Page.Plain($"{progress.Done} of {progress.Of} {progress.Message}"));
                });
            });
        return end;
    }

    // Events first; where the stream breaks off or is not served, asking now and then.
    private static async Task<JobProgress> ToEnd(Session session, JobProgress last, Func<Task<JobProgress>> ask, Action<JobProgress> show)
    {
        try
        {
            await foreach (JobProgress progress in session.Gateway.Watch(last.JobId, session.CancellationToken))
            {
                show(last = progress);
                if (last.State != JobState.Running) return last;
            }
        }
        catch (ProblemException) when (!session.CancellationToken.IsCancellationRequested)
        {
            // asked for below, where a platform that is gone is reported
        }
        while (true)
        {
            last = await ask();
            show(last);
            if (last.State != JobState.Running) return last;
            await Task.Delay(PollEvery, session.CancellationToken);
        }
    }
}
