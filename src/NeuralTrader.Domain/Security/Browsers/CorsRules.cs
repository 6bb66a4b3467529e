using System.Globalization;

namespace NeuralTrader.Domain.Security.Browsers;

/// <summary>Which other sites' pages may call the interface from a browser.</summary>
/// <param name="Origins">Each scheme, host and port in full, such as https://desk.example.com; a * alone for every site, never with credentials.</param>
/// <param name="AllowCredentials">True lets such pages send the console's cookie too. They have no use for it: it is never sent from another site.</param>
/// <param name="MaxAgeSeconds">How long a browser may remember the answer, 0 to 86,400.</param>
[GenerateSerializer, Immutable, Alias("cors-rules")]
public sealed record CorsRules(IReadOnlyList<string> Origins, bool AllowCredentials = false, int MaxAgeSeconds = 600)
{
    private const int MostOrigins = 100, LongestAge = 86_400;
    private const string Any = "*", Allowed = "scheme, host and port alone, such as https://desk.example.com or http://localhost:3000, in lower case";

    /// <summary>Methods that other sites' pages may use.</summary>
    public static IReadOnlyList<string> Methods { get; } = ["GET", "POST"];

    /// <summary>Headers that they may send.</summary>
    public static IReadOnlyList<string> RequestHeaders { get; } = ["Authorization", "Content-Type", "Idempotency-Key", "X-Api-Key"];

    /// <summary>Headers of an answer that they may read.</summary>
    public static IReadOnlyList<string> AnswerHeaders { get; } =
        ["RateLimit", "RateLimit-Policy", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "Retry-After"];

    /// <summary>No site but this one's own.</summary>
    public static CorsRules None { get; } = new([]);

    /// <summary>Whether every site may.</summary>
    public bool IsForAll => Origins is [Any];

    /// <summary>The same rules, if they can be meant.</summary>
    /// <exception cref="InvalidInputException">A member cannot.</exception>
    public CorsRules Checked()
    {
        Require.Count(Origins?.Count ?? 0, 0, MostOrigins, "origins");
        Require.Between(MaxAgeSeconds, 0, LongestAge, "maxAgeSeconds");
        for (int at = 0; at < Origins!.Count; at++)
        {
            string field = string.Create(CultureInfo.InvariantCulture, $"origins[{at}]");
            if (Origins[at] == Any && Origins.Count > 1) throw Require.Invalid(field, Any, "a * alone, or origins by name");
            if (Origins[at] != Any && !IsOrigin(Origins[at])) throw Require.Invalid(field, Origins[at], Allowed);
        }
        if (IsForAll && AllowCredentials) throw Require.Invalid("allowCredentials", AllowCredentials, "false where every origin is allowed");
        return this;
    }

    /// <summary>Whether a page of an origin may read answers, and why.</summary>
    public OriginVerdict Judge(string? origin)
    {
        if (!IsOrigin(origin)) return new OriginVerdict(false, $"A browser writes an origin as {Allowed}.");
        if (IsForAll) return new OriginVerdict(true, "Every origin is allowed.");
        return Origins.Contains(origin, StringComparer.Ordinal)
            ? new OriginVerdict(true, "It is one of the allowed origins.")
            : new OriginVerdict(false, Origins.Count == 0 ? "No other site is allowed." : "It is not one of the allowed origins.");
    }

    /// <summary>The headers that a page of an origin is answered with; none where it may not.</summary>
    /// <param name="origin">The origin.</param>
    /// <param name="isPreflight">True for the browser's question whether it may send a request.</param>
    public IEnumerable<KeyValuePair<string, string>> Headers(string origin, bool isPreflight)
    {
        if (!Judge(origin).IsAllowed) yield break;
        yield return new("Access-Control-Allow-Origin", IsForAll ? Any : origin);
        if (Origins.Count > 1) yield return new("Vary", "Origin");
        if (AllowCredentials) yield return new("Access-Control-Allow-Credentials", "true");
        if (!isPreflight)
        {
            yield return new("Access-Control-Expose-Headers", string.Join(',', AnswerHeaders));
            yield break;
        }
        yield return new("Access-Control-Allow-Methods", string.Join(',', Methods));
        yield return new("Access-Control-Allow-Headers", string.Join(',', RequestHeaders));
        yield return new("Access-Control-Max-Age", MaxAgeSeconds.ToString(CultureInfo.InvariantCulture));
    }

    // As a browser writes it: no path, no default port, a host in lower case and ASCII; "null" is none.
    private static bool IsOrigin(string? text) =>
        text is { Length: < 300 } && Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https"
        && uri.UserInfo.Length == 0 && text == $"{uri.Scheme}://{Host(uri)}{(uri.IsDefaultPort ? "" : string.Create(CultureInfo.InvariantCulture, $":{uri.Port}"))}";

    private static string Host(Uri uri) => uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost;
}

/// <summary>Whether an origin may.</summary>
/// <param name="IsAllowed">True where it may.</param>
/// <param name="Rule">Why.</param>
[GenerateSerializer, Immutable, Alias("origin-verdict")]
public sealed record OriginVerdict(bool IsAllowed, string Rule);
