using System.Data.Common;
using NeuralTrader.Abstractions;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Client;
using NeuralTrader.Cluster.Tests.Trading;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Security.Audit;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Storage.Moving;

namespace NeuralTrader.Cluster.Tests.Security.Audit;

public sealed class AuditLogTests : IAsyncLifetime
{
    private readonly FaultyStorage state = new();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("neuraltrader-archive-");
    private AuditStore store = null!;

    public async ValueTask InitializeAsync() => store = await AuditStore.Make(null);

    public ValueTask DisposeAsync()
    {
        store.Dispose();
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Events_that_arrive_while_the_first_key_is_made_wait_for_it()
    {
        state.WritesTake = TimeSpan.FromMilliseconds(300);
        await using AuditCluster cluster = await AuditCluster.Start(store, state);
        await Task.WhenAll(cluster.Log(1), cluster.Log(1), cluster.Writer.State(rotateKey: false, default), cluster.Log(1));
        Assert.True((await cluster.Client.VerifyAuditLogAsync(new VerifyAuditLogRequest())).IsWhole);
    }

    [Fact]
    public async Task The_same_event_twice_is_on_record_once_over_restarts_and_midnight()
    {
        LogAuditEventRequest request = new("model.deploy", AuditCategory.System, IdempotencyKey: "once");
        TimeSpan ahead;
        await using (AuditCluster first = await AuditCluster.Start(store, state))
        {
            await first.Client.LogAuditEventAsync(request);
            await first.Client.LogAuditEventAsync(request);
            first.NextDay();
            ahead = first.Ahead;
            await first.Log(1);
        }
        await using AuditCluster second = await AuditCluster.Start(store, state, ahead: ahead);
        await second.Client.LogAuditEventAsync(request);
        Assert.Equal(2, (await second.Client.GetAuditEventsAsync(new GetAuditEventsRequest())).Events.Count);
        Assert.True((await second.Client.VerifyAuditLogAsync(new VerifyAuditLogRequest())).IsWhole);
    }

    [Fact]
    public async Task What_is_given_to_an_owner_is_on_record_once_whoever_was_killed_in_between()
    {
        await using (AuditCluster silent = await AuditCluster.Start(store, state, carries: false))
        {
            await silent.Client.CreatePortfolioAsync(new CreatePortfolioRequest("growth", 1));
            await silent.Grains.GetGrain<IPortfolioGrain>("growth").AssignOwner("bob", default); // and nobody told of it
        }
        await using AuditCluster cluster = await AuditCluster.Start(store, state);
        await cluster.Writer.Sweep(default);
        await cluster.Client.AssignOwnerAsync(new AssignOwnerRequest("portfolio/growth", "bob"));
        await cluster.Client.AssignOwnerAsync(new AssignOwnerRequest("portfolio/growth", "carol"));
        AuditEvent[] found = [.. (await cluster.Client.GetAuditEventsAsync(new GetAuditEventsRequest(Action: "owner.assign"))).Events.Select(record => record.Event).Reverse()];
        const string Alice = "alice (ntk_alice000)";
        Assert.Equal([("bob", null, Alice), ("carol", "bob", Alice)], found.Select(one => (one.Details!["owner"], one.Details.GetValueOrDefault("before"), one.Actor)));
        Assert.All(found, one => Assert.Equal(("portfolio/growth", AuditLevel.Security), (one.Resource, one.Level)));
        Assert.True((await cluster.Client.VerifyAuditLogAsync(new VerifyAuditLogRequest())).IsWhole);
    }

    [Fact]
    public async Task Events_are_found_by_what_they_are_newest_first_and_by_pages()
    {
        await using AuditCluster cluster = await AuditCluster.Start(store, state);
        await cluster.Log(25);
        await cluster.Client.LogAuditEventAsync(new LogAuditEventRequest(
            "key.lend", AuditCategory.Security, AuditLevel.Critical, "key/ntk_bob00000", AuditOutcome.Denied, new Dictionary<string, string> { ["apiKey"] = "geheim", ["shipping"] = "pinned" }));
        AuditPage page = await cluster.Client.GetAuditEventsAsync(new GetAuditEventsRequest(Action: "key", Level: AuditLevel.Security, Outcome: AuditOutcome.Denied, Actor: "ALICE"));
        AuditEvent found = Assert.Single(page.Events).Event;
        Assert.Equal(("(hidden)", "pinned", "alice (ntk_alice000)"), (found.Details!["apiKey"], found.Details["shipping"], found.Actor));
        List<AuditRecord> all = [];
        string? before = null;
        do
        {
            AuditPage next = await cluster.Client.GetAuditEventsAsync(new GetAuditEventsRequest(Before: before, Limit: 10));
            all.AddRange(next.Events);
            before = next.NextBefore;
        }
        while (before is not null);
        Assert.Equal(26, all.Count);
        Assert.Equal(26, all.Select(record => record.Place).Distinct().Count());
        Assert.Equal(all.Select(record => record.Event.At).OrderDescending(), all.Select(record => record.Event.At));
        AuditPage newer = await cluster.Client.GetAuditEventsAsync(new GetAuditEventsRequest(After: all[3].Place));
        Assert.Equal(all.Take(3).Select(record => record.Place), newer.Events.Select(record => record.Place));
        AuditStatistics figures = await cluster.Client.GetAuditStatisticsAsync(new GetAuditStatisticsRequest());
        Assert.Equal((26, 25, 1), (figures.Events, figures.ByLevel["Info"], figures.ByLevel["Critical"]));
    }

    [Fact]
    public async Task A_log_that_was_cut_while_the_platform_was_down_says_so_itself_and_goes_on()
    {
        await using (AuditCluster first = await AuditCluster.Start(store, state)) await first.Log(5);
        List<JournalEntry> log = await store.Log();
        store.Replace(log.SkipLast(2));
        await using AuditCluster second = await AuditCluster.Start(store, state);
        await second.Log(1);
        AuditReport report = await second.Client.VerifyAuditLogAsync(new VerifyAuditLogRequest());
        Assert.Contains(report.Faults, fault => fault.Kind == AuditFaultKind.Reported && fault.Sentence.Contains("is missing", StringComparison.Ordinal));
        Assert.NotEmpty((await second.Client.InitAuditLoggerAsync(new InitAuditLoggerRequest())).Damage);
    }

    [Fact]
    public async Task A_log_that_is_cut_under_a_running_platform_is_found()
    {
        await using AuditCluster cluster = await AuditCluster.Start(store, state);
        await cluster.Log(5);
        store.Replace((await store.Log()).SkipLast(1));
        AuditReport report = await cluster.Client.VerifyAuditLogAsync(new VerifyAuditLogRequest());
        Assert.Contains(report.Faults, fault => fault.Kind == AuditFaultKind.CutOff);
    }

    [Fact]
    public async Task What_is_cleared_lies_in_an_archive_that_verifies_and_the_log_goes_on_whole()
    {
        await using AuditCluster cluster = await AuditCluster.Start(store, state, folder.FullName);
        await cluster.Log(5);
        cluster.NextDay();
        await cluster.Log(3);
        AuditLoggerState before = await cluster.Client.InitAuditLoggerAsync(new InitAuditLoggerRequest());
        DateTime today = DateTime.UtcNow + cluster.Ahead;
        AuditCleared cleared = await cluster.Client.ClearAuditLogAsync(new ClearAuditLogRequest(today, "Retention of a day"));
        Assert.Equal((1, 5L), (cleared.Books.Count, cleared.Entries));
        AuditReport report = await cluster.Client.VerifyAuditLogAsync(new VerifyAuditLogRequest([before.Head!]));
        Assert.True(report.IsWhole, string.Join('\n', report.Faults));
        Assert.Equal((1, 1), (report.Books, report.Cleared));
        string[] lines = await File.ReadAllLinesAsync(cleared.Archive, TestContext.Current.CancellationToken);
        AuditVerification archive = new([new AuditKey(before.PublicKey)]);
        for (int i = 1; i < lines.Length; i++) archive.Add(AuditLine.Parse(System.Text.Encoding.UTF8.GetBytes(lines[i]), i + 1));
        AuditReport archived = archive.Finish();
        Assert.True(archived.IsWhole, string.Join('\n', archived.Faults));
        Assert.Equal(cleared.Books[0], archived.End);
        Assert.Contains((await cluster.Client.GetAuditEventsAsync(new GetAuditEventsRequest(Action: "audit.clear"))).Events, record => record.Event.Details!["sha256"] == cleared.ArchiveSha256);
    }

    [Fact]
    public async Task Nothing_is_cleared_without_an_archive()
    {
        await using AuditCluster cluster = await AuditCluster.Start(store, state);
        await cluster.Log(2);
        cluster.NextDay();
        await cluster.Log(1);
        DateTime today = DateTime.UtcNow + cluster.Ahead;
        await Assert.ThrowsAsync<RefusalException>(() => cluster.Client.ClearAuditLogAsync(new ClearAuditLogRequest(today, "No archive")));
        await Assert.ThrowsAsync<InvalidInputException>(() => cluster.Client.ClearAuditLogAsync(new ClearAuditLogRequest(today, "Wrong archive", new string('0', 64))));
        Assert.Equal(2, (await store.Journal.Books(AuditBook.Prefix, default)).Count);
        using MemoryStream export = new();
        int part = 0;
        await foreach (ReadOnlyMemory<byte> lines in cluster.Client.ExportAuditLogAsync(DateOnly.FromDateTime(today)))
            if (part++ > 0) export.Write(lines.Span);
        string sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(export.ToArray()));
        Assert.Single((await cluster.Client.ClearAuditLogAsync(new ClearAuditLogRequest(today, "With an archive", sha256))).Books);
        Assert.Single(await store.Journal.Books(AuditBook.Prefix, default));
    }

