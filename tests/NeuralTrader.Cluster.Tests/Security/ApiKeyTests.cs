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
        Assert.Equal(made.Info, validity.Info);
        Assert.Equal(("ada", Role.User, made.Key[..12]), (made.Info.Username, made.Info.Role, made.Info.KeyId));
        Assert.Contains(made.Info, (await cluster.Client.ListApiKeysAsync(new ListApiKeysRequest(), cancel)).Keys);
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
