using System.Diagnostics;
using System.Globalization;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Storage.Ledger;

namespace NeuralTrader.Silo.Tests.Ledger;

/// <summary>A process that appends without pause is killed; what it was told is written must be there.</summary>
public sealed class KilledWriterTests
{
    internal const string Child = "NEURALTRADER_TEST_JOURNAL";
    private const int Books = 16;

    [Fact]
    public async Task Every_acknowledged_entry_survives_a_kill_once_and_without_gaps()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        using TemporaryFolder folder = new();
        Dictionary<string, long> acknowledged = [];
        for (int round = 0; round < 3; round++)
        {
            using Process writer = Process.Start(ChildProcess(folder.Root))!;
            string acks = folder.File("acks");
            long before = Size(acks);
            for (int wait = 0; Size(acks) < before + 5_000 && wait < 300; wait++) await Task.Delay(50, cancel);
            writer.Kill();
            await writer.WaitForExitAsync(cancel);
            Assert.True(Size(acks) >= before + 5_000, "the writer did not get to write");
        }
        foreach (string line in await File.ReadAllLinesAsync(folder.File("acks"), cancel))
        {
            string[] parts = line.Split(' ');
            if (parts is [var book, var seq, "."]) acknowledged[book] = Math.Max(acknowledged.GetValueOrDefault(book), long.Parse(seq, CultureInfo.InvariantCulture));
        }
        using SqliteJournal journal = new(folder.File("journal.db"));
        Assert.Equal(Books, acknowledged.Count);
        foreach ((string book, long last) in acknowledged)
        {
            IReadOnlyList<JournalEntry> entries = await journal.Read(book, 0, cancel);
            Assert.Equal(Enumerable.Range(1, entries.Count).Select(i => (long)i), entries.Select(e => e.Seq));
            Assert.True(entries.Count >= last, $"{book}: {last} acknowledged, {entries.Count} there");
            Assert.All(entries, e => Assert.Equal((decimal)e.Seq, e.Postings.Single().Amount));
        }
    }

    /// <summary>The child: appends to its books and notes each answer.</summary>
    /// <param name="folder">Where journal and notes are.</param>
    internal static async Task AppendUntilKilled(string folder)
    {
        using SqliteJournal journal = new(Path.Combine(folder, "journal.db"));
        using FileStream acks = new(Path.Combine(folder, "acks"), FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        await Task.WhenAll(Enumerable.Range(0, Books).Select(async b =>
        {
            string book = $"book-{b}";
            for (long seq = 1 + (await journal.Read(book, 0, CancellationToken.None)).Count; ; seq++)
            {
                await journal.Append(
                    new JournalEntry(book, seq, $"op-{seq}", "fp", DateTime.UnixEpoch, "{}", [new Posting("a", "b", seq)]), CancellationToken.None);
                lock (acks)
                {
                    acks.Write(System.Text.Encoding.ASCII.GetBytes($"{book} {seq} .\n"));
                    acks.Flush();
                }
            }
        }));
    }

    private static long Size(string file) => File.Exists(file) ? new FileInfo(file).Length : 0;

    private static ProcessStartInfo ChildProcess(string folder)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(typeof(KilledWriterTests).Assembly.Location);
        start.Environment[Child] = folder;
        return start;
    }
}