    [Fact]
    public async Task A_new_key_signs_on_and_the_old_one_stays_trusted()
    {
        await using AuditCluster cluster = await AuditCluster.Start(store, state);
        await cluster.Log(2);
        AuditLoggerState rotated = await cluster.Client.InitAuditLoggerAsync(new InitAuditLoggerRequest(RotateKey: true));
        await cluster.Log(2);
        Assert.Equal(2, rotated.PublicKeys.Count);
        AuditReport report = await cluster.Client.VerifyAuditLogAsync(new VerifyAuditLogRequest());
        Assert.True(report.IsWhole);
        Assert.Equal(2, report.KeyIds.Count);
    }

    [Fact]
    public async Task Orders_and_cash_are_on_record_once_with_who_ordered_them_though_silos_were_killed_in_between()
    {
        await using (AuditCluster killed = await AuditCluster.Start(store, state, carries: false)) // as if it died before it told
        {
            await killed.Client.CreatePortfolioAsync(new CreatePortfolioRequest("growth", 100_000, Costs: TradingCosts.Free, IdempotencyKey: "open"));
            await killed.Client.ExecuteTradeAsync(TradingCluster.Buy("growth", "SPY", 1, "buy-1"));
            await killed.Client.MoveCashAsync(new MoveCashRequest("growth", -500, "out"));
        }
        await using AuditCluster cluster = await AuditCluster.Start(store, state);
        await cluster.Client.ExecuteTradeAsync(TradingCluster.Buy("growth", "SPY", 2, "buy-2", limit: 50));
        await cluster.Client.CancelOrderAsync(new CancelOrderRequest("growth", "growth-2", "cancel"));
        await cluster.Client.ExecuteTradeAsync(TradingCluster.Buy("growth", "SPY", 2, "buy-2", limit: 50)); // a repeat
        await cluster.Client.HaltTradingAsync(new HaltTradingRequest("Testing the audit", IdempotencyKey: "halt"));
        IReadOnlyList<AuditRecord> found = [];
        for (int i = 0; i < 100 && found.Count < 6; i++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            found = (await cluster.Client.GetAuditEventsAsync(new GetAuditEventsRequest())).Events;
        }
        await cluster.Writer.Sweep(CancellationToken.None);
        found = (await cluster.Client.GetAuditEventsAsync(new GetAuditEventsRequest())).Events;
        Assert.Equal(
            ["cash.withdraw", "order.cancel", "order.place", "order.place", "portfolio.open", "trading.halt"],
            found.Select(record => record.Event.Action).Order(StringComparer.Ordinal));
        Assert.All(found, record => Assert.Equal("alice (ntk_alice000)", record.Event.Actor));
        Assert.Equal(
            found.Where(record => record.Event.Resource == "portfolio/growth").Select(record => CarriedId.Parse(record.Event.Id)!.Value.Seq).Order(),
            found.Where(record => record.Event.Resource == "portfolio/growth").Select(record => CarriedId.Parse(record.Event.Id)!.Value.Seq).Distinct().Order());
        Assert.True((await cluster.Client.VerifyAuditLogAsync(new VerifyAuditLogRequest())).IsWhole);
    }

