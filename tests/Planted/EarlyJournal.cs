using System.Threading.Channels;
using NeuralTrader.Domain.Ledger;

namespace NeuralTrader.Planted;

/// <summary>The mistake that loses money: an entry is acknowledged when it is taken and written a moment later. All is well until the process dies.</summary>
internal sealed class EarlyJournal : IJournal
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(500);
    private readonly Channel<(JournalEntry Entry, DateTime Due)> later = Channel.CreateUnbounded<(JournalEntry, DateTime)>();
    private readonly IJournal real;

    public EarlyJournal(IJournal real)
    {
        this.real = real;
        _ = Task.Run(WriteLater);
    }

    public Task Append(JournalEntry entry, CancellationToken cancellationToken)
    {
        later.Writer.TryWrite((entry, DateTime.UtcNow + Moment));
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<JournalEntry>> Read(string book, long afterSeq, CancellationToken cancellationToken) => real.Read(book, afterSeq, cancellationToken);

    public Task<IReadOnlyList<string>> Books(string prefix, CancellationToken cancellationToken) => real.Books(prefix, cancellationToken);

    private async Task WriteLater()
    {
        await foreach ((JournalEntry entry, DateTime due) in later.Reader.ReadAllAsync())
        {
            if (due - DateTime.UtcNow is { Ticks: > 0 } wait) await Task.Delay(wait);
            _ = real.Append(entry, CancellationToken.None).ContinueWith(write => write.Exception, TaskScheduler.Default); // nobody waits for it, or hears of it
        }
    }
}
