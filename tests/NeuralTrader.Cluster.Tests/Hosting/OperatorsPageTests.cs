using System.Net;
using System.Net.Http.Headers;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Tests;

namespace NeuralTrader.Cluster.Tests.Hosting;

/// <summary>What shows the inside of the platform is for who may see it.</summary>
public sealed class OperatorsPageTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("neuraltrader-");
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task The_dashboard_is_for_administrators_and_the_metrics_for_this_machine()
    {
        using StandaloneProcess platform = new(Path.Combine(folder.FullName, "data"), "--NeuralTrader:Dashboard", "true");
        await platform.Up(cancel);
        string admin = (await File.ReadAllTextAsync(Path.Combine(folder.FullName, "data", "first-api-key"), cancel)).Trim();
        using HttpClient caller = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(platform.Address) };
        Assert.NotEqual(HttpStatusCode.OK, await Status("/dashboard", null));
        Assert.NotEqual(HttpStatusCode.OK, await Status("/dashboard/DashboardCounters", null));
        Assert.Equal(HttpStatusCode.Forbidden, await Status("/dashboard/DashboardCounters", await Key(Role.User)));
        Assert.Equal(HttpStatusCode.OK, await Status("/dashboard/DashboardCounters", admin));
        Assert.Equal(HttpStatusCode.OK, await Status("/metrics", null));
        foreach (string header in (string[])["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
            Assert.Equal(HttpStatusCode.NotFound, await Status("/metrics", null, header));

        async Task<HttpStatusCode> Status(string path, string? key, string? header = null)
        {
            using HttpRequestMessage request = new(HttpMethod.Get, path);
            if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            if (header is not null) request.Headers.TryAddWithoutValidation(header, "127.0.0.1");
            using HttpResponseMessage answer = await caller.SendAsync(request, cancel);
            return answer.StatusCode;
        }

        async Task<string> Key(Role role)
        {
            using HttpRequestMessage request = new(HttpMethod.Post, "/api/v1/security/createApiKey")
            {
                Headers = { Authorization = new AuthenticationHeaderValue("Bearer", admin) },
                Content = new StringContent($$"""{"username": "grace", "role": "{{role.ToString().ToLowerInvariant()}}"}""", MediaTypeHeaderValue.Parse("application/json")),
            };
            using HttpResponseMessage answer = await caller.SendAsync(request, cancel);
            return System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancel)).RootElement.GetProperty("key").GetString()!;
        }
    }
}
