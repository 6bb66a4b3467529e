using System.Text.Json;
using System.Text.Json.Serialization;

namespace NeuralTrader.Domain.Security.Audit;

/// <summary>What the first entry of a book says before anything else.</summary>
/// <param name="After">Where the book before it ended; null for the very first one.</param>
/// <param name="Carried">By book of the journal, such as a portfolio's: up to which of its entries what was ordered in it is on record here.</param>
public sealed record AuditOpening(AuditEnd? After, IReadOnlyDictionary<string, long> Carried);

/// <summary>Books that were moved into an archive and removed.</summary>
/// <param name="Books">Where each of them ended, in order.</param>
/// <param name="ArchiveSha256">Of the archive's lines; see <see cref="AuditLine"/>.</param>
/// <param name="Archive">Where it was put.</param>
public sealed record AuditClearing(IReadOnlyList<AuditEnd> Books, string ArchiveSha256, string Archive);

/// <summary>What one entry of the log holds.</summary>
/// <param name="Opening">Only in a book's first entry.</param>
/// <param name="Events">What happened, in the order in which it was heard of.</param>
/// <param name="Cleared">Only in the entry that tells of a clearing.</param>
/// <param name="Damage">What was found broken in the log when it was gone on with; null where all was well.</param>
public sealed record AuditContent(AuditOpening? Opening, IReadOnlyList<AuditEvent> Events, AuditClearing? Cleared = null, IReadOnlyList<string>? Damage = null)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) }, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The content as it is signed and stored.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>The content of a stored text.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static AuditContent Parse(string json) =>
        JsonSerializer.Deserialize<AuditContent>(json, Json) is { Events: not null } content ? content : throw new JsonException("It has no events.");
}

/// <summary>The body of an entry of the log: its content, word for word, with who signed it.</summary>
/// <param name="KeyId">The key.</param>
/// <param name="Signature">Over <see cref="AuditSeal.Message"/>, base64.</param>
/// <param name="Content">As JSON, as it was signed.</param>
public sealed record AuditBody(string KeyId, string Signature, string Content)
{
    /// <summary>The body as the journal keeps it.</summary>
    public override string ToString() => $"{{\"key\":\"{KeyId}\",\"signature\":\"{Signature}\",\"content\":{Content}}}";

    /// <summary>A body that was read; null where it is none.</summary>
    public static AuditBody? Parse(string body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("key", out JsonElement key) && key.ValueKind == JsonValueKind.String
                && root.TryGetProperty("signature", out JsonElement signature) && signature.ValueKind == JsonValueKind.String
                && root.TryGetProperty("content", out JsonElement content)
                ? new AuditBody(key.GetString()!, signature.GetString()!, content.GetRawText())
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The events of a body, none where it cannot be read: who verifies hears of that.</summary>
    public static IReadOnlyList<AuditEvent> Events(string body)
    {
        try
        {
            return Parse(body) is { } read ? AuditContent.Parse(read.Content).Events : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
