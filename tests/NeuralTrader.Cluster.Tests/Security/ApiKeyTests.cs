using System.Reflection;
using System.Reflection.Emit;
using NeuralTrader.Abstractions;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Client;
using NeuralTrader.Domain;

namespace NeuralTrader.Cluster.Tests.Security;

public sealed class ApiKeyTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_works_and_tells_whose_it_is()
    {
        CreatedApiKey made = await Create(new CreateApiKeyRequest(" ada ", Role.User));
        ApiKeyValidity validity = await Validate(made.Key);
        Assert.True(validity.IsValid);
        ApiKeyInfo used = made.Info with { LastUsedAt = cluster.Clock.GetUtcNow().UtcDateTime };
        Assert.Equal(used, validity.Info);
        Assert.Equal(("ada", Role.User, made.Key[..12]), (made.Info.Username, made.Info.Role, made.Info.KeyId));
        Assert.Contains(used, (await cluster.Client.ListApiKeysAsync(new ListApiKeysRequest(), cancel)).Keys);
    }

    [Fact]
    public async Task Another_key_with_the_same_head_does_not_work_and_learns_nothing()
    {
        CreatedApiKey made = await Create(new CreateApiKeyRequest("ada"));
        byte[] random = new byte[40];
        Assert.Equal(new ApiKeyValidity(false, null), await cluster.Grains.GetGrain<IApiKeyGrain>(made.Info.KeyId).Validate(random[..32], cancel));
        Assert.Equal(new ApiKeyValidity(false, null), await Validate(Domain.Security.ApiKeyFormat.Make(random)));
        Assert.Equal(new ApiKeyValidity(false, null), await Validate(made.Key[..^1] + (made.Key[^1] == 'x' ? 'y' : 'x')));
        Assert.Equal(new ApiKeyValidity(false, null), await Validate("not a key"));
    }

    [Fact]
    public async Task A_key_stops_at_its_expiry()
    {
        CreatedApiKey made = await Create(new CreateApiKeyRequest("ada", ExpiresInDays: 2));
        Assert.Equal(cluster.Clock.GetUtcNow().UtcDateTime.AddDays(2), made.Info.ExpiresAt);
        cluster.Clock.Advance(TimeSpan.FromDays(2) - TimeSpan.FromTicks(1));
        Assert.True((await Validate(made.Key)).IsValid);
        cluster.Clock.Advance(TimeSpan.FromTicks(1));
        ApiKeyValidity after = await Validate(made.Key);
        Assert.False(after.IsValid);
        Assert.False(after.Info!.IsValid);
    }

    [Fact]
    public async Task A_key_is_replaced_and_both_work_until_the_overlap_is_over()
    {
        CreatedApiKey old = await Create(new CreateApiKeyRequest("ada", Role.ReadOnly, ExpiresInDays: 30, RateLimit: 7));
        CreatedApiKey next = await cluster.Client.RotateApiKeyAsync(new RotateApiKeyRequest(old.Info.KeyId, OverlapMinutes: 10), cancel);
        Assert.Equal(("ada", Role.ReadOnly, old.Info.ExpiresAt, 7), (next.Info.Username, next.Info.Role, next.Info.ExpiresAt, next.Info.RateLimit));
        cluster.Clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromTicks(1));
        Assert.Equal((true, next.Info.KeyId), ((await Validate(old.Key)).IsValid, (await Validate(old.Key)).Info!.ReplacedBy));
        cluster.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal((false, true), ((await Validate(old.Key)).IsValid, (await Validate(next.Key)).IsValid));
        RefusalException refusal = await Assert.ThrowsAsync<RefusalException>(() => cluster.Client.RotateApiKeyAsync(new RotateApiKeyRequest(old.Info.KeyId), cancel));
        Assert.Equal(RefusalKind.ApiKeyEnded, refusal.Refusal.Kind);
    }

    [Theory] // how long a wrong key takes must not tell how much of it is right: keyed hashes are compared, all 32 bytes of them whatever they are
    [InlineData("ApiKeyGrain", "Validate"), InlineData("IdentitySigner", "Open")]
    public void Hashes_are_compared_in_constant_time(string type, string method)
    {
        MethodInfo compares = typeof(Grains.Security.KeyServices).Assembly.GetType($"NeuralTrader.Grains.Security.{type}")!
            .GetMethod(method, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)!;
        byte[] code = compares.GetMethodBody()!.GetILAsByteArray()!;
        HashSet<string> called = [];
        for (int at = 0; at + 5 <= code.Length; at++)
        {
            if (code[at] != OpCodes.Call.Value) continue;
            try
            {
                called.Add(compares.Module.ResolveMethod(BitConverter.ToInt32(code, at + 1))!.Name);
            }
            catch (ArgumentException)
            {
                // it was a part of something else
            }
        }
        Assert.Contains(nameof(System.Security.Cryptography.CryptographicOperations.FixedTimeEquals), called);
        Assert.DoesNotContain("SequenceEqual", called);
    }

    [Fact]
    public async Task Every_ending_is_news_that_a_reader_hears_at_once()
    {
        CreatedApiKey made = await Create(new CreateApiKeyRequest("ada"));
        IKeyNewsGrain news = cluster.Grains.GetGrain<IKeyNewsGrain>(0);
        KeyNews before = await news.Hear(-1, TimeSpan.Zero, cancel);
        Task<KeyNews> next = news.Hear(before.Version, TimeSpan.FromSeconds(5), cancel);
        await cluster.Client.RevokeApiKeyAsync(new RevokeApiKeyRequest(made.Info.KeyId), cancel);
        Assert.Contains(made.Info.KeyId, (await next.WaitAsync(TimeSpan.FromSeconds(30), cancel)).Endings.Select(ending => ending.Id));
    }

    [Fact]
    public async Task A_key_has_the_usual_limit_unless_it_is_given_another()
    {
        Assert.Equal(100, (await Create(new CreateApiKeyRequest("ada"))).Info.RateLimit);
        Assert.Null((await Create(new CreateApiKeyRequest("ada", RateLimit: 0))).Info.RateLimit);
        await Assert.ThrowsAsync<InvalidInputException>(() => Create(new CreateApiKeyRequest("ada", RateLimit: 1_000_001)));
    }

    [Fact]
    public async Task A_revoked_key_stays_revoked_since_the_first_time()
    {
        CreatedApiKey made = await Create(new CreateApiKeyRequest("ada"));
        ApiKeyInfo revoked = await cluster.Client.RevokeApiKeyAsync(new RevokeApiKeyRequest(made.Info.KeyId), cancel);
        Assert.False(revoked.IsValid);
        cluster.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(revoked, await cluster.Client.RevokeApiKeyAsync(new RevokeApiKeyRequest(made.Info.KeyId), cancel));
        Assert.False((await Validate(made.Key)).IsValid);
        RefusalException refusal = await Assert.ThrowsAsync<RefusalException>(
            () => cluster.Client.RevokeApiKeyAsync(new RevokeApiKeyRequest("ntk_00000000"), cancel));
        Assert.Equal(RefusalKind.ApiKeyNotFound, refusal.Refusal.Kind);
    }

    [Fact]
    public async Task Only_an_empty_platform_gets_a_first_key()
    {
        await Create(new CreateApiKeyRequest("ada"));
        Assert.Null(await cluster.Grains.GetGrain<IApiKeyIndexGrain>(0).CreateFirst(cancel));
    }

    [Fact]
    public async Task Keys_made_at_once_are_all_listed()
    {
        CreatedApiKey[] made = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Create(new CreateApiKeyRequest($"user-{i}"))));
        IReadOnlyList<ApiKeyInfo> listed = (await cluster.Client.ListApiKeysAsync(new ListApiKeysRequest(), cancel)).Keys;
        Assert.Empty(made.Select(m => m.Info.KeyId).Except(listed.Select(l => l.KeyId)));
    }

    [Theory]
    [InlineData("", Role.User, null, "username")]
    [InlineData("a\nb", Role.User, null, "username")]
    [InlineData("a\u202Eb", Role.User, null, "username")]
    [InlineData("ada", (Role)0, null, "role")]
    [InlineData("ada", Role.User, 0, "expiresInDays")]
    [InlineData("ada", Role.User, 3651, "expiresInDays")]
    public async Task A_malformed_request_makes_no_key(string name, Role role, int? days, string field)
    {
        int before = (await cluster.Client.ListApiKeysAsync(new ListApiKeysRequest(), cancel)).Keys.Count;
        InvalidInputException refusal = await Assert.ThrowsAsync<InvalidInputException>(() => Create(new CreateApiKeyRequest(name, role, days)));
        Assert.Equal(field, refusal.Field);
        Assert.Equal(before, (await cluster.Client.ListApiKeysAsync(new ListApiKeysRequest(), cancel)).Keys.Count);
    }

    [Fact]
    public async Task A_failed_write_leaves_the_key_as_it_was()
    {
        CreatedApiKey made = await Create(new CreateApiKeyRequest("ada"));
        cluster.Storage.WritesFail = true;
        try
        {
            await Assert.ThrowsAsync<StorageUnavailableException>(() => cluster.Client.RevokeApiKeyAsync(new RevokeApiKeyRequest(made.Info.KeyId), cancel));
            Assert.True((await Validate(made.Key)).IsValid); // not revoked in memory alone
        }
        finally
        {
            cluster.Storage.WritesFail = false;
        }
        Assert.False((await cluster.Client.RevokeApiKeyAsync(new RevokeApiKeyRequest(made.Info.KeyId), cancel)).IsValid);
    }

    private Task<CreatedApiKey> Create(CreateApiKeyRequest request) => cluster.Client.CreateApiKeyAsync(request, cancel);

    private Task<ApiKeyValidity> Validate(string key) => cluster.Client.ValidateApiKeyAsync(new ValidateApiKeyRequest(key), cancel);
}
