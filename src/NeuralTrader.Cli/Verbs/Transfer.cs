using NeuralTrader.Cli.Output;
using NeuralTrader.Storage.Moving;
using Spectre.Console;

namespace NeuralTrader.Cli.Verbs;

/// <summary>Shows how far a transfer is, where there is a terminal to show it on.</summary>
internal static class Transfer
{
    public static async Task<TransferReport> Watch(Session session, Func<Action<TransferProgress>?, CancellationToken, Task<TransferReport>> work)
    {
        if (session.IsJson || !session.Shell.ErrorIsTerminal) return await work(null, session.CancellationToken);
        TransferReport? report = null;
        await session.Shell.Notes.Console.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                Dictionary<string, ProgressTask> bars = [];
                report = await work(
                    step =>
                    {
                        if (!bars.TryGetValue(step.Work, out ProgressTask? bar)) bars[step.Work] = bar = context.AddTask(Markup.Escape(Page.Plain(step.Work)));
                        (bar.MaxValue, bar.Value) = (Math.Max(step.Total, 1), step.Total == 0 ? 1 : step.Done);
                    },
                    session.CancellationToken);
            });
        return report!;
    }
}
