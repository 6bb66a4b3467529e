using System.Security.Cryptography;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Security.Audit;
using NeuralTrader.Domain.Trading.Halts;
using Orleans.Concurrency;

namespace NeuralTrader.Grains.Security.Audit;

/// <inheritdoc cref="IAuditGrain"/>
[StatelessWorker, Reentrant]
internal sealed partial class AuditGrain(IJournal journal, AuditArchive archive, IEnumerable<IBookRemoval> removal, TimeProvider clock) : Grain, IAuditGrain
{
    private IAuditLogGrain Writer => GrainFactory.GetGrain<IAuditLogGrain>(0);

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    // Who is known to call goes before who is said to.
    private static Caller Verified(Caller by) => CallerContext.Current ?? by;

    /// <inheritdoc/>
    public async Task<AuditLoggerState> Init(InitAuditLoggerRequest request, Caller by, CancellationToken cancellationToken)
    {
        AuditLoggerState state = await Writer.State(request.RotateKey, cancellationToken);
        if (!request.RotateKey && state.Head is not null) return state;
        await Note("audit.init", by, AuditLevel.Security, new() { ["key"] = state.KeyId, ["rotated"] = request.RotateKey ? "yes" : "no" }, cancellationToken);
        return await Writer.State(rotateKey: false, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<AuditReceipt> Log(LogAuditEventRequest request, Caller by, CancellationToken cancellationToken)
    {
        by = Verified(by);
        string id = $"log/{by.Name}/{Ids.Key(request.IdempotencyKey)}";
        AuditEvent happened = AuditRules.Validated(new AuditEvent(
            request.Category, request.Action, by.Name, request.Resource, request.Outcome, request.Level, request.Details, Id: id, At: Now));
        await Writer.Append([happened], cancellationToken);
        return new AuditReceipt(happened);
    }

    /// <inheritdoc/>
    public async Task<AuditReport> Verify(VerifyAuditLogRequest request, Caller by, CancellationToken cancellationToken)
    {
        AuditLoggerState state = await Writer.State(rotateKey: false, cancellationToken);
        AuditVerification verification = new(state.PublicKeys.Select(key => new AuditKey(key)));
        if (state.Head is { } known) verification.Expect(known); // what its writer remembers, whatever the store says
        Require.Count(request.Heads?.Count ?? 0, 0, 1000, "heads");
        foreach ((int at, AuditHead? head) in (request.Heads ?? []).Index()) verification.Expect(head ?? throw Require.Invalid($"heads[{at}]", "null", "a signed head, as initAuditLogger answers it"));
        foreach (string book in await Books(cancellationToken))
        {
            IReadOnlyList<JournalEntry> entries = await journal.Examine(book, 0, cancellationToken);
            await Task.Run(
                () =>
                {
                    foreach (JournalEntry entry in entries) verification.Add(entry);
                },
                cancellationToken);
        }
        AuditReport report = verification.Finish();
        try
        {
            await Note(
                "audit.verify", by, report.IsWhole ? AuditLevel.Info : AuditLevel.Critical,
                new() { ["entries"] = $"{report.Entries}", ["faults"] = $"{report.FaultCount}" }, cancellationToken, report.IsWhole ? AuditOutcome.Success : AuditOutcome.Failure);
        }
        catch (Exception fault) when (!report.IsWhole && fault is JournalConflictException or JournalUnavailableException)
        {
            // who asked must hear of it all the same
        }
        return report;
    }

    /// <inheritdoc/>
    public async Task<Answer<AuditCleared>> Clear(ClearAuditLogRequest request, Caller by, CancellationToken cancellationToken)
    {
        string reason = TradingHalt.ParseReason(request.Reason);
        DateOnly before = DateOnly.FromDateTime(request.Before);
        if (before > DateOnly.FromDateTime(Now)) throw Require.Invalid("before", request.Before, "today at the latest: what is on record today stays");
        AuditLoggerState state = await Writer.State(rotateKey: false, cancellationToken);
        string[] books = [.. (await Books(cancellationToken)).Where(book => AuditBook.Parse(book)!.Value.Day < before && book != state.Head?.End.Book)];
        if (books.Length == 0) return new AuditCleared([], 0, "", "");
        if (!removal.Any()) return new Refusal(RefusalKind.NotAvailable, "The store of this platform cannot remove books.");
        (List<AuditEnd> ends, long entries, string digest) = await Digest(books, cancellationToken);
        if (request.ArchiveSha256 is { } given && !given.Equals(digest, StringComparison.OrdinalIgnoreCase))
            throw Require.Invalid("archiveSha256", given, $"{digest}, of the lines of an export of the days before {before:yyyy-MM-dd}");
        if (request.ArchiveSha256 is null && archive.Folder is null)
            return new Refusal(
                RefusalKind.NotAvailable, "This platform has no data directory to put an archive in: export the days first and give the SHA-256 of their lines, which `nt audit clear` does.", "archiveSha256");
        string where = request.ArchiveSha256 is null
            ? await archive.Write(new AuditExportHeader(AuditExportHeader.Current, state.PublicKeys, state.Head), books, book => journal.Read(book, 0, CancellationToken.None))
            : $"with {Verified(by).Name}";
        AuditCleared cleared = new(ends, entries, digest, where);
        await Writer.Clear(
            Happened("audit.clear", by, AuditLevel.Security, new()
            {
                ["before"] = $"{before:yyyy-MM-dd}", ["reason"] = reason, ["books"] = $"{books.Length}", ["entries"] = $"{entries}", ["archive"] = where, ["sha256"] = digest,
            }),
            cleared, CancellationToken.None);
        return cleared;
    }

    private async Task<(List<AuditEnd> Ends, long Entries, string Sha256)> Digest(string[] books, CancellationToken cancellationToken)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        List<AuditEnd> ends = [];
        long count = 0;
        foreach (string book in books)
        {
            IReadOnlyList<JournalEntry> entries = await journal.Read(book, 0, cancellationToken);
            foreach (JournalEntry entry in entries) hash.AppendData(AuditLine.Of(entry));
            count += entries.Count;
            ends.Add(new AuditEnd(book, entries[^1].Seq, entries[^1].Chain.ToString()!));
        }
        return (ends, count, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private Task Note(
        string action, Caller by, AuditLevel level, Dictionary<string, string> details, CancellationToken cancellationToken, AuditOutcome outcome = AuditOutcome.Success) =>
        Writer.Append([Happened(action, by, level, details) with { Outcome = outcome }], cancellationToken);

    private AuditEvent Happened(string action, Caller by, AuditLevel level, Dictionary<string, string> details) => new(
        AuditCategory.Security, action, Verified(by).Name, "audit", AuditOutcome.Success, level, details, Id: Guid.CreateVersion7().ToString("N"), At: Now);
}
