using Microsoft.AspNetCore.Http;

namespace NeuralTrader.Api.Security;

/// <summary>Finds the API key in a request's headers.</summary>
internal static class ApiKeyText
{
    /// <summary>The other header that takes a key.</summary>
    public const string Header = "X-Api-Key";

    /// <summary>Longer texts are no keys.</summary>
    public const int LongestKey = 128;

    private const string Bearer = "Bearer ";

    /// <summary>Whether the request tries to show a key.</summary>
    public static bool IsShown(IHeaderDictionary headers) => headers.Authorization.Count > 0 || headers.ContainsKey(Header);

    /// <summary>The key; null when there is none, more than one, or something that cannot be one.</summary>
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
        return plain is { Length: > 0 and <= LongestKey } ? plain : null;
    }
}
