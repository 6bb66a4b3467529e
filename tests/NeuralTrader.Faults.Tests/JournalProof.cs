using NeuralTrader.Domain.Ledger;
using NeuralTrader.Storage.Ledger;
using NeuralTrader.Tests;
using Npgsql;

namespace NeuralTrader.Faults.Tests;

/// <summary>Compares what clients were told with what the journal holds, read from the database by nobody's grain.</summary>
internal static class JournalProof
{
    /// <summary>
    /// Every acknowledged key stands in its book exactly once and at the place that its client was told; no book has a gap, an entry that was
    /// changed, or a cent that nobody moved.
    /// </summary>
    public static async Task Check(RealCluster cluster, Traffic traffic, CancellationToken cancellationToken)
    {
        await using NpgsqlDataSource database = NpgsqlDataSource.Create(cluster.Database);
        using PostgresJournal journal = new(database);
        await Check(journal, traffic, cancellationToken);
    }

    /// <summary>The same of any journal.</summary>
    public static async Task Check(IJournal journal, Traffic traffic, CancellationToken cancellationToken)
    {
        Dictionary<string, (string Portfolio, long Version)> told = new(traffic.Acknowledged);
        int sent = 0;
        foreach (string portfolio in traffic.Portfolios)
        {
            string book = $"portfolio/{portfolio}";
            IReadOnlyList<JournalEntry> entries = await journal.Read(book, 0, cancellationToken);
            Assert.Equal(Enumerable.Range(1, entries.Count).Select(seq => (long)seq), entries.Select(entry => entry.Seq));
            BookHead head = BookHead.Of(book, entries); // throws where the chain does not fold
            Assert.Equal(entries.Count, head.Seq);
            foreach (JournalEntry entry in entries.Where(entry => entry.OperationId is not null))
            {
                bool wasTold = told.Remove($"{portfolio}/{entry.OperationId}", out (string Portfolio, long Version) known);
                Assert.True(wasTold, $"{book}: {entry.OperationId} is there twice, or nobody was told.");
                Assert.Equal(known.Version, entry.Seq);
                sent++;
            }
            Posting[] postings = [.. entries.SelectMany(entry => entry.Postings)];
            Assert.Equal(traffic.Capital(portfolio), postings.Where(posting => posting.Credit == "capital").Sum(posting => posting.Amount)
                - postings.Where(posting => posting.Debit == "capital").Sum(posting => posting.Amount));
            Assert.Equal(traffic.Units(portfolio), postings.Count(posting => posting.Debit == "position/SPY"));
        }
        Assert.Empty(told);
        Assert.Equal(traffic.Acknowledged.Count, sent);
    }
}
