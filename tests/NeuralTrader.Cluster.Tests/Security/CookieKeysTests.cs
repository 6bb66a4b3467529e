using NeuralTrader.Abstractions.Security;
using NeuralTrader.Grains.Security;

namespace NeuralTrader.Cluster.Tests.Security;

public sealed class CookieKeysTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private const string Times = "<creationDate>2026-01-05T09:00:00Z</creationDate><activationDate>2026-01-05T09:00:00Z</activationDate><expirationDate>2026-04-05T09:00:00Z</expirationDate>";
    private const string First = $"<key id=\"0a4e6c1e-55d6-4c43-9c9e-6a3f0a4a2f11\" version=\"1\">{Times}</key>", Second = $"<key id=\"1b5f7d2f-66e7-4d54-8dae-7b401b5b3022\" version=\"1\">{Times}</key>";

    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_interface_makes_the_first_key_and_the_others_wait_for_it()
    {
        ICookieKeysGrain keys = cluster.Grains.GetGrain<ICookieKeysGrain>(1);
        Assert.Empty(await keys.Read(cancel)); // this one makes it
        Task<IReadOnlyList<string>> second = keys.Read(cancel), third = keys.Read(cancel);
        await keys.Add("a", First, cancel);
        await keys.Add("a", First, cancel); // a repeat
        Assert.Equal([First], await second);
        Assert.Equal([First], await third);
        await keys.Add("b", Second, cancel);
        Assert.Equal([First, Second], await keys.Read(cancel));
    }

    [Fact]
    public async Task When_the_maker_of_the_first_key_is_gone_the_next_one_makes_it()
    {
        ICookieKeysGrain keys = cluster.Grains.GetGrain<ICookieKeysGrain>(2);
        Assert.Empty(await keys.Read(cancel));
        Task<IReadOnlyList<string>> second = keys.Read(cancel);
        while (!second.IsCompleted)
        {
            cluster.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20, cancel);
        }
        Assert.Empty(await second);
    }

    [Fact]
    public void A_sealed_secret_opens_under_its_name_and_pepper_alone()
    {
        byte[] made = new SecretSeal(new byte[32]).Seal("secret", "one");
        Assert.DoesNotContain("secret", System.Text.Encoding.UTF8.GetString(made), StringComparison.Ordinal);
        Assert.Equal("secret", new SecretSeal(new byte[32]).Open(made, "one"));
        Assert.Null(new SecretSeal(new byte[32]).Open(made, "two"));
        Assert.Null(new SecretSeal([1, .. new byte[31]]).Open(made, "one"));
        Assert.Null(new SecretSeal(new byte[32]).Open([.. made[..^1], (byte)(made[^1] ^ 1)], "one"));
        Assert.Null(new SecretSeal(new byte[32]).Open(made.AsSpan(0, 20), "one"));
        Assert.NotEqual(made, new SecretSeal(new byte[32]).Seal("secret", "one"));
    }
}
