using System.Net;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Security.Addresses;
using static NeuralTrader.Cluster.Tests.Security.ProtectedApi;

namespace NeuralTrader.Cluster.Tests.Security;

public sealed class AddressGateTests(ProtectedApi api) : IClassFixture<ProtectedApi>
{
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_blocked_address_is_sent_away_before_its_key_is_looked_at_until_it_is_unblocked()
    {
        using HttpClient owner = await api.Caller("203.0.113.10", "owner"), neighbour = await api.Caller("203.0.114.1", "owner");
        Assert.Equal(200, await Status(owner));
        AddressBlock block = await api.Client.BlockIpAsync(new BlockIpRequest("203.0.113.0/24", "a scan", 5), cancel);
        Assert.Equal(api.Cluster.Clock.GetUtcNow().UtcDateTime.AddMinutes(5), block.Until);
        await Until(owner, 403);
        using HttpResponseMessage refused = await Ping(owner);
        Assert.Equal("/problems/address-blocked", await Problem(refused));
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 299, 301);
        Assert.Equal(200, await Status(neighbour));
        Assert.Contains(block, (await api.Client.GetBlockedIpsAsync(new GetBlockedIpsRequest(), cancel)).Blocked);
        Assert.Equal(new AddressVerdict(false, $"203.0.113.0/24 is blocked until {Require.Iso(block.Until!.Value)}: a scan", block),
            await api.Client.CheckIpAllowedAsync(new CheckIpAllowedRequest("203.0.113.10"), cancel));
        Assert.True((await api.Client.UnblockIpAsync(new UnblockIpRequest("203.0.113.0/24"), cancel)).WasListed);
        Assert.False((await api.Client.UnblockIpAsync(new UnblockIpRequest("203.0.113.0/24"), cancel)).WasListed);
        await Until(owner, 200);
    }

    [Fact]
    public async Task A_block_ends_by_itself_and_the_blacklist_does_not()
    {
        using HttpClient timed = await api.Caller("203.0.115.1", "owner"), listed = await api.Caller("2001:db8:7::1", "owner");
        await api.Client.BlockIpAsync(new BlockIpRequest("203.0.115.1", "a scan", 1), cancel);
        await api.Client.AddIpToBlacklistAsync(new AddIpToBlacklistRequest("2001:db8:7::/48", "spam"), cancel);
        await Until(timed, 403);
        await Until(listed, 403);
        api.Cluster.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(200, await Status(timed));
        Assert.Equal(403, await Status(listed));
        Assert.False((await api.Client.UnblockIpAsync(new UnblockIpRequest("2001:db8:7::/48"), cancel)).WasListed);
        Assert.True((await api.Client.RemoveIpFromBlacklistAsync(new RemoveIpFromBlacklistRequest("2001:db8:7::/48"), cancel)).WasListed);
        await Until(listed, 200);
        Assert.True((await api.Client.CleanupRateLimiterAsync(new CleanupRateLimiterRequest(), cancel)).Blocks >= 0);
    }

    [Fact]
    public async Task More_than_a_thousand_requests_in_a_minute_have_an_address_blocked_for_an_hour_and_its_neighbours_not()
    {
        using HttpClient flood = await api.Caller("2001:db8:9:1::1"), neighbour = await api.Caller("2001:db8:9:2::1");
        for (int i = 0; i < 13; i++) await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Status(flood)));
        await Until(flood, 403);
        AddressBlock block = (await api.Client.GetBlockedIpsAsync(new GetBlockedIpsRequest(), cancel)).Blocked.Single(one => one.Range == "2001:db8:9:1::/64");
        Assert.Equal(("the guard", TimeSpan.FromHours(1)), (block.By, block.Until - block.Since));
        Assert.Equal(401, await Status(neighbour));
    }

    [Fact]
    public async Task The_function_counts_and_blocks_as_the_guard_does()
    {
        DdosCheck check = await api.Client.CheckDdosProtectionAsync(new CheckDdosProtectionRequest("203.0.116.1", 1_000), cancel);
        Assert.Equal((true, 1_000, 1_000), (check.IsAllowed, check.RequestsInMinute, check.Limit));
        check = await api.Client.CheckDdosProtectionAsync(new CheckDdosProtectionRequest("203.0.116.1"), cancel);
        Assert.Equal((false, 1_001, api.Cluster.Clock.GetUtcNow().UtcDateTime.AddHours(1)), (check.IsAllowed, check.RequestsInMinute, check.BlockedUntil));
        await api.Client.UnblockIpAsync(new UnblockIpRequest("203.0.116.1"), cancel);
        Assert.True((await api.Client.CheckDdosProtectionAsync(new CheckDdosProtectionRequest("203.0.116.1", 0), cancel)).IsAllowed);
        Assert.True((await api.Client.CheckDdosProtectionAsync(new CheckDdosProtectionRequest("127.0.0.1", 5_000), cancel)).IsAllowed);
    }

    [Theory]
    [InlineData("127.0.0.1"), InlineData("::1"), InlineData("0.0.0.0/0"), InlineData("::/0"), InlineData("11.0.0.0/7"), InlineData("host"), InlineData("203.0.113.7/24")]
    public async Task What_would_lock_everybody_out_or_is_no_address_is_not_blocked(string range) => Assert.Equal(
        "ip", (await Assert.ThrowsAsync<InvalidInputException>(() => api.Client.BlockIpAsync(new BlockIpRequest(range, "a reason"), cancel))).Field);

    [Fact]
    public async Task A_strangers_word_on_his_address_is_not_believed()
    {
        Uri direct = await api.Start(("NeuralTrader:Api:TrustedProxies", ""));
        using HttpClient caller = await api.Caller("203.0.117.1", "owner", direct), proxied = await api.Caller("203.0.117.1", "owner");
        await api.Client.BlockIpAsync(new BlockIpRequest("203.0.117.1", "a scan"), cancel);
        await Until(proxied, 403);
        Assert.Equal(200, await Status(caller)); // it is 127.0.0.1, whatever it says
        using HttpClient behindTwo = await api.Caller("198.51.100.9, 203.0.117.1", "owner"); // the first is what the blocked one made up
        Assert.Equal(403, await Status(behindTwo));
    }
}
