using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NeuralTrader.Api.Console;
using NeuralTrader.Api.Tests.Fakes;
using Orleans.TestingHost;

[assembly: AssemblyFixture(typeof(Server))]

namespace NeuralTrader.Api.Tests.Fakes;

/// <summary>The real front-end on a real port, in front of a one-silo cluster of fakes.</summary>
public sealed class Server : IAsyncLifetime
{
    private readonly List<WebApplication> apps = [];

    public InProcessTestCluster Cluster { get; private set; } = null!;

    public Uri Address { get; private set; } = null!;

    public IServiceProvider Services => apps[0].Services;

    public async ValueTask InitializeAsync()
    {
        Cluster = new InProcessTestClusterBuilder(1).Build();
        await Cluster.DeployAsync();
        Address = await Start();
    }

    /// <summary>Another front-end with settings of its own.</summary>
    public async Task<Uri> Start(params (string Key, string Value)[] settings)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "NeuralTrader.Api", ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Services.AddSingleton<IGrainFactory>(Cluster.Client);
        builder.WebHost.UseStaticWebAssets();
        builder.AddNeuralTraderApi().AddNeuralTraderConsole();
        WebApplication app = builder.Build();
        app.MapNeuralTraderApi().MapNeuralTraderConsole();
        await app.StartAsync();
        apps.Add(app);
        return new Uri(app.Urls.First());
    }

    /// <summary>A caller with a key; null for none.</summary>
    public HttpClient Client(TestKey? key, Uri? address = null)
    {
        HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address ?? Address };
        if (key is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Text);
        return client;
    }

    /// <summary>Calls a function as the admin.</summary>
    public async Task<Reply> Post(string path, string body, params (string Name, string Value)[] headers)
    {
        using HttpClient client = Client(TestKeys.Admin);
        using HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach ((string name, string value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using HttpResponseMessage response = await client.SendAsync(request);
        return await Reply.Of(response);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (WebApplication app in apps) await app.DisposeAsync();
        await Cluster.DisposeAsync();
    }
}

/// <summary>What came back.</summary>
public sealed record Reply(int Status, string? MediaType, string Text, HttpResponseMessage Message)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public string? this[string member] => Json.TryGetProperty(member, out JsonElement value) ? value.ToString() : null;

    public static async Task<Reply> Of(HttpResponseMessage message) =>
        new((int)message.StatusCode, message.Content.Headers.ContentType?.MediaType, await message.Content.ReadAsStringAsync(), message);
}
