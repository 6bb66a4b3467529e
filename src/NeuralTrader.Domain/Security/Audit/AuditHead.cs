using System.Globalization;
using System.Text;
using NeuralTrader.Domain.Ledger;

namespace NeuralTrader.Domain.Security.Audit;

/// <summary>Where a book of the audit log ended.</summary>
/// <param name="Book">Its name.</param>
/// <param name="Seq">Its last entry.</param>
/// <param name="Chain">The chain up to it, 64 hexadecimal digits.</param>
[GenerateSerializer, Immutable, Alias("audit-end")]
public sealed record AuditEnd(string Book, long Seq, string Chain);

/// <summary>
/// A signed statement that the audit log had come this far. Whoever keeps one elsewhere can tell later whether entries up to there were cut off or replaced.
/// </summary>
/// <param name="End">How far.</param>
/// <param name="At">When it was signed, UTC.</param>
/// <param name="KeyId">Which key signed it.</param>
/// <param name="Signature">ECDSA P-256 over SHA-256 of <see cref="Message"/>, base64 of r and s.</param>
[GenerateSerializer, Immutable, Alias("audit-head")]
public sealed record AuditHead(AuditEnd End, DateTime At, string KeyId, string Signature)
{
    /// <summary>The bytes that are signed.</summary>
    public static byte[] Message(AuditEnd end, DateTime at) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"NeuralTrader audit head 1\n{end.Book}\n{end.Seq}\n{end.Chain}\n{Require.Iso(at)}\n"));

    /// <summary>True where a key made the signature.</summary>
    public bool IsSignedBy(AuditKey key) => key.KeyId == KeyId && key.HasSigned(Message(End, At), Signature);
}

/// <summary>An entry of the log, as it is signed: in its place, after what came before, at its time.</summary>
public static class AuditSeal
{
    /// <summary>The bytes that are signed.</summary>
    /// <param name="book">The entry's book.</param>
    /// <param name="seq">Its place.</param>
    /// <param name="follows">The chain before it.</param>
    /// <param name="recordedAt">When it is written, UTC, whole microseconds.</param>
    /// <param name="content">Its content, as JSON.</param>
    public static byte[] Message(string book, long seq, JournalChain follows, DateTime recordedAt, string content) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"NeuralTrader audit entry 1\n{book}\n{seq}\n{follows}\n{Require.Iso(recordedAt)}\n{content}"));
}
