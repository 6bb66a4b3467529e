using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using NeuralTrader.Abstractions;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Api.Problems;

namespace NeuralTrader.Api.Functions;

/// <summary>How a money request carries its idempotency key.</summary>
/// <typeparam name="TRequest">The request.</typeparam>
/// <param name="Read">The key in the body.</param>
/// <param name="With">The request with a key.</param>
/// <param name="IsNeeded">Whether the request may not go without.</param>
internal sealed record KeyRule<TRequest>(Func<TRequest, string?> Read, Func<TRequest, string, TRequest> With, Func<TRequest, bool> IsNeeded)
{
    /// <summary>The request with the key of its body or header.</summary>
    /// <exception cref="ProblemException">There is none where one is needed, or the two differ.</exception>
    public TRequest Apply(IHeaderDictionary headers, TRequest request)
    {
        string? inBody = Read(request);
        string? inHeader = IdempotencyKeys.OfHeader(headers);
        if (inBody is not null && inHeader is not null && inBody != inHeader)
            throw new ProblemException(Problem.Invalid("idempotencyKey", inBody,
                $"the same key in the body and in the {IdempotencyKeys.Header} header, or one of them"));
        if ((inBody ?? inHeader) is { } key)
        {
            Ids.Key(key);
            return inBody is null ? With(request, key) : request;
        }
        return IsNeeded(request) ? throw new ProblemException(IdempotencyKeys.Missing) : request;
    }
}

/// <summary>
/// Finds which functions take an idempotency key, and reads the header. A refused request (4xx) books nothing and leaves its key free: it may be sent
/// again, under the same key, once the cause is mended.
/// </summary>
internal static class IdempotencyKeys
{
    /// <summary>The header that carries the key.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>A money request came without one.</summary>
    public static Problem Missing { get; } = Problem.Invalid("idempotencyKey", null,
        $"1 to 100 characters of A–Z a–z 0–9 . _ - :, new for every new intention, in the body or as the {Header} header");

    /// <summary>The rule of a request; null for requests that carry no key.</summary>
    public static KeyRule<TRequest>? RuleOf<TRequest>()
        where TRequest : class
    {
        if (typeof(TRequest) == typeof(PortfolioRebalanceRequest)) return (KeyRule<TRequest>)(object)Rebalance;
        bool isMoney = typeof(TRequest).GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IIdempotentRequest<>));
        if (!isMoney) return null;
        var made = typeof(IdempotencyKeys).GetMethod(nameof(Money), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!;
        return (KeyRule<TRequest>)made.MakeGenericMethod(typeof(TRequest)).Invoke(null, null)!;
    }

    /// <summary>The key in the header, without the quotes that a structured field puts around it; null when there is none.</summary>
    public static string? OfHeader(IHeaderDictionary headers)
    {
        if (!headers.TryGetValue(Header, out StringValues values) || values.Count == 0) return null;
        if (values.Count > 1) throw new ProblemException(Problem.Invalid("idempotencyKey", values.ToString(), $"one {Header} header"));
        string key = values[0] ?? "";
        return key.Length > 1 && key[0] == '"' && key[^1] == '"' ? key[1..^1] : key;
    }

    private static KeyRule<PortfolioRebalanceRequest> Rebalance { get; } = new(
        request => request.IdempotencyKey, (request, key) => request with { IdempotencyKey = key }, request => request.Execute);

    private static KeyRule<TRequest> Money<TRequest>()
        where TRequest : IIdempotentRequest<TRequest> =>
        new(request => request.IdempotencyKey, (request, key) => request.WithIdempotencyKey(key), _ => true);
}
