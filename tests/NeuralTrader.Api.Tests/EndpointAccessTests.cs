using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Api.Security;
using NeuralTrader.Api.Tests.Fakes;

namespace NeuralTrader.Api.Tests;

/// <summary>Every endpoint there is, found by looking and not by a list.</summary>
public sealed class EndpointAccessTests(Server server)
{
    private static readonly string[] Open =
    [
        "/alive", "/health", "/problems", "/problems/{slug}", "/signin", "/signin/{ticket}", "/signout", "/api/{**path}", "/not-found",
        "{**path:file}", "/_framework/opaque-redirect", // what is missing, and where a page that answers a form leads to, which asks anew
        "/scalar/favicon.svg", "/scalar/scalar.aspnetcore.js", "/scalar/scalar.js", // the viewer's own files; the documents it shows ask for a key
    ];

    // But for the files of the build, which hold no data.
    private RouteEndpoint[] All => [.. server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null)];

    private RouteEndpoint[] Guarded => [.. All.Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null && endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Count > 0)];

    [Fact]
    public void What_is_open_to_all_is_a_short_list()
    {
        string[] unguarded = [.. All.Except(Guarded).Select(endpoint => endpoint.RoutePattern.RawText!).Distinct().Order(StringComparer.Ordinal)];
        Assert.Empty(unguarded.Except(Open));
        Assert.True(Guarded.Length > 100, $"{Guarded.Length} endpoints ask for a role.");
    }

    [Fact]
    public void Every_rule_is_one_of_the_roles() => Assert.All(
        Guarded.Where(HasNamedRule), endpoint => Assert.Contains(endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>()[^1].Policy ?? Policies.ReadOnly, (string[])[.. Enum.GetNames<Role>(), Policies.WithServices]));

    public static TheoryData<string, string?> Strangers => new()
    {
        { "nobody", null },
        { "an expired key", $"Bearer {TestKeys.Expired.Text}" },
        { "a key of another platform", $"Bearer {TestKeys.Text(77)}" },
        { "half a key", $"Bearer {TestKeys.Admin.Text[..30]}" },
        { "a token of another platform", $"Bearer {Encode("""{"alg":"HS256","typ":"at+jwt","kid":"0"}""")}.{Encode("""{"sub":"root","role":"Admin","exp":9999999999}""")}.{new string('A', 43)}" },
        { "an unsigned token", $"Bearer {Encode("""{"alg":"none","typ":"at+jwt"}""")}.{Encode("""{"sub":"root","role":"Admin","exp":9999999999,"aud":"neuraltrader-api"}""")}." },
        { "a huge token", $"Bearer {new string('A', 3_000)}.{new string('B', 3_000)}.{new string('C', 3_000)}" },
        { "another scheme", "Basic cm9vdDpyb290" },
    };

    [Theory, MemberData(nameof(Strangers))] // a page sends him to sign in
    public async Task No_endpoint_serves_a_stranger(string who, string? authorization)
    {
        using HttpClient client = server.Client(null);
        if (authorization is not null) client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        foreach (RouteEndpoint endpoint in Guarded) Assert.True(await Status(client, endpoint) is 401 or 431 or 302, $"{who} at {endpoint.RoutePattern.RawText}");
    }

    [Fact]
    public async Task No_endpoint_serves_a_key_or_a_session_that_was_revoked()
    {
        using HttpClient byKey = server.Client(TestKeys.Leaving), bySession = server.Client(null);
        bySession.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        using FormUrlEncodedContent form = new([KeyValuePair.Create("key", TestKeys.Leaving.Text)]);
        using HttpResponseMessage signedIn = await bySession.PostAsync("/signin", form);
        bySession.DefaultRequestHeaders.Add("Cookie", signedIn.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        foreach (HttpClient client in (HttpClient[])[byKey, bySession]) Assert.Equal(200, (int)(await client.PostAsync("/api/v1/system/ping", null)).StatusCode);
        Assert.Equal(200, (await server.Post("/api/v1/security/revokeApiKey", $$"""{"keyId":"{{TestKeys.Leaving.Name}}"}""")).Status);
        foreach (RouteEndpoint endpoint in Guarded)
        {
            Assert.True(await Status(byKey, endpoint) is 401, $"a revoked key at {endpoint.RoutePattern.RawText}");
            Assert.True(await Status(bySession, endpoint) is 401 or 302, $"a revoked key's session at {endpoint.RoutePattern.RawText}");
        }
    }

    [Theory, InlineData("reader"), InlineData("user"), InlineData("service")]
    public async Task No_endpoint_serves_a_role_that_it_does_not_ask_for(string name)
    {
        TestKey key = TestKeys.All.Single(known => known.Name == name);
        using HttpClient client = server.Client(key);
        foreach (RouteEndpoint endpoint in Guarded.Where(HasNamedRule))
        {
            string rule = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>()[^1].Policy ?? Policies.ReadOnly;
            bool isLetIn = rule == Policies.WithServices ? key.Role == Role.Service || key.Role.Allows(Role.User) : key.Role.Allows(Enum.Parse<Role>(rule));
            if (!isLetIn) Assert.True(await Status(client, endpoint) == 403, $"{name} at {endpoint.RoutePattern.RawText}");
        }
    }

    [Fact]
    public async Task A_token_is_taken_wherever_a_key_is_and_a_session_nowhere()
    {
        using HttpClient client = server.Client(null);
        OpenedSession session = (await server.Cluster.Client.GetGrain<IIdentityGrain>(0).OpenSession(new Credential(TestKeys.User.Text), CancellationToken.None))!;
        Assert.Equal(200, await Ping($"{Head("at+jwt")}.{TestKeys.User.Text}.{new string('s', 60)}")); // the fakes look for the key
        Assert.Equal(401, await Ping($"{Head("session+jwt")}.{TestKeys.User.Text}.{new string('s', 60)}"));
        Assert.Equal(401, await Ping(session.Secret));

        async Task<int> Ping(string secret)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
            return (int)(await client.PostAsync("/api/v1/system/ping", null)).StatusCode;
        }

        static string Head(string type) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"alg":"HS256","typ":"{{type}}"}"""));
    }

    // The other one is the door to functions as tools, which is open to every role and asks for the function's own.
    private static bool HasNamedRule(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<AuthorizationPolicy>() is null;

    private static async Task<int> Status(HttpClient client, RouteEndpoint endpoint)
    {
        string path = string.Join('/', endpoint.RoutePattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
        {
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternSeparatorPart separator => separator.Content,
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { ParameterPolicies: [{ Content: "int" }, ..] } => "1",
            _ => "x",
        }))));
        string method = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods[0] ?? "GET";
        using HttpRequestMessage request = new(new HttpMethod(method), "/" + path);
        if (method != "GET") request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return (int)answer.StatusCode;
    }

    private static string Encode(string json) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
