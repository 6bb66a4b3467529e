using Microsoft.AspNetCore.Http;
using NeuralTrader.Client;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Markets;
using Orleans.Runtime;
using Orleans.Runtime.Messaging;

namespace NeuralTrader.Api.Problems;

/// <summary>Turns what a call throws into the problem its caller is told.</summary>
internal static class Faults
{
    private const int RetrySeconds = 2;

    /// <summary>The problem; null when the caller has gone and nobody is left to tell.</summary>
    public static Problem? Explain(Exception fault, HttpContext http) => fault switch
    {
        ProblemException told => told.Problem,
        InvalidInputException wrong => Problem.Invalid(wrong.Field, wrong.Value, wrong.Allowed),
        RefusalException refused => Refused(refused.Refusal),
        AccessDeniedException { IsKnown: true } denied => Problem.Of(RefusalProblems.Of(RefusalKind.Forbidden), denied.Message),
        AccessDeniedException => Problem.Of(ProblemTypes.Unauthenticated, "The key, token or session has just ended."),
        MarketDataException feed => Feed(feed),
        DamagedBookException damage => Problem.Of(RefusalProblems.Of(RefusalKind.BookDamaged), damage.Message),
        BadHttpRequestException bad => Problem.Of(ProblemTypes.OfStatus(bad.StatusCode), Sentence(bad)),
        OperationCanceledException when http.RequestAborted.IsCancellationRequested => null,
        OperationCanceledException => Problem.Of(ProblemTypes.DeadlineExceeded) with { RetryAfterSeconds = RetrySeconds },
        _ when IsTransient(fault) => Problem.Of(ProblemTypes.Unavailable) with { RetryAfterSeconds = RetrySeconds },
        _ => Problem.Of(ProblemTypes.Internal),
    };

    /// <summary>Whether a call found no silo that has the grain: none has joined yet, or the last has left.</summary>
    public static bool IsNobodyThere(Exception fault) =>
        fault is ClientNotAvailableException
        || (fault is ClusterUnavailableException { InnerException: { } cause } && IsNobodyThere(cause))
        || (fault is ArgumentException && fault.Message.StartsWith("Could not find an implementation for interface", StringComparison.Ordinal))
        || (fault.GetType() == typeof(OrleansException) && fault.Message.StartsWith("No active nodes are compatible", StringComparison.Ordinal));

    private static Problem Refused(Refusal refusal) => Problem.Of(RefusalProblems.Of(refusal.Kind), refusal.Detail) with
    {
        Field = refusal.Field,
        RetryAfterSeconds = refusal.Kind == RefusalKind.Overloaded ? refusal.RetryAfterSeconds ?? RetrySeconds : null,
    };

    private static Problem Feed(MarketDataException feed)
    {
        RefusalKind kind = feed.Fault switch
        {
            MarketDataFault.NotConfigured => RefusalKind.ProviderNotConfigured,
            MarketDataFault.UnknownSymbol => RefusalKind.NoMarketData,
            MarketDataFault.RateLimited or MarketDataFault.QuotaExhausted or MarketDataFault.Unauthorized or MarketDataFault.Unavailable
                or MarketDataFault.TimedOut or MarketDataFault.BadAnswer => RefusalKind.ProviderFailed,
        };
        return Problem.Of(RefusalProblems.Of(kind), feed.Message) with
        {
            RetryAfterSeconds = feed.RetryAfter is { } wait ? (int)Math.Clamp(Math.Ceiling(wait.TotalSeconds), 1, 86_400) : null,
        };
    }

    // A call that failed on its way or for want of storage: the same request may well succeed a moment later.
    private static bool IsTransient(Exception fault) =>
        fault is TimeoutException or SiloUnavailableException or OrleansMessageRejectionException or ConnectionFailedException
            or GatewayTooBusyException or ClientNotAvailableException or JournalUnavailableException or JournalConflictException or StorageUnavailableException
            or ClusterUnavailableException
        || IsNobodyThere(fault) || (fault is AggregateException { InnerException: { } inner } && IsTransient(inner));

    private static string Sentence(BadHttpRequestException bad) => bad.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => "The body is larger than this server takes.",
        StatusCodes.Status408RequestTimeout => "The body came too slowly.",
        _ => "The request is not well-formed HTTP.",
    };
}
