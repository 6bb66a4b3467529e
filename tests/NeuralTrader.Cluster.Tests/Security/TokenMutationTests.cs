using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using NeuralTrader.Abstractions.Security;

namespace NeuralTrader.Cluster.Tests.Security;

/// <summary>Good tokens, spoilt in every way their form allows: none is taken, and none makes the reader throw.</summary>
public sealed class TokenMutationTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_flipped_bit_of_the_signature_is_seen_and_so_is_every_other_way_to_write_it()
    {
        (string token, string[] parts) = await Made();
        byte[] signature = Base64Url.DecodeFromChars(parts[2]);
        for (int bit = 0; bit < signature.Length * 8; bit++)
        {
            byte[] other = [.. signature];
            other[bit / 8] ^= (byte)(1 << (bit % 8));
            await Refused($"{parts[0]}.{parts[1]}.{Base64Url.EncodeToString(other)}");
        }
        foreach (int part in (int[])[0, 1, 2]) // the last letter has bits that no octet takes
            foreach (char last in Alphabet.Where(letter => letter != parts[part][^1])) await Refused(With(parts, part, parts[part][..^1] + last));
        foreach (int part in (int[])[0, 1, 2])
            foreach (string end in (string[])["=", "==", "A", " ", "\n", "%3D", "\0", "+", "/", "é"]) await Refused(With(parts, part, parts[part] + end));
        string padded = parts[2].Replace('-', '+').Replace('_', '/');
        if (padded != parts[2]) await Refused(With(parts, 2, padded));
        Assert.True(await IsTaken(token));
    }

    [Fact]
    public async Task No_head_makes_a_token_of_what_was_not_signed()
    {
        (_, string[] parts) = await Made();
        JsonObject head = Part(parts[0]);
        string admin = Encode(Changed(Part(parts[1]), "role", "\"Admin\""));
        foreach (string algorithm in (string[])["none", "None", "NONE", "nOnE", "", "HS384", "HS512", "RS256", "ES256", "PS256", "EdDSA", "dir", "A256KW", "hs256", "HS256 "])
        {
            string other = Encode(Changed(head, "alg", $"\"{algorithm}\""));
            foreach (string body in (string[])[parts[1], admin])
                foreach (string signature in (string[])["", parts[2], Hmac($"{other}.{body}", []), Hmac($"{other}.{body}", new byte[32]), Hmac($"{other}.{body}", Encoding.UTF8.GetBytes((string)head["kid"]!))])
                    await Refused($"{other}.{body}.{signature}");
        }
        foreach ((string member, string value) in ((string, string)[])
            [("kid", "null"), ("kid", "\"\""), ("kid", "\"../../dev/null\""), ("kid", "7"), ("kid", "[]"), ("typ", "\"JWT\""), ("typ", "null"), ("typ", "\"AT+JWT \""), ("cty", "\"JWT\""), ("alg", "null"), ("alg", "{}"), ("enc", "\"A256GCM\""),
             ("jwk", """{"kty":"oct","k":"AAAA"}"""), ("jku", "\"http://127.0.0.1:9/\""), ("x5u", "\"http://127.0.0.1:9/\""), ("x5c", "[\"AAAA\"]"), ("crit", "[\"b64\"]"), ("b64", "false"), ("zip", "\"DEF\"")])
        {
            string other = Encode(Changed(head, member, value));
            foreach (string signature in (string[])[parts[2], "", Hmac($"{other}.{admin}", new byte[32])]) await Refused($"{other}.{admin}.{signature}");
            await Refused($"{other}.{parts[1]}.{parts[2]}");
        }
        foreach (string text in (string[])["""{"alg":"HS256","alg":"none"}""", """{"alg":"none","alg":"HS256","typ":"at+jwt"}""", "[]", "null", "7", "", "{", "\"HS256\"", "{\"alg\":\"\\ud800\"}", new string('[', 500), "\uFEFF{}"])
            foreach (string signature in (string[])[parts[2], ""]) await Refused($"{Encode(text)}.{parts[1]}.{signature}");
    }

    [Fact]
    public async Task No_claims_but_the_signed_ones_are_believed()
    {
        (_, string[] parts) = await Made();
        string body = Part(parts[1]).ToJsonString();
        string[] others =
        [
            body.Replace("{", "{\"role\":\"Admin\",", StringComparison.Ordinal), body[..^1] + ",\"role\":\"Admin\"}", body + " ", " " + body, body + body, "{}", "[]", "null", "", "7", "{", new string('[', 500),
            Changed(Part(parts[1]), "exp", "9999999999").ToJsonString(), Changed(Part(parts[1]), "exp", "1e300").ToJsonString(), Changed(Part(parts[1]), "exp", "-1").ToJsonString(), Changed(Part(parts[1]), "exp", "\"x\"").ToJsonString(),
            Changed(Part(parts[1]), "sub", "null").ToJsonString(), Changed(Part(parts[1]), "aud", "[\"neuraltrader-api\",7]").ToJsonString(), Changed(Part(parts[1]), "jti", "{}").ToJsonString(), "{\"sub\":\"\\ud800\"}",
        ];
        foreach (string other in others)
            foreach (string signature in (string[])[parts[2], "", Hmac($"{parts[0]}.{Encode(other)}", new byte[32])]) await Refused($"{parts[0]}.{Encode(other)}.{signature}");
    }

    [Theory, InlineData(1), InlineData(2)]
    public async Task No_accident_makes_another_token(int seed)
    {
        (string token, _) = await Made();
        Random random = new(seed);
        string[] pieces = [".", "..", "=", "eyJ", "eyJhbGciOiJub25lIn0", "null", " ", "\t", "\0", "é", "\ud800", "😀", "-", "_", "+", "/", "Bearer ", token, new string('A', 300), new string('.', 300)];
        for (int i = 0; i < 500; i++)
        {
            string text = token;
            for (int changes = random.Next(1, 4); changes > 0; changes--)
            {
                int at = random.Next(text.Length + 1), length = Math.Min(random.Next(4), text.Length - at);
                text = text[..at] + (random.Next(3) == 0 ? "" : pieces[random.Next(pieces.Length)]) + text[(at + length)..];
                if (text.Length == 0) text = ".";
            }
            if (text != token) await Refused(text);
        }
    }

    private async Task<(string Token, string[] Parts)> Made()
    {
        CreatedApiKey key = await cluster.Client.CreateApiKeyAsync(new CreateApiKeyRequest("ada"), cancel);
        CallerContext.Set(Caller.Of(key.Info.Username, key.Info.KeyId, key.Info.Role));
        string token = (await cluster.Client.GenerateTokenAsync(new GenerateTokenRequest(), cancel)).Token;
        Assert.True(await IsTaken(token));
        return (token, token.Split('.'));
    }

    private async Task<bool> IsTaken(string text) => await cluster.Grains.GetGrain<IIdentityGrain>(0).Exchange(new Credential(text), cancel) is not null;

    private async Task Refused(string text) => Assert.False(await IsTaken(text), text);

    private static string With(string[] parts, int at, string part) => string.Join('.', parts.Select((one, i) => i == at ? part : one));

    private static JsonObject Part(string part) => JsonNode.Parse(Base64Url.DecodeFromChars(part))!.AsObject();

    private static JsonObject Changed(JsonObject part, string member, string value)
    {
        part = part.DeepClone().AsObject();
        part[member] = JsonNode.Parse(value);
        return part;
    }

    private static string Encode(JsonObject part) => Encode(part.ToJsonString());

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static string Hmac(string body, byte[] key) => Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(body)));
}
