using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Client;
using NeuralTrader.Domain;

namespace NeuralTrader.Cluster.Tests.Security;

public sealed class TokenTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_says_what_its_key_is_and_is_an_identity()
    {
        ApiKeyInfo key = await Key(Role.User);
        GeneratedToken made = await Token(key, new GenerateTokenRequest(Role.ReadOnly, Minutes: 5));
        TokenValidity validity = await Validate(made.Token);
        Assert.Equal((true, key.KeyId, key.Username, Role.ReadOnly, made.TokenId), (validity.IsValid, validity.KeyId, validity.Username, validity.Role, validity.TokenId));
        Assert.Equal(TimeSpan.FromMinutes(5), validity.ExpiresAt - validity.IssuedAt);
        IdentityGrant grant = (await Exchange(made.Token))!;
        Assert.Equal((key.Username, Role.ReadOnly, key.KeyId, made.TokenId, key.RateLimit), (grant.Username, grant.Role, grant.KeyId, grant.TokenId, grant.RateLimit));
        Assert.Equal($"token/{made.TokenId}", Assert.Single((await cluster.Client.GetAuditEventsAsync(new GetAuditEventsRequest(Action: "token.make", Resource: $"token/{made.TokenId}"), cancel)).Events).Event.Resource);
        JsonNode head = Part(made.Token, 0), body = Part(made.Token, 1);
        Assert.Equal(("HS256", "at+jwt"), ((string?)head["alg"], (string?)head["typ"]));
        Assert.Equal(["aud", "exp", "iat", "iss", "jti", "key", "nbf", "role", "sub"], body.AsObject().Select(claim => claim.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_token_ends_at_its_time_and_with_its_key()
    {
        ApiKeyInfo key = await Key(Role.User);
        GeneratedToken brief = await Token(key, new GenerateTokenRequest(Minutes: 1)), other = await Token(key, new GenerateTokenRequest());
        cluster.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((false, true), ((await Validate(brief.Token)).IsValid, (await Validate(other.Token)).IsValid));
        await cluster.Client.RevokeApiKeyAsync(new RevokeApiKeyRequest(key.KeyId), cancel);
        Assert.False((await Validate(other.Token)).IsValid);
        Assert.Null(await Exchange(other.Token));
    }

    [Fact]
    public async Task A_token_does_not_work_before_its_time()
    {
        GeneratedToken made = await Token(await Key(Role.User), new GenerateTokenRequest());
        DateTimeOffset now = cluster.Clock.GetUtcNow();
        cluster.Clock.AdjustTime(now.AddMinutes(-2));
        try
        {
            TokenValidity early = await Validate(made.Token);
            Assert.False(early.IsValid);
            Assert.StartsWith("It begins", early.Reason, StringComparison.Ordinal);
        }
        finally
        {
            cluster.Clock.AdjustTime(now);
        }
        Assert.True((await Validate(made.Token)).IsValid);
    }

    [Fact]
    public async Task A_token_never_outlives_its_key_nor_has_more_role()
    {
        CreatedApiKey made = await cluster.Client.CreateApiKeyAsync(new CreateApiKeyRequest("ada", Role.User, ExpiresInDays: 1), cancel);
        cluster.Clock.Advance(TimeSpan.FromDays(1) - TimeSpan.FromMinutes(2));
        Assert.True((await Token(made.Info, new GenerateTokenRequest())).ExpiresAt <= made.Info.ExpiresAt);
        RefusalException refusal = await Assert.ThrowsAsync<RefusalException>(() => Token(made.Info, new GenerateTokenRequest(Role.Admin)));
        Assert.Equal(RefusalKind.Forbidden, refusal.Refusal.Kind);
    }

    [Fact]
    public async Task A_token_makes_no_token_and_neither_does_nobody()
    {
        ApiKeyInfo key = await Key(Role.User);
        GeneratedToken made = await Token(key, new GenerateTokenRequest());
        foreach (Caller caller in (Caller[])[Caller.Of(key.Username, key.KeyId, Role.User, made.TokenId), new Caller("a program", Role.Admin)])
        {
            CallerContext.Set(caller);
            await Assert.ThrowsAsync<RefusalException>(() => cluster.Client.GenerateTokenAsync(new GenerateTokenRequest(), cancel));
        }
    }

    [Fact]
    public async Task A_token_is_revoked_by_whose_it_is_and_by_administrators()
    {
        ApiKeyInfo key = await Key(Role.User);
        GeneratedToken first = await Token(key, new GenerateTokenRequest()), second = await Token(key, new GenerateTokenRequest());
        CallerContext.Set(Caller.Of("eve", "ntk_00000000", Role.User));
        await Assert.ThrowsAsync<RefusalException>(() => cluster.Client.RevokeTokenAsync(new RevokeTokenRequest(first.TokenId), cancel));
        CallerContext.Set(Caller.Of(key.Username, key.KeyId, Role.User));
        RevokedToken revoked = await cluster.Client.RevokeTokenAsync(new RevokeTokenRequest(first.TokenId), cancel);
        Assert.Equal(revoked, await cluster.Client.RevokeTokenAsync(new RevokeTokenRequest(first.TokenId), cancel));
        CallerContext.Set(Caller.Of("root", "ntk_11111111", Role.Admin));
        await cluster.Client.RevokeTokenAsync(new RevokeTokenRequest(second.TokenId), cancel);
        Assert.Equal((false, false), ((await Validate(first.Token)).IsValid, (await Validate(second.Token)).IsValid));
        await Assert.ThrowsAsync<InvalidInputException>(() => cluster.Client.RevokeTokenAsync(new RevokeTokenRequest("nonsense"), cancel));
    }

    [Fact]
    public async Task Only_tokens_that_were_made_and_still_work_are_kept_as_revoked()
    {
        ApiKeyInfo key = await Key(Role.ReadOnly);
        GeneratedToken made = await Token(key, new GenerateTokenRequest(Minutes: 1));
        int before = (await cluster.Client.InitAuthAsync(new InitAuthRequest(), cancel)).RevokedTokens;
        string changed = $"{made.TokenId[..^1]}{(made.TokenId[^1] == '0' ? '1' : '0')}";
        foreach (string invented in (string[])[$"{key.KeyId}-0123456789abcdef", $"{key.KeyId}-{new string('0', 40)}", $"{key.KeyId}-{new string('ü', 40)}", changed])
        {
            CallerContext.Set(Caller.Of(key.Username, key.KeyId, Role.ReadOnly));
            RefusalException refused = await Assert.ThrowsAsync<RefusalException>(() => cluster.Client.RevokeTokenAsync(new RevokeTokenRequest(invented), cancel));
            Assert.Equal((RefusalKind.Forbidden, "tokenId"), (refused.Refusal.Kind, refused.Refusal.Field));
        }
        DateTimeOffset now = cluster.Clock.GetUtcNow();
        cluster.Clock.AdjustTime(now.AddMinutes(2));
        try
        {
            await cluster.Client.RevokeTokenAsync(new RevokeTokenRequest(made.TokenId), cancel);
        }
        finally
        {
            cluster.Clock.AdjustTime(now);
        }
        CallerContext.Clear();
        Assert.Equal(before, (await cluster.Client.InitAuthAsync(new InitAuthRequest(), cancel)).RevokedTokens);
    }

    [Fact]
    public async Task What_was_changed_or_signed_otherwise_is_no_token()
    {
        GeneratedToken made = await Token(await Key(Role.ReadOnly), new GenerateTokenRequest());
        string[] parts = made.Token.Split('.');
        JsonNode head = Part(made.Token, 0), body = Part(made.Token, 1);
        string admin = Encode(With(body, "role", "Admin")), unsigned = Encode(With(head, "alg", "none"));
        byte[] guess = new byte[32];
        string[] forged =
        [
            $"{unsigned}.{parts[1]}.", $"{unsigned}.{admin}.{parts[2]}", $"{parts[0]}.{admin}.{parts[2]}", $"{Encode(With(head, "alg", "HS512"))}.{parts[1]}.{parts[2]}",
            $"{Encode(With(head, "typ", "JWT"))}.{parts[1]}.{parts[2]}", $"{Encode(With(head, "kid", "0000"))}.{parts[1]}.{parts[2]}",
            Signed($"{parts[0]}.{admin}", guess), $"{parts[0]}.{parts[1]}.{parts[2][..^2]}AA", $"{made.Token}.", $"{parts[0]}.{parts[1]}", "..", "a.b.c",
            $"{parts[0]}.{Encode(With(body, "sub", new string('x', 10_000)))}.{parts[2]}",
        ];
        foreach (string text in forged)
        {
            Assert.False((await Validate(text)).IsValid, text);
            Assert.Null(await Exchange(text));
        }
        Assert.True((await Validate(made.Token)).IsValid);
    }

    [Fact]
    public async Task A_session_is_no_token_and_ends_with_its_key()
    {
        CreatedApiKey key = await cluster.Client.CreateApiKeyAsync(new CreateApiKeyRequest("ada"), cancel);
        OpenedSession session = (await cluster.Grains.GetGrain<IIdentityGrain>(0).OpenSession(new Credential(key.Key), cancel))!;
        Assert.False((await Validate(session.Secret)).IsValid);
        Assert.Equal("ada", (await Exchange(session.Secret))!.Username);
        cluster.Clock.Advance(TimeSpan.FromHours(11.9));
        Assert.NotNull(await Exchange(session.Secret));
        await cluster.Client.RevokeApiKeyAsync(new RevokeApiKeyRequest(key.Info.KeyId), cancel);
        Assert.Null(await Exchange(session.Secret));
    }

    [Fact]
    public async Task A_new_signing_key_leaves_the_tokens_of_the_old_one_working()
    {
        GeneratedToken before = await Token(await Key(Role.User), new GenerateTokenRequest());
        AuthState state = await cluster.Client.InitAuthAsync(new InitAuthRequest(Rotate: true), cancel);
        Assert.True(state.HasMadeKey);
        Assert.Null(state.SigningKeys[0].GoneAt);
        Assert.All(state.SigningKeys.Skip(1), key => Assert.NotNull(key.GoneAt));
        Assert.False((await cluster.Client.InitAuthAsync(new InitAuthRequest(), cancel)).HasMadeKey);
        GeneratedToken after = await Token(await Key(Role.User), new GenerateTokenRequest());
        Assert.NotEqual((string?)Part(before.Token, 0)["kid"], (string?)Part(after.Token, 0)["kid"]);
        Assert.True((await Validate(before.Token)).IsValid);
        Assert.True((await Validate(after.Token)).IsValid);
    }

    [Fact]
    public void What_holds_a_secret_does_not_show_it_in_words()
    {
        string secret = new('s', 60);
        ApiKeyInfo info = new("ntk_00000000", "ada", Role.User, DateTime.UnixEpoch, null, null, true);
        IdentityGrant grant = new(secret, "ada", Role.User, null, null, null, DateTime.UnixEpoch);
        object[] holders =
        [
            new Credential(secret), new ValidateApiKeyRequest(secret), new ValidateTokenRequest(secret), new GeneratedToken(secret, "id", Role.User, DateTime.UnixEpoch),
            new CreatedApiKey(secret, info), new SignedToken(secret, "id", DateTime.UnixEpoch), grant, new OpenedSession(secret, grant, DateTime.UnixEpoch),
        ];
        Assert.All(holders, holder => Assert.DoesNotContain(secret, holder.ToString(), StringComparison.Ordinal));
    }

    private async Task<ApiKeyInfo> Key(Role role) => (await cluster.Client.CreateApiKeyAsync(new CreateApiKeyRequest("ada", role), cancel)).Info;

    private async Task<GeneratedToken> Token(ApiKeyInfo key, GenerateTokenRequest request)
    {
        CallerContext.Set(Caller.Of(key.Username, key.KeyId, key.Role));
        return await cluster.Client.GenerateTokenAsync(request, cancel);
    }

    private Task<TokenValidity> Validate(string token) => cluster.Client.ValidateTokenAsync(new ValidateTokenRequest(token), cancel);

    private Task<IdentityGrant?> Exchange(string secret) => cluster.Grains.GetGrain<IIdentityGrain>(0).Exchange(new Credential(secret), cancel);

    private static JsonNode Part(string token, int at) => JsonNode.Parse(Base64Url.DecodeFromChars(token.Split('.')[at]))!;

    private static JsonNode With(JsonNode part, string member, string value)
    {
        JsonNode changed = part.DeepClone();
        changed[member] = value;
        return changed;
    }

    private static string Encode(JsonNode part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));

    private static string Signed(string body, byte[] key) => $"{body}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(body)))}";
}
