using System.Globalization;
using System.Text.Json;
using NeuralTrader.Domain.Ledger;

namespace NeuralTrader.Domain.Security.Audit;

/// <summary>What is wrong with an audit log.</summary>
public enum AuditFaultKind
{
    /// <summary>An entry, or one before it, is not what was written.</summary>
    Changed = 1,

    /// <summary>Entries are missing between others.</summary>
    Missing = 2,

    /// <summary>An entry carries a signature that none of the trusted keys made for it.</summary>
    Forged = 3,

    /// <summary>Entries at the end are missing that a signed head speaks of.</summary>
    CutOff = 4,

    /// <summary>A book is missing, or does not follow the one before it.</summary>
    Broken = 5,

    /// <summary>The platform itself found damage at that time, and put it on record.</summary>
    Reported = 6,
}

/// <summary>Something wrong with an audit log.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Book">Where.</param>
/// <param name="Seq">The entry; 0 for the book as a whole.</param>
/// <param name="Sentence">What it is.</param>
[GenerateSerializer, Immutable, Alias("audit-fault")]
public sealed record AuditFault(AuditFaultKind Kind, string Book, long Seq, string Sentence);

/// <summary>What the verification of an audit log found.</summary>
/// <param name="IsWhole">True where nothing is wrong.</param>
/// <param name="Faults">What is wrong, at most a hundred of them, in the log's order.</param>
/// <param name="FaultCount">How many there are altogether.</param>
/// <param name="Books">Books that were read.</param>
/// <param name="Entries">Entries that were read.</param>
/// <param name="Events">Events in them.</param>
/// <param name="Cleared">Books that were moved into archives, as the log itself tells.</param>
/// <param name="First">Time of the first entry, UTC; null where there is none.</param>
/// <param name="End">Where the log ends; null where there is no entry.</param>
/// <param name="EndedAt">Time of the last entry, UTC.</param>
/// <param name="Heads">Signed heads it was held against.</param>
/// <param name="KeyIds">Keys that signed it.</param>
[GenerateSerializer, Immutable, Alias("audit-verification")]
public sealed record AuditReport(
    bool IsWhole, IReadOnlyList<AuditFault> Faults, long FaultCount, int Books, long Entries, long Events, int Cleared, DateTime? First, AuditEnd? End,
    DateTime? EndedAt, int Heads, IReadOnlyList<string> KeyIds);

/// <summary>
/// Reads an audit log from its first entry to its last, believing nothing but the public keys: every entry is in its place, follows the one before, and is
/// signed for exactly that place; every book follows the one before, or those between are in an archive; and no signed head lies beyond the end.
/// </summary>
/// <param name="keys">The keys that may have signed.</param>
public sealed class AuditVerification(IEnumerable<AuditKey> keys)
{
    private const int MostFaults = 100;

    private readonly Dictionary<string, AuditKey> trusted = keys.DistinctBy(key => key.KeyId).ToDictionary(key => key.KeyId);
    private readonly List<AuditFault> faults = [];
    private readonly HashSet<string> seenKeys = [];
    private readonly Dictionary<(string Book, long Seq), string> wanted = []; // places that signed heads name
    private readonly List<(AuditHead Head, bool IsSigned)> heads = [];
    private readonly Dictionary<string, AuditEnd> cleared = [], ends = [];
    private readonly List<(string Book, AuditEnd After)> unexplained = []; // books whose predecessor was not just before them
    private AuditEnd? end;
    private (string Book, long Seq, JournalChain Chain)? last;
    private DateTime? first, endedAt;
    private long faultCount, entries, events;

    /// <summary>Holds the log against a head that was signed earlier. Called before the first entry is added.</summary>
    public void Expect(AuditHead head)
    {
        bool isSigned = trusted.TryGetValue(head.KeyId, out AuditKey? key) && head.IsSignedBy(key);
        heads.Add((head, isSigned));
        if (!isSigned) Fault(AuditFaultKind.Forged, head.End.Book, head.End.Seq, "A head that the log was to be held against is signed by none of the keys.");
        else wanted[(head.End.Book, head.End.Seq)] = "";
    }

