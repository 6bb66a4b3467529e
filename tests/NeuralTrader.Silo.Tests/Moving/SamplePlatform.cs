using Microsoft.Data.Sqlite;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Silo.Tests.Markets;
using NeuralTrader.Storage.Databases;
using NeuralTrader.Storage.Hosting;
using NeuralTrader.Storage.Ledger;
using NeuralTrader.Storage.Markets;
using NeuralTrader.Storage.Moving;

namespace NeuralTrader.Silo.Tests.Moving;

/// <summary>A data directory with something in every table that a platform fills, and the questions that show whether it is all there.</summary>
internal static class SamplePlatform
{
    public static readonly byte[] Pepper = [.. Enumerable.Range(0, 32).Select(i => (byte)(i * 7))];
    private static readonly string[] Books = ["portfolio/growth", "portfolio/größe 𝄞", "portfolio/\uFFEF", "audit/live-trading"];
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    public static async Task<string> Make(TemporaryFolder folder, string name = "source")
    {
        string path = folder.File(name);
        using DataDirectory directory = DataDirectory.Take(path);
        DataDirectory.WriteSecret(Path.Combine(path, "pepper"), Pepper);
        using (SqliteJournal journal = new(directory.JournalFile))
        {
            await Task.WhenAll(from book in Books from seq in Enumerable.Range(1, 30) select journal.Append(Entry(book, seq), Stop));
        }
        using (BarStore bars = BarStore.OnSqlite(directory.MarketsFile))
        {
            await bars.Upsert([Sample.Days(2019), Sample.Series(new SeriesKey("EURX", BarInterval.Minute, PriceBasis.Raw), new DateTime(2020, 1, 31, 0, 0, 0, DateTimeKind.Utc), 3000, currency: "EUR", synthetic: true)], Stop);
            await bars.SaveActions("TEST", [new CorporateAction(new DateTime(2019, 12, 30), 1, 0.1 + 0.2), new CorporateAction(new DateTime(2019, 12, 30), 2, 0)], Stop);
            await bars.SaveInstrument(new Instrument("TEST", "Größe & Co", AssetClass.Equity, "USD", null, "America/New_York"), Stop);
            await bars.SaveTicks(new TickSeries<QuoteTick>("EURUSD", "USD", new Provenance("by hand", false, null), 0, [new(new DateTime(2020, 1, 2), 1, 2, 3, 4)]), Stop);
            await bars.RememberImport("file.csv", new string('a', 64), Stop);
        }
        using SqliteDataSource state = SqliteDataSource.OfFile(directory.StateFile);
        SchemaScript.OrleansOnSqlite.Apply(state);
        using SqliteConnection connection = state.OpenConnection();
        Sql.Execute(connection, "INSERT INTO grain_state VALUES ('neuraltrader', 'backtest', -1, 2, 'größe/1', 7, $1, datetime('now'))", new byte[] { 0, 1, 255 });
        Sql.Execute(connection, "INSERT INTO reminder VALUES ('neuraltrader', 'job/1', 'wake', -5, $1, 60000, 3)", new DateTime(2030, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc));
        return path;
    }

    /// <summary>An entry of the sample; those after number 30 go on where it ends.</summary>
    public static JournalEntry Entry(string book, long seq) => new(
        book, seq, seq % 3 == 0 ? null : $"op \"{seq}\"", "fp", new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddTicks(seq * 12_345_678_910), $$"""{"n": {{seq}}, "text": "grün\n\u0000"}""",
        [.. Enumerable.Range(0, (int)(seq % 3)).Select(line => new Posting("cash", $"capital {line}", 1.50m + (seq / 1000m)))]);

    /// <summary>Books and market data of two places are the same to those who read them, and both go on.</summary>
    public static async Task RequireWhole(IJournal journal, BarStore bars)
    {
        Assert.Equal(Books.Order(StringComparer.Ordinal), (await journal.Books("", Stop)).Order(StringComparer.Ordinal));
        foreach (string book in Books)
        {
            IReadOnlyList<JournalEntry> entries = await journal.Read(book, 0, Stop);
            Assert.Equal(30, BookHead.Of(book, entries).Seq);
            foreach (JournalEntry entry in entries)
            {
                JournalEntry written = Entry(book, entry.Seq);
                Assert.Equal(written.RecordedAt.Ticks / 10, entry.RecordedAt.Ticks / 10);
                Assert.Equal((written.OperationId, written.Fingerprint, written.Body), (entry.OperationId, entry.Fingerprint, entry.Body));
                Assert.Equal(written.Postings, entry.Postings);
            }
            await journal.Append(Entry(book, 31), Stop);
        }
        Assert.Equal(3000, (await bars.Load(new SeriesKey("EURX", BarInterval.Minute, PriceBasis.Raw), cancellationToken: Stop))!.Count);
        Assert.Equal([(1, 0.1 + 0.2), (2, 0)], (await bars.LoadActions("TEST", Stop)).Select(action => (action.SplitRatio, action.CashDividend)));
        Assert.True(await bars.WasImported("file.csv", new string('a', 64), Stop));
        Assert.Equal(1, (await bars.Upsert([Sample.Series(Sample.Key with { Symbol = "NEW" }, new DateTime(2020, 1, 1), 3)], Stop))[0].Version);
    }

    public static Task<TransferReport> Copy(string from, string to, bool alone = false) => DataTransfer.Copy(DataPlace.Of(from), DataPlace.Of(to), alone, cancellationToken: Stop);

    public static Task<TransferReport> Verify(string place) => DataTransfer.Verify(DataPlace.Of(place), cancellationToken: Stop);

    public static async Task<TransferReport> Backup(string from, string file) => await DataTransfer.Copy(DataPlace.Of(from), DataPlace.BackupFile(file), alone: false, cancellationToken: Stop);

    public static async Task<string> Refusal(Func<Task> work) => (await Assert.ThrowsAsync<MovingException>(work)).Message;
}
