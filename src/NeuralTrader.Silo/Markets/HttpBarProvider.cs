using System.Net;
using Microsoft.Extensions.Options;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Silo.Hosting;
using Polly.RateLimiting;
using Polly.Timeout;

namespace NeuralTrader.Silo.Markets;

/// <summary>What providers over HTTP share: checks, cache, named faults. Retries, time-outs and the rate limit sit in the client's pipeline.</summary>
/// <typeparam name="TOptions">Their configuration.</typeparam>
public abstract class HttpBarProvider<TOptions> : IMarketDataProvider
    where TOptions : ProviderOptions
{
    private readonly IHttpClientFactory clients;
    private readonly AnswerCache cache;

    private protected HttpBarProvider(string name, IHttpClientFactory clients, IOptions<TOptions> options, TimeProvider clock)
    {
        (Name, this.clients, Options) = (name, clients, options.Value);
        cache = new AnswerCache(clock, Options.CacheFor);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public virtual bool IsEnabled => Options.BaseUrl is not null;

    /// <summary>The configuration.</summary>
    private protected TOptions Options { get; }

    /// <inheritdoc/>
    public async Task<BarImport> DailyBars(string symbol, DateOnly? since = null, DateOnly? until = null, CancellationToken cancellationToken = default)
    {
        symbol = Symbol.Parse(symbol);
        if (since > until) throw Require.Invalid("from", since, $"a date not after {until:O}");
        if (!IsEnabled) throw Fault(MarketDataFault.NotConfigured, $"not configured; set NeuralTrader:Markets:{Name}");
        string question = Question(symbol, since, until);
        if (cache.Find(question) is not { } import)
        {
            import = Understand(symbol, await Ask(question, cancellationToken).ConfigureAwait(false));
            if (import.Report is { Refused: true, Issues: [ImportIssue first, ..] })
                throw Fault(MarketDataFault.BadAnswer, $"no price data: {first.Field} {first.Problem}");
            cache.Keep(question, import);
        }
        DateTime? oldest = since?.ToDateTime(default, DateTimeKind.Utc), newest = until?.ToDateTime(default, DateTimeKind.Utc);
        BarImport cut = import with { Series = [.. import.Series.Select(series => series.Between(oldest, newest)).Where(series => series.Count > 0)] };
        return cut.Series.Count > 0 ? cut : throw Fault(MarketDataFault.UnknownSymbol, $"no bars of {symbol} in this range");
    }

    /// <summary>Path and query of a question.</summary>
    private protected abstract string Question(string symbol, DateOnly? since, DateOnly? until);

    /// <summary>Bars out of an answer with status 200.</summary>
    private protected abstract BarImport Understand(string symbol, byte[] answer);

    /// <summary>A fault in this provider's name.</summary>
    private protected MarketDataException Fault(MarketDataFault fault, string detail, TimeSpan? retryAfter = null) => new(Name, fault, detail, retryAfter);

    private async Task<byte[]> Ask(string question, CancellationToken cancellationToken)
    {
        try
        {
            using HttpClient client = clients.CreateClient(Name);
            using HttpResponseMessage answer = await client.GetAsync(new Uri(Options.BaseUrl!, question), cancellationToken).ConfigureAwait(false);
            TimeSpan? retryAfter = answer.Headers.RetryAfter?.Delta;
            return answer.StatusCode switch
            {
                HttpStatusCode.OK => await answer.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false),
                HttpStatusCode.TooManyRequests => throw Fault(MarketDataFault.RateLimited, "too many calls", retryAfter),
                HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => throw Fault(MarketDataFault.Unauthorized, "the key is not accepted"),
                HttpStatusCode.NotFound => throw Fault(MarketDataFault.UnknownSymbol, "not found"),
                _ => throw Fault(MarketDataFault.Unavailable, $"answered status {(int)answer.StatusCode}", retryAfter),
            };
        }
        catch (TimeoutRejectedException)
        {
            throw Fault(MarketDataFault.TimedOut, "did not answer in time");
        }
        catch (RateLimiterRejectedException full)
        {
            throw Fault(MarketDataFault.RateLimited, $"more than {Options.CallsPerMinute} calls a minute wanted", full.RetryAfter);
        }
        catch (HttpRequestException failure) when (failure.InnerException is OutboundRefusedException refused)
        {
            throw Fault(MarketDataFault.Unavailable, refused.Message);
        }
        catch (HttpRequestException failure) // its message names the host, never the query
        {
            throw Fault(MarketDataFault.Unavailable, $"cannot be reached ({failure.HttpRequestError})");
        }
    }
}
