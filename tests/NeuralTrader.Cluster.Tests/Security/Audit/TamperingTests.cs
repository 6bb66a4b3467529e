using System.Security.Cryptography;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Security.Audit;
using NeuralTrader.Tests;

namespace NeuralTrader.Cluster.Tests.Security.Audit;

/// <summary>A log of three days that somebody with every right on the database then changes.</summary>
public abstract class TamperingTests(PostgresServer? server) : IAsyncLifetime
{
    private AuditStore store = null!;
    private AuditLoggerState state = null!;
    private List<JournalEntry> log = null!;

    private IEnumerable<AuditKey> Keys => state.PublicKeys.Select(key => new AuditKey(key));

    private string[] Days => [.. log.Select(entry => entry.Book).Distinct()];

    public async ValueTask InitializeAsync()
    {
        store = await AuditStore.Make(server);
        await using AuditCluster cluster = await AuditCluster.Start(store, new FaultyStorage(), carries: false);
        for (int day = 0; day < 3; day++)
        {
            await cluster.Log(5);
            if (day < 2) cluster.NextDay();
        }
        state = await cluster.Client.InitAuditLoggerAsync(new InitAuditLoggerRequest());
        log = await store.Log();
        Assert.Equal([5, 5, 5], log.GroupBy(entry => entry.Book).Select(day => day.Count()));
    }

    public ValueTask DisposeAsync()
    {
        store?.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task As_it_was_written_it_is_whole()
    {
        AuditReport report = await store.Verify(Keys, state.Head!);
        Assert.True(report.IsWhole, string.Join('\n', report.Faults));
        Assert.Equal((3, 15, 15), (report.Books, report.Entries, report.Events));
        store.Replace(log);
        Assert.True((await store.Verify(Keys, state.Head!)).IsWhole);
    }

    [Fact]
    public Task An_entry_that_was_changed() => Finds([AuditFaultKind.Changed, AuditFaultKind.Forged], entries => entries[2] = Changed(entries[2]));

    [Fact]
    public Task An_entry_that_was_changed_with_every_chain_made_anew() => Finds([AuditFaultKind.Forged], entries =>
    {
        entries[2] = Changed(entries[2]);
        Rechain(entries);
    });

    [Fact]
    public Task A_time_that_was_changed() => Finds([AuditFaultKind.Forged], entries =>
    {
        entries[2] = entries[2] with { RecordedAt = entries[2].RecordedAt.AddSeconds(-1) };
        Rechain(entries);
    });

    [Fact]
    public Task An_entry_that_was_deleted_in_the_middle() => Finds([AuditFaultKind.Missing], entries => entries.RemoveAt(7));

    [Fact]
    public Task An_entry_that_was_deleted_and_the_others_numbered_and_chained_anew() => Finds([AuditFaultKind.Forged], entries =>
    {
        entries.RemoveAt(7);
        Renumber(entries);
    });

    [Fact]
    public Task An_entry_that_was_put_in_a_second_time() => Finds([AuditFaultKind.Forged], entries =>
    {
        entries.Insert(4, entries[3]);
        Renumber(entries);
    });

    [Theory, InlineData(1), InlineData(3), InlineData(5), InlineData(11)]
    public Task Entries_that_were_cut_off_at_the_end(int many) => Finds([AuditFaultKind.CutOff], entries => entries.RemoveRange(entries.Count - many, many));

    [Fact]
    public Task A_day_that_was_deleted() => Finds([AuditFaultKind.Broken], entries => entries.RemoveAll(entry => entry.Book == Days[1]));

    [Fact]
    public Task The_first_day_that_was_deleted() => Finds([AuditFaultKind.Broken], entries => entries.RemoveAll(entry => entry.Book == Days[0]));

    [Fact]
    public Task A_log_that_was_deleted() => Finds([AuditFaultKind.CutOff], entries => entries.Clear());

    [Fact]
    public Task Two_entries_that_changed_places() => Finds([AuditFaultKind.Changed, AuditFaultKind.Forged], entries => Swap(entries, 6, 7));

    [Fact]
    public Task Two_entries_that_changed_places_with_every_chain_made_anew() => Finds([AuditFaultKind.Forged], entries =>
    {
        Swap(entries, 6, 7);
        Rechain(entries);
    });

    [Fact]
    public Task Two_days_that_changed_names() => Finds([AuditFaultKind.Forged], entries =>
    {
        for (int i = 0; i < entries.Count; i++)
            entries[i] = entries[i].Book == Days[0] ? entries[i] with { Book = Days[1] } : entries[i].Book == Days[1] ? entries[i] with { Book = Days[0] } : entries[i];
        entries.Sort((left, right) => string.CompareOrdinal(left.Book, right.Book) is not 0 and var order ? order : left.Seq.CompareTo(right.Seq));
        Rechain(entries);
    });

    [Fact]
    public Task A_whole_log_of_somebody_elses_making() => Finds([AuditFaultKind.Forged], entries =>
    {
        using ECDsa stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        JournalChain chain = default;
        for (int i = 0; i < entries.Count; i++)
        {
            JournalEntry entry = entries[i];
            if (entry.Seq == 1) chain = JournalChain.Start(entry.Book);
            string content = AuditBody.Parse(entry.Body)!.Content.Replace("alice", "nobody", StringComparison.Ordinal);
            string signature = Convert.ToBase64String(stranger.SignData(AuditSeal.Message(entry.Book, entry.Seq, chain, entry.RecordedAt, content), HashAlgorithmName.SHA256));
            entry = entry with { Body = new AuditBody(AuditKey.IdOf(stranger), signature, content).ToString() };
            entries[i] = entry with { Chain = chain = chain.Then(entry) };
        }
    });

    private async Task Finds(AuditFaultKind[] kinds, Action<List<JournalEntry>> tamper)
    {
        List<JournalEntry> changed = [.. log];
        tamper(changed);
        store.Replace(changed);
        AuditReport report = await store.Verify(Keys, state.Head!);
        Assert.False(report.IsWhole);
        foreach (AuditFaultKind kind in kinds) Assert.Contains(report.Faults, fault => fault.Kind == kind);
    }

    private static JournalEntry Changed(JournalEntry entry) => entry with { Body = entry.Body.Replace("alice", "mallory", StringComparison.Ordinal) };

    private static void Swap(List<JournalEntry> entries, int one, int other) =>
        (entries[one], entries[other]) = (entries[other] with { Seq = entries[one].Seq }, entries[one] with { Seq = entries[other].Seq });

    private static void Renumber(List<JournalEntry> entries)
    {
        for (int i = 0; i < entries.Count; i++)
            entries[i] = entries[i] with { Seq = i == 0 || entries[i].Book != entries[i - 1].Book ? 1 : entries[i - 1].Seq + 1 };
        Rechain(entries);
    }

    private static void Rechain(List<JournalEntry> entries)
    {
        JournalChain chain = default;
        for (int i = 0; i < entries.Count; i++)
        {
            if (entries[i].Seq == 1) chain = JournalChain.Start(entries[i].Book);
            entries[i] = entries[i] with { Chain = chain = chain.Then(entries[i]) };
        }
    }
}

/// <summary>On the file of a single-process platform.</summary>
public sealed class TamperingOnSqliteTests() : TamperingTests(null);

/// <summary>On the database of a cluster.</summary>
public sealed class TamperingOnPostgresTests(PostgresServer server) : TamperingTests(server);
