using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NeuralTrader.Domain.Security;

namespace NeuralTrader.Domain.Tests.Security;

public sealed class SecretTextTests
{
    [Theory]
    [InlineData("apiKey"), InlineData("api_key"), InlineData("API-Key"), InlineData("x-api-key"), InlineData("APIKEY"), InlineData("ApiKey"), InlineData("apikey"), InlineData("my.api.key")]
    [InlineData("password"), InlineData("PASSWORD"), InlineData("dbPassword"), InlineData("db_password2"), InlineData("Authorization"), InlineData("proxy-authorization")]
    [InlineData("pin"), InlineData("PIN"), InlineData("cardPin"), InlineData("clientSecret"), InlineData("secret"), InlineData("access_token"), InlineData("refreshToken"), InlineData("Set-Cookie")]
    [InlineData("privateKey"), InlineData("SSLPrivateKey"), InlineData("sessionId"), InlineData("pepper"), InlineData("jwt"), InlineData("passphrase"), InlineData("pass phrase")]
    [InlineData("secrets"), InlineData("tokens"), InlineData("Passwords"), InlineData("apiKeys"), InlineData("API_KEYS"), InlineData("private-keys"), InlineData("pins"), InlineData("cookies"), InlineData("passphrases")]
    [InlineData("pass"), InlineData("dbPass"), InlineData("bearer"), InlineData("seedPhrase"), InlineData("x_auth"), InlineData("X-Auth-Token"), InlineData("mnemonic"), InlineData("otp"), InlineData("creds"), InlineData("jwts")]
    public void Names_of_secrets_are_known_in_any_style(string name) => Assert.True(SecretNames.IsSecret(name));

    [Theory]
    [InlineData("shipping"), InlineData("pinned"), InlineData("spin"), InlineData("opinion"), InlineData("keyboard"), InlineData("monkey"), InlineData("key"), InlineData("keyId"), InlineData("symbol")]
    [InlineData("compass"), InlineData("passenger"), InlineData("tokenizer"), InlineData("passRate"), InlineData("bypass"), InlineData("keys"), InlineData("symbols"), InlineData("authors"), InlineData("authState")]
    [InlineData("tokenCount"), InlineData("passwordLength"), InlineData("secretary"), InlineData("cookieConsentPolicy"), InlineData("tokenize"), InlineData("author"), InlineData("apiVersion"), InlineData("")]
    public void Words_that_only_look_like_them_are_not(string name) => Assert.False(SecretNames.IsSecret(name));

    [Theory]
    [InlineData("login with password=hunter2 failed", "login with password=(hidden) failed")]
    [InlineData("""{"user":"bob","apiKey":"abc\"def","n":1}""", """{"user":"bob","apiKey":"(hidden)","n":1}""")]
    [InlineData("""{"user":"bob","credentials":{"a":["x","}"]},"n":1}""", """{"user":"bob","credentials":(hidden),"n":1}""")]
    [InlineData("Authorization: Bearer abcdef.ghi-jkl; next", "Authorization: Bearer (hidden); next")]
    [InlineData("x_auth: Bearer abcdef.ghi-jkl, next", "x_auth: Bearer (hidden), next")]
    [InlineData("Cookies: a=1; b=2\nHost: x", "Cookies: (hidden)\nHost: x")]
    [InlineData("seedPhrase=abandon ability able; next", "seedPhrase=(hidden); next")]
    [InlineData("""{"tokens":["a","b"],"passengers":2}""", """{"tokens":(hidden),"passengers":2}""")]
    [InlineData("Cookie: a=1; b=2\nHost: x", "Cookie: (hidden)\nHost: x")]
    [InlineData("GET /x?api_key=abc123&y=2", "GET /x?api_key=(hidden)&y=2")]
    [InlineData("""said "{\"pin\":\"1234\",\"shipping\":\"5678\"}" to us""", """said "{\"pin\":\"(hidden)\",\"shipping\":\"5678\"}" to us""")]
    [InlineData("postgres://nt:geheim@db/x", "postgres://nt:(hidden)@db/x")]
    [InlineData("key ntk_AbCdEfGh0123456789012345678901 was used", "key ntk_AbCdEfGh(hidden) was used")]
    [InlineData("LoginRequest { User = bob, Pin = 1234 }", "LoginRequest { User = bob, Pin = (hidden) }")]
    public void What_stands_after_such_a_name_is_masked(string text, string shown)
    {
        Assert.Equal(shown, SecretText.Hide(text));
        Assert.Equal(shown, SecretText.Hide(shown));
    }

    [Theory, InlineData("shipping=free; pinned: yes"), InlineData("O'Reilly: 12:30:45, ratio = 3"), InlineData(""), InlineData("::::====")]
    public void Other_text_comes_back_as_the_same_object(string text) => Assert.Same(text, SecretText.Hide(text));

    [Fact]
    public void Nested_facts_are_masked_by_their_names()
    {
        IReadOnlyDictionary<string, string> shown = SecretDetails.Hide(new Dictionary<string, string>
        {
            ["Pin"] = "1234", ["shipping"] = "free", ["body"] = """{"order":{"token":"t","items":[{"password":null,"api-key":"k"}]},"note":"password=x"}""",
        });
        Assert.Equal(("(hidden)", "free"), (shown["Pin"], shown["shipping"]));
        Assert.Equal("""{"order":{"token":"(hidden)","items":[{"password":null,"api-key":"(hidden)"}]},"note":"password=(hidden)"}""", shown["body"]);
    }

    [Fact]
    public void No_text_breaks_it_and_masked_text_stays() => Prop.ForAll<string, string>((text, other) =>
    {
        string whole = $"{text}password={other}\" pin: {text}", shown = SecretText.Hide(whole);
        SecretDetails.Hide(whole);
        SecretNames.IsSecret(whole);
        return SecretText.Hide(shown) == shown;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_secret_between_quotes_never_shows() => Prop.ForAll<Guid, string, string>((secret, before, after) =>
    {
        string plain = string.Concat((before ?? "").Where(letter => letter is not ('"' or '\'' or '\\' or ':' or '=')));
        return !SecretText.Hide($"{plain} \"client_secret\": \"{secret}\"{after}").Contains(secret.ToString(), StringComparison.Ordinal);
    }).QuickCheckThrowOnFailure();

    [Theory, InlineData("password=\""), InlineData("\"pin\":{"), InlineData("a_"), InlineData("aB"), InlineData("bearer "), InlineData("://a:"), InlineData("token:["), InlineData("\\\"pin\\\":\\\""), InlineData("=")]
    public void Hostile_text_of_eight_times_the_length_takes_about_eight_times_the_time(string part)
    {
        string small = Repeat(part, 50_000), large = Repeat(part, 400_000);
        Assert.InRange(Growth.Ratio(() => Check(small), () => Check(large), 40), 0, 40); // 8 times the length; 64 times would be its square
    }

    private static void Check(string text)
    {
        SecretText.Hide(text);
        SecretNames.IsSecret(text);
    }

    private static string Repeat(string part, int length) => new StringBuilder().Insert(0, part, length / part.Length).ToString();
}