    [Fact]
    public async Task What_was_done_to_all_data_beside_the_platform_is_on_record()
    {
        string body = """{"action":"data.backup","by":"root on db-1","from":"SQLite in /data","to":"/backups/monday.ntb"}""";
        await store.Journal.Append(new JournalEntry(DataRecord.Book, 1, null, null, DateTime.UtcNow, body, []), CancellationToken.None);
        await using AuditCluster cluster = await AuditCluster.Start(store, state);
        foreach (int _ in (int[])[1, 2]) await cluster.Writer.Sweep(CancellationToken.None);
        AuditEvent found = Assert.Single((await cluster.Client.GetAuditEventsAsync(new GetAuditEventsRequest(Action: "data"))).Events).Event;
        Assert.Equal(("data.backup", "root on db-1", "/backups/monday.ntb"), (found.Action, found.Actor, found.Details!["to"]));
    }

    [Fact]
    public async Task An_entry_whose_time_cannot_be_read_is_named_and_the_log_goes_on()
    {
        await using (AuditCluster before = await AuditCluster.Start(store, state)) await before.Log(3);
        using (DbConnection connection = store.Source.OpenConnection())
        using (DbCommand slip = connection.CreateCommand())
        {
            slip.CommandText = "UPDATE journal SET recorded_at = 'yesterday' WHERE book LIKE 'audit/log/%' AND seq = 2";
            Assert.Equal(1, slip.ExecuteNonQuery());
        }
        await using AuditCluster cluster = await AuditCluster.Start(store, state);
        await cluster.Log(1);
        AuditReport report = await cluster.Client.VerifyAuditLogAsync(new VerifyAuditLogRequest());
        AuditFault changed = Assert.Single(report.Faults, fault => fault.Kind == AuditFaultKind.Changed);
        Assert.Equal((2L, "Entry 2 is not what was written: its recorded_at cannot be read."), (changed.Seq, changed.Sentence));
        Assert.Equal(3, (await cluster.Client.GetAuditEventsAsync(new GetAuditEventsRequest())).Events.Count(found => found.Event.Action != "audit.verify"));
        await Assert.ThrowsAsync<DamagedBookException>(async () => // it would lose what is damaged
        {
            await foreach (ReadOnlyMemory<byte> _ in cluster.Client.ExportAuditLogAsync(null)) { }
        });
    }

    [Fact]
    public async Task An_event_that_cannot_be_written_is_not_acknowledged()
    {
        await using AuditCluster cluster = await AuditCluster.Start(store, state);
        await cluster.Log(1);
        await Assert.ThrowsAsync<InvalidInputException>(() => cluster.Client.LogAuditEventAsync(new LogAuditEventRequest("two words", AuditCategory.System)));
        await Assert.ThrowsAsync<InvalidInputException>(() => cluster.Writer.Append(
            [new AuditEvent(AuditCategory.Trading, "order.place", "x", Id: "portfolio/growth#99", At: DateTime.UtcNow)], CancellationToken.None)); // it would hide an order
    }
}
