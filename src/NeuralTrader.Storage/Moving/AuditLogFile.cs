using System.Text;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Security.Audit;

namespace NeuralTrader.Storage.Moving;

/// <summary>Whose signatures an audit log is believed by, and how far it must at least have come.</summary>
/// <param name="Keys">Public keys.</param>
/// <param name="Heads">Signed heads that were kept elsewhere.</param>
public sealed record AuditTrust(IReadOnlyList<AuditKey> Keys, IReadOnlyList<AuditHead> Heads)
{
    /// <summary>What a file says: a public key as PEM, or the first line of an export, which has keys and a head.</summary>
    /// <exception cref="Domain.InvalidInputException">It is neither.</exception>
    public static AuditTrust Parse(string text)
    {
        if (text.Contains("-----BEGIN", StringComparison.Ordinal)) return new AuditTrust([new AuditKey(text)], []);
        AuditExportHeader header = AuditExportHeader.Parse(Encoding.UTF8.GetBytes(text.Split('\n', 2)[0]));
        return new AuditTrust([.. header.Keys.Select(key => new AuditKey(key))], header.Head is { } head ? [head] : []);
    }
}

/// <summary>Verifies an audit log where no platform runs: in an export or archive, in a back-up file, in a data directory or a database.</summary>
public static class AuditLogFile
{
    /// <summary>Reads all of it and says what is wrong with it.</summary>
    /// <param name="place">A path or a connection string, as <see cref="DataPlace.Of"/> takes it, or an export.</param>
    /// <param name="trust">Null believes the keys that an export itself names, which shows slips and not intent.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="MovingException">It cannot be read, or has no keys of its own and none were given.</exception>
    public static Task<AuditReport> Verify(string place, AuditTrust? trust, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            if (IsExport(place))
            {
                using FileStream file = File.OpenRead(place);
                LineReader lines = new(file);
                AuditExportHeader header = AuditExportHeader.Parse(lines.Next()!.Value.Span);
                return Fold(Entries(lines), trust ?? AuditTrust.Parse(Encoding.UTF8.GetString(header.ToLine())), cancellationToken);
            }
            if (trust is null) throw new MovingException("What signed the log must be known from elsewhere: name a file with the platform's public key, which `nt audit head` writes, by --trust.");
            using DataSnapshot snapshot = DataPlace.Of(place).Read(alone: false);
            return Fold(snapshot.Entries().Where(entry => entry.Book.StartsWith(AuditBook.Prefix, StringComparison.Ordinal)), trust, cancellationToken);
        },
        cancellationToken);

    private static bool IsExport(string place)
    {
        if (!File.Exists(place)) return false;
        using FileStream file = File.OpenRead(place);
        return file.ReadByte() == '{';
    }

    private static IEnumerable<JournalEntry> Entries(LineReader lines)
    {
        for (long number = 2; lines.Next() is { } line; number++) yield return AuditLine.Parse(line.Span, number);
    }

    private static AuditReport Fold(IEnumerable<JournalEntry> entries, AuditTrust trust, CancellationToken cancellationToken)
    {
        AuditVerification verification = new(trust.Keys);
        foreach (AuditHead head in trust.Heads) verification.Expect(head);
        foreach (JournalEntry entry in entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            verification.Add(entry);
        }
        return verification.Finish();
    }
}