    /// <summary>Takes the next entry, book after book in the order of their names.</summary>
    public void Add(JournalEntry entry)
    {
        (string book, long seq) = (entry.Book, entry.Seq);
        entries++;
        if (entry.Fault is null) (first, endedAt) = (first ?? entry.RecordedAt, entry.RecordedAt);
        bool isFirst = last is not { } before || before.Book != book;
        if (isFirst)
        {
            if (AuditBook.Parse(book) is null || (last is { } earlier && string.CompareOrdinal(book, earlier.Book) < 0))
                Fault(AuditFaultKind.Broken, book, 0, "The book does not stand in its place.");
            last = (book, 0, JournalChain.Start(book));
        }
        (_, long at, JournalChain follows) = last!.Value;
        bool isNext = seq == at + 1;
        if (!isNext)
            Fault(AuditFaultKind.Missing, book, seq, seq > at ? Text($"Entry {seq} follows entry {at}: {seq - at - 1} entries are missing.") : Text($"Entry {seq} stands after entry {at}."));
        JournalChain chain = follows.Then(entry);
        if (entry.Fault is { } fault) Fault(AuditFaultKind.Changed, book, seq, Text($"Entry {seq} is not what was written: {fault}."));
        else if (isNext && entry.Chain != chain) Fault(AuditFaultKind.Changed, book, seq, Text($"Entry {seq} is not what was written: its chain does not follow from it."));
        if (entry.Fault is null) Check(entry, follows, isNext, isFirst);
        JournalChain stored = entry.Chain ?? chain;
        last = (book, seq, stored);
        ends[book] = end = new AuditEnd(book, seq, stored.ToString());
        if (wanted.ContainsKey((book, seq))) wanted[(book, seq)] = stored.ToString();
    }

    /// <summary>What was found, once all entries were added.</summary>
    public AuditReport Finish()
    {
        foreach ((string book, AuditEnd after) in unexplained)
            if (!cleared.TryGetValue(after.Book, out AuditEnd? archived) || archived != after)
                Fault(AuditFaultKind.Broken, book, 1, Text($"The book follows entry {after.Seq} of {after.Book}, which is not there, and no clearing tells of it."));
        foreach ((AuditHead head, bool isSigned) in heads)
            if (isSigned && wanted[(head.End.Book, head.End.Seq)] is var found && found != head.End.Chain && !(cleared.TryGetValue(head.End.Book, out AuditEnd? archived) && archived.Seq >= head.End.Seq))
                Fault(
                    AuditFaultKind.CutOff, head.End.Book, head.End.Seq, found.Length > 0
                        ? Text($"Entry {head.End.Seq} is another one than when the head was signed, {Require.Iso(head.At)}.")
                        : Text($"A head signed at {Require.Iso(head.At)} says that the log had come to entry {head.End.Seq} of {head.End.Book}; it is not there."));
        return new AuditReport(
            faultCount == 0, faults, faultCount, ends.Count, entries, events, cleared.Count, first, end, endedAt, heads.Count, [.. seenKeys.Order(StringComparer.Ordinal)]);
    }

    private void Check(JournalEntry entry, JournalChain follows, bool isNext, bool isFirst)
    {
        if (AuditBody.Parse(entry.Body) is not { } body)
        {
            Fault(AuditFaultKind.Forged, entry.Book, entry.Seq, Text($"Entry {entry.Seq} has no signature."));
            return;
        }
        seenKeys.Add(body.KeyId);
        if (!trusted.TryGetValue(body.KeyId, out AuditKey? key))
            Fault(AuditFaultKind.Forged, entry.Book, entry.Seq, Text($"Entry {entry.Seq} is signed by the key {body.KeyId}, which is none of those that are trusted."));
        else if (isNext && !key.HasSigned(AuditSeal.Message(entry.Book, entry.Seq, follows, entry.RecordedAt, body.Content), body.Signature))
            Fault(AuditFaultKind.Forged, entry.Book, entry.Seq, Text($"Entry {entry.Seq} was not signed as it stands, in this place and after what comes before it."));
        try
        {
            Read(entry, AuditContent.Parse(body.Content), isFirst);
        }
        catch (JsonException fault)
        {
            Fault(AuditFaultKind.Changed, entry.Book, entry.Seq, Text($"Entry {entry.Seq} cannot be understood: {fault.Message}"));
        }
    }

    private void Read(JournalEntry entry, AuditContent content, bool isFirst)
    {
        events += content.Events.Count;
        foreach (AuditEnd book in content.Cleared?.Books ?? []) cleared[book.Book] = book;
        foreach (string found in content.Damage ?? []) Fault(AuditFaultKind.Reported, entry.Book, entry.Seq, found);
        if (isFirst && content.Opening is null) Fault(AuditFaultKind.Broken, entry.Book, entry.Seq, "The book does not say which one it follows.");
        if (content.Opening is not { } opening || !isFirst) return;
        if (opening.After is { } after)
        {
            if (end != after) unexplained.Add((entry.Book, after));
        }
        else if (end is not null) Fault(AuditFaultKind.Broken, entry.Book, entry.Seq, "The book says that it is the first one, and another one stands before it.");
    }

    private void Fault(AuditFaultKind kind, string book, long seq, string sentence)
    {
        faultCount++;
        if (faults.Count < MostFaults) faults.Add(new AuditFault(kind, book, seq, sentence));
    }

    private static string Text(FormattableString sentence) => sentence.ToString(CultureInfo.InvariantCulture);
}
