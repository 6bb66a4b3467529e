using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;

namespace NeuralTrader.Silo.Hosting;

/// <summary>Clients of other people's servers: repetitions, time-outs, our share of calls, and no log line that could hold a key.</summary>
internal static class ServerPipeline
{
    /// <summary>Adds a named client.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="configuration">Has <c>NeuralTrader:Outbound</c>.</param>
    /// <param name="name">Its name.</param>
    /// <param name="followsRedirects">Whether it goes where the server sends it; only ever to hosts that may be called.</param>
    /// <param name="configure">Sets it up.</param>
    public static void AddServer<TOptions>(this IServiceCollection services, IConfiguration configuration, string name, bool followsRedirects, Action<HttpClient> configure)
        where TOptions : ServerOptions
    {
        services.AddOptions<OutboundOptions>().Bind(configuration.GetSection("NeuralTrader:Outbound"));
        services.AddHttpClient(name, client =>
            {
                client.Timeout = Timeout.InfiniteTimeSpan; // the pipeline's time-outs count
                client.DefaultRequestHeaders.UserAgent.ParseAdd("NeuralTrader.Orleans");
                configure(client);
            })
            .ConfigurePrimaryHttpMessageHandler(all =>
                new OutboundGate(all.GetRequiredService<IOptions<TOptions>>().Value.BaseUrl, all.GetRequiredService<IOptions<OutboundOptions>>().Value).Handler(followsRedirects))
            .RemoveAllLoggers() // addresses and headers hold keys
            .AddResilienceHandler(name, (pipeline, context) =>
                context.OnPipelineDisposed(Configure(pipeline, context.ServiceProvider.GetRequiredService<IOptions<TOptions>>().Value).Dispose));
    }

    /// <summary>True when every setting is within its range.</summary>
    /// <exception cref="ValidationException">One is not; the sentence names it.</exception>
    public static bool IsInRange(ServerOptions options)
    {
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        return true;
    }

    // From the outside in: the whole answer's time, repetitions, our turn, one call's time.
    private static TokenBucketRateLimiter Configure(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, ServerOptions options)
    {
        TokenBucketRateLimiter limiter = new(new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.CallsPerMinute, TokensPerPeriod = options.CallsPerMinute, ReplenishmentPeriod = TimeSpan.FromMinutes(1),
            QueueLimit = options.MostWaiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
        pipeline
            .AddTimeout(options.TotalTimeout)
            .AddRetry(new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = options.Retries, Delay = options.Pause, BackoffType = DelayBackoffType.Exponential, UseJitter = true,
                ShouldHandle = attempt => ValueTask.FromResult(
                    HttpClientResiliencePredicates.IsTransient(attempt.Outcome) && attempt.Outcome.Exception?.InnerException is not OutboundRefusedException
                    && !(attempt.Outcome.Result is { } answer && RetryAfter(answer) > options.LongestPause)),
            })
            .AddRateLimiter(new HttpRateLimiterStrategyOptions { RateLimiter = attempt => limiter.AcquireAsync(1, attempt.Context.CancellationToken) })
            .AddTimeout(options.CallTimeout);
        return limiter;
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage answer) =>
        answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable ? answer.Headers.RetryAfter?.Delta : null;
}
