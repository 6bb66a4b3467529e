using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Extensions.Options;
using NeuralTrader.Domain.Trading.Brokers;
using NeuralTrader.Domain.Trading.Portfolios;
using NeuralTrader.Silo.Hosting;
using Polly.RateLimiting;
using Polly.Timeout;

namespace NeuralTrader.Silo.Trading;

/// <summary>
/// Alpaca over its Trading API v2. Everything may be repeated: a client order id that is known already is answered with 422, and then
/// the order that has it is the answer.
/// </summary>
/// <remarks>https://docs.alpaca.markets/reference/postorder</remarks>
public sealed class AlpacaBroker(IHttpClientFactory clients, IOptions<AlpacaOptions> options, TimeProvider clock) : IBroker
{
    internal const string BrokerName = "Alpaca";
    private const string Orders = "v2/orders";
    private const int LongestSentence = 300;
    private static readonly TimeSpan BodyTime = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public BrokerKind Kind => BrokerKind.Alpaca;

    /// <inheritdoc/>
    public bool IsEnabled => options.Value is { BaseUrl: not null, KeyId.Length: > 0, SecretKey.Length: > 0 };

    /// <inheritdoc/>
    public string? Host => IsEnabled ? options.Value.BaseUrl!.Authority : null;

    /// <inheritdoc/>
    public async Task<BrokerOrder> Submit(BrokerTicket ticket, CancellationToken cancellationToken)
    {
        (HttpStatusCode status, byte[] answer) = await Ask(HttpMethod.Post, Orders, AlpacaJson.Body(ticket), cancellationToken).ConfigureAwait(false);
        if (status is HttpStatusCode.OK or HttpStatusCode.Created) return Understand(answer);
        (int code, string message) = AlpacaJson.Error(status, answer);
        if (status == HttpStatusCode.UnprocessableEntity && message.Contains("client_order_id must be unique", StringComparison.OrdinalIgnoreCase))
            return await Find(ticket.ClientOrderId, cancellationToken).ConfigureAwait(false)
                ?? throw Fault(BrokerFault.BadAnswer, "has an order under this client id and does not find it");
        bool isRefusal = status is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity
            || (status == HttpStatusCode.Forbidden && code / 10_000 == 4031); // 40310000: buying power, units held, halted
        throw isRefusal ? Fault(BrokerFault.Rejected, message) : Unexpected(status, message);
    }

    /// <inheritdoc/>
    public async Task<BrokerOrder?> Find(string clientOrderId, CancellationToken cancellationToken)
    {
        string question = $"{Orders}:by_client_order_id?client_order_id={Uri.EscapeDataString(clientOrderId)}";
        (HttpStatusCode status, byte[] answer) = await Ask(HttpMethod.Get, question, null, cancellationToken).ConfigureAwait(false);
        return status switch
        {
            HttpStatusCode.OK => Understand(answer),
            HttpStatusCode.NotFound when AlpacaJson.Error(status, answer).Code != 0 => null, // its own word, not a proxy's
            _ => throw Unexpected(status, AlpacaJson.Error(status, answer).Message),
        };
    }

    /// <inheritdoc/>
    public async Task Cancel(BrokerOrder order, CancellationToken cancellationToken)
    {
        (HttpStatusCode status, byte[] answer) = await Ask(HttpMethod.Delete, $"{Orders}/{Uri.EscapeDataString(order.BrokerId)}", null, cancellationToken).ConfigureAwait(false);
        if (status is HttpStatusCode.OK or HttpStatusCode.NoContent or HttpStatusCode.NotFound or HttpStatusCode.UnprocessableEntity) return; // it is over, or soon
        throw Unexpected(status, AlpacaJson.Error(status, answer).Message);
    }

    private async Task<(HttpStatusCode Status, byte[] Answer)> Ask(HttpMethod method, string path, string? body, CancellationToken cancellationToken)
    {
        if (!IsEnabled) throw Fault(BrokerFault.NotConfigured, "not configured; set NeuralTrader:Trading:Alpaca");
        try
        {
            using HttpClient client = clients.CreateClient(BrokerName);
            client.Timeout = options.Value.TotalTimeout + BodyTime; // the pipeline's time-outs end with the headers
            using HttpRequestMessage request = new(method, new Uri(options.Value.BaseUrl!, path));
            request.Headers.TryAddWithoutValidation("APCA-API-KEY-ID", options.Value.KeyId);
            request.Headers.TryAddWithoutValidation("APCA-API-SECRET-KEY", options.Value.SecretKey);
            if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            using HttpResponseMessage answer = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests) throw Fault(BrokerFault.RateLimited, "too many calls", Wait(answer));
            return (answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (Exception late) when (late is TimeoutRejectedException or TaskCanceledException { InnerException: TimeoutException })
        {
            throw Fault(BrokerFault.TimedOut, "did not answer in time");
        }
        catch (RateLimiterRejectedException full)
        {
            throw Fault(BrokerFault.RateLimited, $"more than {options.Value.CallsPerMinute} calls a minute wanted", full.RetryAfter);
        }
        catch (HttpRequestException failure) when (failure.InnerException is OutboundRefusedException refused)
        {
            throw Fault(BrokerFault.Unavailable, refused.Message);
        }
        catch (HttpRequestException failure)
        {
            throw Fault(BrokerFault.Unavailable, $"cannot be reached ({failure.HttpRequestError})");
        }
    }

    private BrokerOrder Understand(byte[] answer)
    {
        try
        {
            return AlpacaJson.Order(answer);
        }
        catch (FormatException wrong)
        {
            throw Fault(BrokerFault.BadAnswer, $"answered with {wrong.Message}");
        }
    }

    private TimeSpan? Wait(HttpResponseMessage answer)
    {
        if (answer.Headers.RetryAfter?.Delta is { } told) return told;
        if (!answer.Headers.TryGetValues("X-RateLimit-Reset", out IEnumerable<string>? values)
            || !long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out long second)) return null;
        double wait = second - (clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0);
        return wait is > 0 and < 3600 ? TimeSpan.FromSeconds(wait) : null;
    }

    private BrokerException Unexpected(HttpStatusCode status, string message) => Fault(
        status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => BrokerFault.Unauthorized,
            HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => BrokerFault.Unavailable,
            _ => BrokerFault.BadAnswer,
        },
        message);

    // It may quote what it was sent.
    private BrokerException Fault(BrokerFault fault, string sentence, TimeSpan? retryAfter = null)
    {
        foreach (string? secret in (ReadOnlySpan<string?>)[options.Value.SecretKey, options.Value.KeyId])
            if (!string.IsNullOrEmpty(secret)) sentence = sentence.Replace(secret, "…", StringComparison.OrdinalIgnoreCase);
        return new BrokerException(BrokerName, fault, sentence.Length > LongestSentence ? sentence[..LongestSentence] : sentence, retryAfter);
    }
}
