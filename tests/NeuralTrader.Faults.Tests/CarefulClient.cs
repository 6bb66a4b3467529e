using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NeuralTrader.Tests;

namespace NeuralTrader.Faults.Tests;

/// <summary>Calls the programs that speak HTTP, and tells how each call ended.</summary>
/// <param name="key">An API key.</param>
/// <param name="doors">Who is called.</param>
internal sealed class CarefulClient(string key, params PlatformProcess[] doors) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly HttpClient client = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(5), MaxConnectionsPerServer = 20_000 })
    {
        Timeout = TimeSpan.FromSeconds(40), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) },
    };

    /// <summary>One of those who may be called.</summary>
    public PlatformProcess Door(int attempt) => doors[attempt % doors.Length];

    /// <summary>One call as it is answered, or not.</summary>
    public async Task<Answered> Send(
        PlatformProcess door, string function, JsonObject request, string? idempotencyKey, CancellationToken cancellationToken)
    {
        using HttpRequestMessage message = new(HttpMethod.Post, $"{door.Address}/api/v1/{function}") { Content = JsonContent.Create(request) };
        if (idempotencyKey is not null) message.Headers.Add("Idempotency-Key", idempotencyKey);
        long start = Stopwatch.GetTimestamp();
        try
        {
            using HttpResponseMessage response = await client.SendAsync(message, cancellationToken);
            string text = await response.Content.ReadAsStringAsync(cancellationToken);
            return new Answered(response.StatusCode, text, response.Headers.RetryAfter?.Delta, Stopwatch.GetElapsedTime(start));
        }
        catch (Exception fault) when (fault is HttpRequestException || (fault is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new Answered(null, fault.Message, null, Stopwatch.GetElapsedTime(start));
        }
    }

    /// <summary>A call that must be answered in the end: what got no answer, or not yet, is sent again under the same key.</summary>
    /// <returns>The first answer, the last, and how long it took in all.</returns>
    public async Task<(Answered First, JsonNode Answer, TimeSpan Whole)> Insist(
        string function, JsonObject request, string? idempotencyKey, CancellationToken cancellationToken)
    {
        Answered? first = null;
        long start = Stopwatch.GetTimestamp();
        for (int attempt = Random.Shared.Next(100); ; attempt++)
        {
            Answered answer = await Send(Door(attempt), function, request, idempotencyKey, cancellationToken);
            first ??= answer;
            if (answer.IsSuccess) return (first.Value, JsonNode.Parse(answer.Text)!, Stopwatch.GetElapsedTime(start));
            bool mayBeAskedAgain = answer.IsTransient && Stopwatch.GetElapsedTime(start) < Patience;
            Assert.True(mayBeAskedAgain, $"{function} {request.ToJsonString()} with key {idempotencyKey}: {answer}");
            await Task.Delay(Random.Shared.Next(30, 80), cancellationToken);
        }
    }

    public void Dispose() => client.Dispose();
}

/// <summary>How a call ended.</summary>
/// <param name="Status">Null when nobody answered.</param>
/// <param name="Text">The body, or why there is none.</param>
/// <param name="RetryAfter">When the client is asked to come back.</param>
/// <param name="Took">How long it took.</param>
internal readonly record struct Answered(HttpStatusCode? Status, string Text, TimeSpan? RetryAfter, TimeSpan Took)
{
    /// <summary>Whether it did what was asked.</summary>
    public bool IsSuccess => Status is HttpStatusCode.OK;

    /// <summary>Whether the same request is to be sent again: nobody answered, or not yet.</summary>
    public bool IsTransient =>
        Status is null or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout or HttpStatusCode.TooManyRequests;

    /// <summary>A refusal that tells when to come back, in the form of a problem and without the platform's inner parts.</summary>
    public void IsClearRefusal()
    {
        Assert.Equal(HttpStatusCode.ServiceUnavailable, Status);
        Assert.NotNull(RetryAfter);
        Assert.Contains("\"type\":\"/problems/", Text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Text, StringComparison.Ordinal);
    }
}
