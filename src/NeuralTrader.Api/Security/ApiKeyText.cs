using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using NeuralTrader.Abstractions.Security;

namespace NeuralTrader.Api.Security;

/// <summary>Finds the API key or token in a request's headers.</summary>
internal static class ApiKeyText
{
    /// <summary>The other header that takes a key.</summary>
    public const string Header = "X-Api-Key";

    private const string Bearer = "Bearer ";
    private const string AccessType = "at+jwt";
    private const int ShortestToken = 100;
    private static readonly SearchValues<char> OfTokens = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    /// <summary>Whether the request tries to show a key.</summary>
    public static bool IsShown(IHeaderDictionary headers) => headers.Authorization.Count > 0 || headers.ContainsKey(Header);

    /// <summary>Whether a text has the form of a signed JWT: three parts, and no character that it cannot have.</summary>
    public static bool IsToken(string text) =>
        text.Length is >= ShortestToken and <= Credential.Longest && text.AsSpan().Count('.') == 2 && !text.AsSpan().ContainsAnyExcept(OfTokens);

    /// <summary>Whether a signed JWT says that it is to be shown in a key's place. Its signature is over what it says.</summary>
    public static bool IsAccessToken(string token)
    {
        Span<byte> head = stackalloc byte[Credential.Longest];
        if (Base64Url.DecodeFromChars(token.AsSpan(0, token.IndexOf('.', StringComparison.Ordinal)), head, out _, out int length) != OperationStatus.Done) return false;
        try
        {
            Utf8JsonReader reader = new(head[..length]);
            return JsonDocument.TryParseValue(ref reader, out JsonDocument? said) && Type(said) == AccessType;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The key or token; null when there is none, more than one, or something that cannot be one.</summary>
    public static string? Of(IHeaderDictionary headers)
    {
        string? bearer = headers.Authorization.Count == 0 ? null : headers.Authorization.ToString();
        string? plain = headers.TryGetValue(Header, out var values) ? values.ToString() : null;
        if (bearer is not null && plain is not null) return null;
        if (bearer is not null)
        {
            if (!bearer.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return null;
            plain = bearer[Bearer.Length..].Trim();
        }
        return plain is { Length: > 0 and <= Credential.Longest } ? plain : null;
    }

    private static string? Type(JsonDocument head)
    {
        using (head) return head.RootElement is { ValueKind: JsonValueKind.Object } said && said.TryGetProperty("typ", out JsonElement type) && type.ValueKind == JsonValueKind.String ? type.GetString() : null;
    }
}
