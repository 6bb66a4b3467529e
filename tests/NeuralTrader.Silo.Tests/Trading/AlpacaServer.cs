using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NeuralTrader.Domain.Trading.Brokers;
using NeuralTrader.Silo.Trading;

namespace NeuralTrader.Silo.Tests.Trading;

/// <summary>A server on loopback that speaks Alpaca's forms by a script: one line a call, the last for all further calls.</summary>
internal sealed class AlpacaServer : IAsyncDisposable, ILoggerProvider, ILogger
{
    public const string KeyId = "PKTESTKEYID0001", SecretKey = "sEcReTsEcReT0002";

    private readonly WebApplication server;
    private readonly List<string> log = [];
    private ServiceProvider? services;
    private int calls;

    public AlpacaServer(params Func<HttpContext, Task>[] script)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        server = builder.Build();
        server.Run(async context =>
        {
            using StreamReader body = new(context.Request.Body);
            string text = await body.ReadToEndAsync();
            Keys = $"{context.Request.Headers["APCA-API-KEY-ID"]} {context.Request.Headers["APCA-API-SECRET-KEY"]}";
            Questions.Add($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString} {text}".TrimEnd());
            await script[Math.Min(Interlocked.Increment(ref calls), script.Length) - 1](context);
        });
        ((IHost)server).Start();
    }

    public List<string> Questions { get; } = [];

    public string? Keys { get; private set; }

    public string Logged { get { lock (log) return string.Join('\n', log); } }

    /// <summary>The broker as a host would make it, everything logged.</summary>
    public IBroker Broker(params (string Key, string? Value)[] settings)
    {
        Dictionary<string, string?> values = new()
        {
            ["NeuralTrader:Trading:Alpaca:BaseUrl"] = server.Urls.Single(),
            ["NeuralTrader:Trading:Alpaca:KeyId"] = KeyId,
            ["NeuralTrader:Trading:Alpaca:SecretKey"] = SecretKey,
            ["NeuralTrader:Trading:Alpaca:Pause"] = "00:00:00.01",
            ["NeuralTrader:Trading:Alpaca:Retries"] = "1",
            ["NeuralTrader:Outbound:AllowPrivate"] = "true",
        };
        foreach ((string key, string? value) in settings) values[$"NeuralTrader:Trading:Alpaca:{key}"] = value;
        ServiceCollection collection = new();
        collection.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(this));
        collection.AddTrading(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        services = collection.BuildServiceProvider();
        return services.GetServices<IBroker>().Single();
    }

    public static Func<HttpContext, Task> Json(string json, int status = 200, params (string Name, string Value)[] headers) => context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        foreach ((string name, string value) in headers) context.Response.Headers[name] = value;
        return status == 204 ? Task.CompletedTask : context.Response.WriteAsync(json);
    };

    /// <summary>An order in Alpaca's form, with members that nobody here reads.</summary>
    public static string Order(string status = "new", string filled = "0", string? price = null, string clientId = "growth-1.1") => $$"""
        {"id":"61e69015-8549-4bfd-b9c3-01e75843f47d","client_order_id":"{{clientId}}","created_at":"2021-03-16T18:38:01.942282Z",
        "updated_at":"2021-03-16T18:38:01.942282999Z","submitted_at":"2021-03-16T18:38:01.937734Z","filled_at":null,"expired_at":null,"replaced_by":null,
        "asset_id":"b0b6dd9d-8b9b-48a9-ba46-b9d54906e415","symbol":"AAPL","asset_class":"us_equity","notional":null,"qty":"10","filled_qty":"{{filled}}",
        "filled_avg_price":{{(price is null ? "null" : $"\"{price}\"")}},"order_class":"","type":"market","side":"buy","time_in_force":"day",
        "limit_price":null,"stop_price":null,"status":"{{status}}","extended_hours":false,"legs":null}
        """;

    public static string Error(int code, string message) => $$"""{"code":{{code}},"message":"{{message}}"}""";

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
