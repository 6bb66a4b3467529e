using NeuralTrader.Domain.Security.Browsers;

namespace NeuralTrader.Abstractions.Security;

/// <summary>Sets which other sites' pages may call the interface, and which addresses alone are let in. It holds over restarts; what is left out stays as it is.</summary>
/// <param name="CorsOrigins">Each scheme, host and port in full, such as https://desk.example.com; none for no other site, a * alone for every site.</param>
/// <param name="AllowCredentials">True lets such pages send cookies; never with *.</param>
/// <param name="MaxAgeSeconds">How long a browser may remember the answer, 0 to 86,400.</param>
/// <param name="AllowList">Addresses or ranges, 1,000 at most; none lets everybody in who is not blocked.</param>
[GenerateSerializer, Immutable, Alias("security.initSecurityConfig")]
public sealed record InitSecurityConfigRequest(
    IReadOnlyList<string>? CorsOrigins = null, bool? AllowCredentials = null, int? MaxAgeSeconds = null, IReadOnlyList<string>? AllowList = null);

/// <summary>Asks what holds for browsers and addresses.</summary>
[GenerateSerializer, Immutable, Alias("security.getSecurityConfig")]
public sealed record GetSecurityConfigRequest;

/// <summary>What holds for browsers and addresses.</summary>
/// <param name="Cors">Which other sites' pages may call.</param>
/// <param name="AllowList">Which addresses alone are let in; empty for all.</param>
/// <param name="Limits">How often callers may ask.</param>
/// <param name="Version">Counts the changes; every interface has the newest within a second or so.</param>
[GenerateSerializer, Immutable, Alias("security-config")]
public sealed record SecurityConfig(CorsRules Cors, IReadOnlyList<string> AllowList, RateLimiterSettings Limits, long Version);

/// <summary>Asks what a browser would be told about an origin.</summary>
/// <param name="Origin">Such as https://desk.example.com.</param>
[GenerateSerializer, Immutable, Alias("security.getCorsHeaders")]
public sealed record GetCorsHeadersRequest(string Origin);

/// <summary>What a browser is told about an origin.</summary>
/// <param name="Verdict">Whether its pages may.</param>
/// <param name="Preflight">Headers of the answer to its question whether it may send a POST with a key.</param>
/// <param name="Answer">Headers that each answer has besides.</param>
[GenerateSerializer, Immutable, Alias("security.getCorsHeaders.answer")]
public sealed record CorsHeaders(OriginVerdict Verdict, IReadOnlyDictionary<string, string> Preflight, IReadOnlyDictionary<string, string> Answer);

/// <summary>Asks whether another site's pages may call the interface.</summary>
/// <param name="Origin">Such as https://desk.example.com.</param>
[GenerateSerializer, Immutable, Alias("security.checkCorsOrigin")]
public sealed record CheckCorsOriginRequest(string Origin);

/// <summary>Asks what browsers are told to refuse.</summary>
/// <param name="Use">Of what kind of answer.</param>
/// <param name="IsHttps">Whether it goes out encrypted.</param>
[GenerateSerializer, Immutable, Alias("security.getSecurityHeaders")]
public sealed record GetSecurityHeadersRequest(AnswerUse Use = AnswerUse.Program, bool IsHttps = true);

/// <summary>What browsers are told to refuse.</summary>
/// <param name="Headers">As they are sent; a page's nonce is new each time, and shown as {nonce}.</param>
[GenerateSerializer, Immutable, Alias("security.getSecurityHeaders.answer")]
public sealed record SecurityHeaderList(IReadOnlyDictionary<string, string> Headers);
