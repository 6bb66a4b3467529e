namespace NeuralTrader.Domain.Security.Browsers;

/// <summary>What an answer is for; browsers are told to refuse more of what is not for them.</summary>
public enum AnswerUse
{
    /// <summary>Pages for people.</summary>
    Page = 1,

    /// <summary>Answers for programs.</summary>
    Program = 2,

    /// <summary>The page of the interface's documents, whose script styles its elements inline.</summary>
    Document = 3,
}

/// <summary>
/// The headers that tell browsers what to refuse. A page may load nothing but this site's own files and run no script but those that carry its nonce; an
/// answer for programs may load nothing at all; nothing of it may be framed, or drawn into another site's page.
/// </summary>
/// <remarks>OWASP Secure Headers Project. X-XSS-Protection, Expect-CT and Public-Key-Pins are left out, as it advises.</remarks>
public static class BrowserHeaders
{
    private static readonly KeyValuePair<string, string> Transport = new("Strict-Transport-Security", "max-age=31536000; includeSubDomains");

    private static readonly KeyValuePair<string, string>[] ForAll =
    [
        new("X-Content-Type-Options", "nosniff"), new("X-Frame-Options", "DENY"), new("Referrer-Policy", "same-origin"), new("Cross-Origin-Resource-Policy", "same-origin"),
        new("X-Permitted-Cross-Domain-Policies", "none"),
    ];

    private static readonly KeyValuePair<string, string>[] ForPages =
    [
        .. ForAll, new("Cross-Origin-Opener-Policy", "same-origin"), new("Cross-Origin-Embedder-Policy", "require-corp"),
        new("Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ];

    private static readonly KeyValuePair<string, string>[] ForPrograms =
    [
        .. ForAll, new("Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"), new("Cache-Control", "no-store"),
    ];

    /// <summary>The headers of an answer.</summary>
    /// <param name="use">What it is for.</param>
    /// <param name="nonce">What scripts and styles of this page must carry; of an answer for programs it is not used.</param>
    /// <param name="isHttps">Whether it goes out encrypted: only then may a browser be told to insist on that.</param>
    public static IEnumerable<KeyValuePair<string, string>> Of(AnswerUse use, string nonce, bool isHttps)
    {
        IEnumerable<KeyValuePair<string, string>> headers = use switch
        {
            AnswerUse.Program => ForPrograms,
            AnswerUse.Page => ForPages.Append(new("Content-Security-Policy", Page(nonce, $"style-src 'self' 'nonce-{nonce}'"))),
            AnswerUse.Document => ForPages.Append(new("Content-Security-Policy", Page(nonce, "style-src 'self' 'unsafe-inline'"))),
        };
        return isHttps ? headers.Append(Transport) : headers;
    }

    private static string Page(string nonce, string styles) =>
        $"default-src 'none'; script-src 'self' 'nonce-{nonce}'; {styles}; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";
}
