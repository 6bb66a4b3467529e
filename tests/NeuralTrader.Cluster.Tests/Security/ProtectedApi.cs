using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Api;
using NeuralTrader.Client;

namespace NeuralTrader.Cluster.Tests.Security;

/// <summary>
/// Front-ends before a cluster of real grains, on the cluster's clock, that believe this machine when it says on whose behalf it asks: so a test calls
/// from any address. A key whose name begins with "limited" has a limit of 100 a minute.
/// </summary>
public sealed class ProtectedApi : IAsyncLifetime
{
    private readonly List<WebApplication> apps = [];

    public ClusterFixture Cluster { get; } = new();

    public NeuralTraderClient Client => Cluster.Client;

    public async ValueTask InitializeAsync()
    {
        await Cluster.InitializeAsync();
        await Start();
    }

    public async Task<Uri> Start(params (string Key, string Value)[] settings)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Configuration["NeuralTrader:Api:TrustedProxies"] = "127.0.0.1";
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Services.AddSingleton(Cluster.Grains).AddSingleton<TimeProvider>(Cluster.Clock);
        builder.AddNeuralTraderApi();
        WebApplication app = builder.Build();
        app.MapNeuralTraderApi();
        await app.StartAsync();
        apps.Add(app);
        return new Uri(app.Urls.First());
    }

    /// <summary>A caller at an address, with a key of his own where a name is given.</summary>
    public async Task<HttpClient> Caller(string address, string? user = null, Uri? at = null)
    {
        HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = at ?? new Uri(apps[0].Urls.First()) };
        client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        if (user is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await Client.CreateApiKeyAsync(new CreateApiKeyRequest(user, Role.Admin, RateLimit: user.StartsWith("limited", StringComparison.Ordinal) ? 100 : null))).Key);
        return client;
    }

    public static async Task<HttpResponseMessage> Ping(HttpClient caller)
    {
        using StringContent body = new("{}", Encoding.UTF8, "application/json");
        return await caller.PostAsync(new Uri("/api/v1/system/ping", UriKind.Relative), body);
    }

    public static async Task<int> Status(HttpClient caller)
    {
        using HttpResponseMessage answer = await Ping(caller);
        return (int)answer.StatusCode;
    }

    public static async Task<string?> Problem(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("type").GetString();

    /// <summary>Waits until an answer is as expected, for as long as news may take.</summary>
    public static async Task Until(HttpClient caller, int status)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(10));
        while (await Status(caller) != status) await Task.Delay(20, patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource ended = new();
        Task time = Run(ended.Token); // who waits for news waits by this clock
        foreach (WebApplication app in apps) await app.DisposeAsync();
        await Cluster.DisposeAsync();
        await ended.CancelAsync();
        await time;
    }

    private async Task Run(CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            Cluster.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20, CancellationToken.None);
        }
    }
}
