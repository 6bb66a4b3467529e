using System.Text.Json;

namespace NeuralTrader.Api.Problems;

/// <summary>A kind of problem, as RFC 9457 means it: one address, one status, one title.</summary>
/// <param name="Slug">Last part of its address.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Title">What it is called; the same at every occurrence.</param>
/// <param name="Meaning">What it means and what to do.</param>
public sealed record ProblemType(string Slug, int Status, string Title, string Meaning)
{
    /// <summary>Its address below the host.</summary>
    public string Uri => $"/problems/{Slug}";
}

/// <summary>Problems that the front-end itself finds; those that a rule finds are in <see cref="RefusalProblems"/>.</summary>
public static class ProblemTypes
{
    /// <summary>The body is not JSON.</summary>
    public static ProblemType MalformedJson { get; } = new("malformed-json", 400, "The body is not JSON",
        "The request body could not be read as JSON of at most 32 levels. The detail says where. Nothing was done.");

    /// <summary>A member or parameter is wrong.</summary>
    public static ProblemType InvalidInput { get; } = new("invalid-input", 400, "A value is not allowed",
        "The member `field` has `value`; `allowed` says what is taken. Nothing was done.");

    /// <summary>No valid key came with the request.</summary>
    public static ProblemType Unauthenticated { get; } = new("unauthenticated", 401, "A key is needed",
        "Send a valid API key as `Authorization: Bearer ntk_…` or `X-Api-Key: ntk_…`, or a token of generateToken as `Authorization: Bearer eyJ…`.");

    /// <summary>Another site's page sent the request with this user's cookie.</summary>
    public static ProblemType CrossSite { get; } = new("cross-site", 403, "The request came from another site",
        "A sign-in cookie is taken from this site's own pages alone. Programs send an API key instead.");

    /// <summary>Nothing is taken from the caller's address.</summary>
    public static ProblemType AddressBlocked { get; } = new("address-blocked", 403, "The address is blocked",
        "Nothing is taken from the address that the request came from. An administrator can unblock it; a block that ends says when in Retry-After.");

    /// <summary>The caller asks more often than he may.</summary>
    public static ProblemType RateLimited { get; } = new("rate-limited", 429, "Too many requests",
        "The caller's limit is used up; the RateLimit headers say how it stands. Nothing was done; send the request again after Retry-After.");

    /// <summary>There is nothing at this address.</summary>
    public static ProblemType NotFound { get; } = new("not-found", 404, "There is nothing here", "No resource has this address.");

    /// <summary>No function has this name.</summary>
    public static ProblemType UnknownFunction { get; } = new("unknown-function", 404, "No such function",
        "`nearest` holds similar names; GET /api/v1/functions lists all.");

    /// <summary>The address takes another method.</summary>
    public static ProblemType MethodNotAllowed { get; } = new("method-not-allowed", 405, "Another method is needed",
        "The Allow header says which methods this address takes. A function is called by POST.");

    /// <summary>The body took too long to arrive.</summary>
    public static ProblemType RequestTimeout { get; } = new("request-timeout", 408, "The request came too slowly", "Send it again, faster.");

    /// <summary>The body is too large.</summary>
    public static ProblemType BodyTooLarge { get; } = new("body-too-large", 413, "The body is too large", "The detail names the limit. Nothing was done.");

    /// <summary>The body's type is not taken here.</summary>
    public static ProblemType UnsupportedMediaType { get; } = new("unsupported-media-type", 415, "The body is of another type",
        "Send `Content-Type: application/json`, in UTF-8 and not compressed.");

    /// <summary>The platform failed.</summary>
    public static ProblemType Internal { get; } = new("internal-error", 500, "The platform failed",
        "An error that was not foreseen. Its cause is in the log under the given traceId. A command may be sent again with the same idempotency key.");

    /// <summary>A part of the platform does not answer for now.</summary>
    public static ProblemType Unavailable { get; } = new("unavailable", 503, "The platform does not answer for now",
        "A part is being restarted or cannot be reached. A command may be sent again with the same idempotency key after Retry-After.");

    /// <summary>The call took longer than it may.</summary>
    public static ProblemType DeadlineExceeded { get; } = new("deadline-exceeded", 504, "The call took too long",
        "The platform had not answered in time. A command may have been carried out: send it again with the same idempotency key to learn its outcome.");

    /// <summary>All of them, refusals included, by address.</summary>
    public static IReadOnlyList<ProblemType> All { get; } =
    [
        .. new[]
        {
            MalformedJson, InvalidInput, Unauthenticated, CrossSite, AddressBlocked, RateLimited, NotFound, UnknownFunction, MethodNotAllowed, RequestTimeout, BodyTooLarge,
            UnsupportedMediaType, Internal, Unavailable, DeadlineExceeded,
        }.Concat(Enum.GetValues<RefusalKind>().Select(RefusalProblems.Of)).OrderBy(type => type.Slug, StringComparer.Ordinal),
    ];

    /// <summary>The type that stands for a bare status.</summary>
    internal static ProblemType OfStatus(int status) => status switch
    {
        401 => Unauthenticated,
        403 => RefusalProblems.Of(RefusalKind.Forbidden),
        404 => NotFound,
        405 => MethodNotAllowed,
        408 => RequestTimeout,
        413 => BodyTooLarge,
        415 => UnsupportedMediaType,
        429 => RateLimited,
        503 => Unavailable,
        504 => DeadlineExceeded,
        >= 500 => Internal,
        _ => InvalidInput,
    };

    internal static string Kebab(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);
}
