using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using NeuralTrader.Domain.Ledger;

namespace NeuralTrader.Domain.Security.Audit;

/// <summary>An entry of the log as exports and archives have it: one line of JSON.</summary>
/// <param name="Book">Its book.</param>
/// <param name="Seq">Its place.</param>
/// <param name="RecordedAt">When it was written, UTC.</param>
/// <param name="Chain">The chain up to it, hexadecimal.</param>
/// <param name="Body">Signature and content, word for word.</param>
public sealed record AuditLine(string Book, long Seq, DateTime RecordedAt, string Chain, string Body)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { AllowDuplicateProperties = false };

    /// <summary>The line of an entry, with its line feed.</summary>
    public static byte[] Of(JournalEntry entry) => Encoding.UTF8.GetBytes(
        JsonSerializer.Serialize(new AuditLine(entry.Book, entry.Seq, entry.RecordedAt, entry.Chain.ToString()!, entry.Body), Json) + "\n");

    /// <summary>The entry of a line.</summary>
    /// <exception cref="InvalidInputException">It is none; the message says which line.</exception>
    public static JournalEntry Parse(ReadOnlySpan<byte> line, long number)
    {
        try
        {
            AuditLine read = JsonSerializer.Deserialize<AuditLine>(line, Json)!;
            if (read is not { Book: not null, Body: not null, Chain: not null }) throw new JsonException("A member is missing.");
            return new JournalEntry(read.Book, read.Seq, null, null, read.RecordedAt, read.Body, []) { Chain = JournalChain.Parse(Convert.FromHexString(read.Chain)) };
        }
        catch (Exception fault) when (fault is JsonException or FormatException or InvalidInputException)
        {
            throw Require.Invalid($"line {number}", Encoding.UTF8.GetString(line), "an entry of an audit log, as an export has it");
        }
    }

    /// <summary>SHA-256 over the lines of entries, hexadecimal.</summary>
    public static string Digest(IEnumerable<JournalEntry> entries)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (JournalEntry entry in entries) hash.AppendData(Of(entry));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>What stands on the first line of an export: the keys it was signed with, and how far the log had come.</summary>
/// <param name="Format">The form of the lines.</param>
/// <param name="Keys">Public keys, base64. Who verifies an export trusts a key that he has from elsewhere, not these.</param>
/// <param name="Head">How far the log had come; null where it had no entry.</param>
public sealed record AuditExportHeader(string Format, IReadOnlyList<string> Keys, AuditHead? Head)
{
    /// <summary>The form that this build writes and reads.</summary>
    public const string Current = "neuraltrader-audit-1";

    [JsonIgnore]
    private static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);

    /// <summary>The line, with its line feed.</summary>
    public byte[] ToLine() => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(this, Json) + "\n");

    /// <summary>The header of a line.</summary>
    /// <exception cref="InvalidInputException">It is none.</exception>
    public static AuditExportHeader Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            if (JsonSerializer.Deserialize<AuditExportHeader>(line, Json) is { Format: Current, Keys: not null } header) return header;
        }
        catch (JsonException)
        {
            // said below
        }
        throw Require.Invalid("line 1", Encoding.UTF8.GetString(line), $"the header of an export of the form {Current}");
    }
}
