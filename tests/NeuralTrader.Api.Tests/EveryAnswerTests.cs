using System.Net.Http.Headers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NeuralTrader.Api.Tests.Fakes;

namespace NeuralTrader.Api.Tests;

/// <summary>What is said to browsers with every answer, whatever it is: pages, files of the build, functions, refusals.</summary>
public sealed class EveryAnswerTests(Server server)
{
    private string[] Paths => [.. server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") != false && endpoint.RoutePattern.Parameters.Count == 0)
        .Select(endpoint => $"/{endpoint.RoutePattern.RawText!.Trim('/')}").Append("/no/such/page").Append("/api/v1/no/such").Distinct()];

    [Fact]
    public async Task Every_answer_tells_browsers_what_to_refuse_and_what_it_is()
    {
        using HttpClient admin = server.Client(TestKeys.Admin), nobody = server.Client(null);
        Assert.True(Paths.Length > 40, $"{Paths.Length} addresses.");
        foreach (string path in Paths)
        {
            foreach (HttpClient client in (HttpClient[])[admin, nobody])
            {
                using HttpResponseMessage answer = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
                Assert.True("nosniff" == One(answer, "X-Content-Type-Options"), path);
                Assert.True("same-origin" == One(answer, "Referrer-Policy"), path);
                Assert.True(One(answer, "Content-Security-Policy").Contains("frame-ancestors 'none'", StringComparison.Ordinal), path);
                Assert.True(answer.Headers.CacheControl is not null, path);
                MediaTypeHeaderValue? type = answer.Content.Headers.ContentType;
                Assert.True(type?.MediaType?.StartsWith("text/", StringComparison.Ordinal) != true || type.CharSet?.Trim('"').ToUpperInvariant() == "UTF-8", $"{path} is {type}");
            }
        }
    }

    [Theory, InlineData("/"), InlineData("/signin"), InlineData("/portfolios"), InlineData("/api/v1/functions")]
    public async Task What_is_shown_to_a_caller_is_kept_by_nobody(string path)
    {
        using HttpClient client = server.Client(TestKeys.Admin);
        using HttpResponseMessage answer = await client.GetAsync(path);
        Assert.True(answer.Headers.CacheControl is { NoStore: true }, $"{answer.Headers.CacheControl}");
    }

    [Theory, InlineData("/"), InlineData("/signin"), InlineData("/api/v1/functions"), InlineData("/api/v1/system/ping"), InlineData("/console.css")]
    public async Task What_was_sent_is_not_sent_back(string path)
    {
        using HttpClient client = server.Client(TestKeys.Admin);
        using HttpRequestMessage trace = new(HttpMethod.Trace, path);
        using HttpResponseMessage answer = await client.SendAsync(trace);
        Assert.InRange((int)answer.StatusCode, 400, 499);
        Assert.DoesNotContain(TestKeys.Admin.Text, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static string One(HttpResponseMessage answer, string header) => answer.Headers.TryGetValues(header, out IEnumerable<string>? values) ? string.Join(",", values) : "";
}
