using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Silo.Markets;

namespace NeuralTrader.Silo.Tests.Markets;

/// <summary>A provider's server on loopback that plays a script: one line a call, the last for all further calls.</summary>
internal sealed class LocalServer : IAsyncDisposable, ILoggerProvider, ILogger
{
    private readonly WebApplication server;
    private readonly List<string> log = [];
    private ServiceProvider? services;
    private int calls;

    public LocalServer(params Func<HttpResponse, Task>[] script)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        server = builder.Build();
        server.Run(context =>
        {
            LastQuestion = $"{context.Request.Path}{context.Request.QueryString}";
            return script[Math.Min(Interlocked.Increment(ref calls), script.Length) - 1](context.Response);
        });
        ((IHost)server).Start();
    }

    public Uri Address => new(server.Urls.Single());

    public int Calls => calls;

    public string? LastQuestion { get; private set; }

    public string Logged { get { lock (log) return string.Join('\n', log); } }

    /// <summary>The provider as a host would make it, everything logged.</summary>
    public IMarketDataProvider Provider(string name, TimeProvider? clock = null, params (string Key, string Value)[] settings)
    {
        Dictionary<string, string?> values = new() { [$"NeuralTrader:Markets:{name}:BaseUrl"] = server.Urls.Single(), [$"NeuralTrader:Markets:{name}:Pause"] = "00:00:00.01", ["NeuralTrader:Outbound:AllowPrivate"] = "true" };
        foreach ((string key, string value) in settings) values[key.Contains(':') ? key : $"NeuralTrader:Markets:{name}:{key}"] = value;
        ServiceCollection collection = new();
        collection.AddSingleton(clock ?? TimeProvider.System);
        collection.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(this));
        collection.AddMarkets(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        services = collection.BuildServiceProvider();
        return services.GetServices<IMarketDataProvider>().Single(provider => provider.Name == name);
    }

    public static Func<HttpResponse, Task> Text(string text, string type = "text/csv") => answer =>
    {
        answer.ContentType = type;
        return answer.WriteAsync(text);
    };

    public static Func<HttpResponse, Task> Status(int status, string? retryAfter = null) => answer =>
    {
        answer.StatusCode = status;
        if (retryAfter is not null) answer.Headers.RetryAfter = retryAfter;
        return Task.CompletedTask;
    };

    public async ValueTask DisposeAsync()
    {
        if (services is not null) await services.DisposeAsync();
        await server.DisposeAsync();
    }

    public void Dispose()
    {
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        lock (log) log.Add($"{state}");
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (log) log.Add($"{formatter(state, exception)} {exception}");
    }
}
