using NeuralTrader.Cli.Connection;

namespace NeuralTrader.Cli.Tests;

public class LoginTests
{
    private const string Key = "ntk_secret_0123456789";
    private const string Pong = """{"silo":"s","time":"2026-01-01T00:00:00Z"}""";

    [Fact]
    public async Task A_login_is_kept_for_its_owner_alone_and_used_afterwards()
    {
        await using Fake fake = await Fake.Answering(Pong);
        using Nt nt = new() { Secret = Key };
        Ran login = await nt.Run(["login", "--url", fake.Url]);
        string file = SavedLogin.PathIn(nt.Config);
        Assert.Equal(0, login.Code);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(file)!));
        }
        Ran call = await nt.Run(["call", "ping"]);
        Assert.All(fake.Asked, asked => Assert.Equal($"Bearer {Key}", asked.Authorization));
        Assert.DoesNotContain(Key, login.Out + login.Error + call.Out + call.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_the_platform_refuses_is_not_kept()
    {
        await using Fake fake = await Fake.Answering("""{"title":"A key is needed","detail":"No valid key.","status":401}""", 401);
        using Nt nt = new() { Secret = Key };
        Ran login = await nt.Run(["login", "--url", fake.Url]);
        Assert.Equal(1, login.Code);
        Assert.False(File.Exists(SavedLogin.PathIn(nt.Config)));
        Assert.DoesNotContain(Key, login.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_saved_key_goes_to_its_own_address_and_nowhere_else()
    {
        await using Fake home = await Fake.Answering(Pong);
        await using Fake stranger = await Fake.Answering(Pong);
        using Nt nt = new() { Secret = Key };
        await nt.Run(["login", "--url", home.Url]);
        await nt.Run(["call", "ping", "--url", stranger.Url]);
        Assert.Equal("", Assert.Single(stranger.Asked).Authorization);
    }

    [Fact]
    public async Task Options_come_before_the_environment_and_that_before_the_saved_login()
    {
        await using Fake fake = await Fake.Answering(Pong);
        using Nt nt = new() { Secret = Key };
        await nt.Run(["login", "--url", fake.Url]);
        nt.Variables["NT_API_KEY"] = "ntk_environment";
        await nt.Run(["call", "ping"]);
        await nt.Run(["call", "ping", "--key", "ntk_option"]);
        Assert.Equal([$"Bearer {Key}", "Bearer ntk_environment", "Bearer ntk_option"], fake.Asked.Select(asked => asked.Authorization));
    }

    [Theory, InlineData("a b"), InlineData("a\nX: y"), InlineData(""), InlineData("ключ")]
    public async Task A_malformed_key_is_refused_without_being_shown(string key)
    {
        using Nt nt = new() { Secret = key };
        Ran ran = await nt.Run(["login"]);
        Assert.Equal(2, ran.Code);
        if (key.Length > 0) Assert.DoesNotContain(key, ran.Error, StringComparison.Ordinal);
    }
}
