using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Grains.Markets;
using Polly;

namespace NeuralTrader.Silo.Markets;

/// <summary>Registers market data in a host.</summary>
public static class MarketServices
{
    private const int LongestAnswer = 64 << 20;

    /// <summary>
    /// File readers, the importer, and the providers, each off until <c>NeuralTrader:Markets:{provider}</c> is configured. The host adds the store.
    /// </summary>
    public static IServiceCollection AddMarkets(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IBarFileReader, CsvBarFile>();
        services.AddSingleton<IBarFileReader, ParquetBarFile>();
        services.AddSingleton<MarketImporter>();
        AddProvider<StooqProvider, StooqOptions>(services, configuration, StooqProvider.ProviderName);
        AddProvider<AlphaVantageProvider, AlphaVantageOptions>(services, configuration, AlphaVantageProvider.ProviderName);
        return services;
    }

    private static void AddProvider<TProvider, TOptions>(IServiceCollection services, IConfiguration configuration, string name)
        where TProvider : class, IMarketDataProvider
        where TOptions : ProviderOptions
    {
        services.AddOptions<TOptions>().Bind(configuration.GetSection($"NeuralTrader:Markets:{name}")).Validate(IsInRange).ValidateOnStart();
        services.AddSingleton<IMarketDataProvider, TProvider>();
        services.AddHttpClient(name, client =>
            {
                client.Timeout = Timeout.InfiniteTimeSpan; // the pipeline's time-outs count
                client.MaxResponseContentBufferSize = LongestAnswer;
                client.DefaultRequestHeaders.UserAgent.ParseAdd("NeuralTrader.Orleans");
            })
            .RemoveAllLoggers() // the address holds the key
            .AddResilienceHandler(name, (pipeline, context) =>
                context.OnPipelineDisposed(Configure(pipeline, context.ServiceProvider.GetRequiredService<IOptions<TOptions>>().Value).Dispose));
    }

    private static bool IsInRange(ProviderOptions options)
    {
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true); // throws the sentence that names the member
        return true;
    }

    // From the outside in: the whole answer's time, repetitions, our turn, one call's time.
    private static TokenBucketRateLimiter Configure(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, ProviderOptions options)
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
                    HttpClientResiliencePredicates.IsTransient(attempt.Outcome)
                    && !(attempt.Outcome.Result is { } answer && RetryAfter(answer) > options.LongestPause)),
            })
            .AddRateLimiter(new HttpRateLimiterStrategyOptions { RateLimiter = attempt => limiter.AcquireAsync(1, attempt.Context.CancellationToken) })
            .AddTimeout(options.CallTimeout);
        return limiter;
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage answer) =>
        answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable ? answer.Headers.RetryAfter?.Delta : null;
}
