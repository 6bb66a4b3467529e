using NeuralTrader.Domain.Security;

namespace NeuralTrader.Domain.Tests.Security;

public sealed class ApiKeyFormatTests
{
    private static readonly byte[] Random = [.. Enumerable.Range(1, ApiKeyFormat.RandomBytes).Select(i => (byte)(i * 37))];

    [Fact]
    public void A_key_names_itself_by_its_head()
    {
        string key = ApiKeyFormat.Make(Random);
        Assert.Equal(ApiKeyFormat.Length, key.Length);
        Assert.Matches(@"\Antk_[0-9A-Za-z]{57}\z", key);
        Assert.Equal(key[..12], ApiKeyFormat.KeyId(key));
        Assert.True(ApiKeyFormat.IsKeyId(key[..12]));
    }

    [Theory, InlineData(0x00), InlineData(0xFF)]
    public void The_smallest_and_the_largest_secret_fit(byte filler)
    {
        byte[] random = new byte[ApiKeyFormat.RandomBytes];
        Array.Fill(random, filler);
        Assert.NotNull(ApiKeyFormat.KeyId(ApiKeyFormat.Make(random)));
    }

    [Fact]
    public void Every_single_typing_error_and_every_swap_of_neighbours_is_caught()
    {
        string key = ApiKeyFormat.Make(Random);
        for (int i = 4; i < key.Length; i++)
        {
            foreach (char other in "0OoIl1AzZ9") if (other != key[i]) Assert.Null(ApiKeyFormat.KeyId(key[..i] + other + key[(i + 1)..]));
            if (i + 1 < key.Length && key[i] != key[i + 1]) Assert.Null(ApiKeyFormat.KeyId(key[..i] + key[i + 1] + key[i] + key[(i + 2)..]));
        }
    }

    [Fact]
    public void What_is_no_key_is_none()
    {
        string key = ApiKeyFormat.Make(Random);
        Assert.All(
            (string?[])[null, "", "ntk_", key[..^1], key + "0", " " + key[1..], key.ToUpperInvariant(), "NTK_" + key[4..], key[..20] + "-" + key[21..], new string('é', 61)],
            text => Assert.Null(ApiKeyFormat.KeyId(text)));
    }

    [Fact]
    public void What_is_no_key_says_which_rule_it_breaks_and_where()
    {
        string key = ApiKeyFormat.Make(Random);
        Assert.Equal((ApiKeyRule.None, null), ApiKeyFormat.Check(key));
        Assert.Equal((ApiKeyRule.Empty, null), ApiKeyFormat.Check(null));
        Assert.Equal((ApiKeyRule.Mark, 0), ApiKeyFormat.Check("Bearer " + key));
        Assert.Equal((ApiKeyRule.Letter, 61), ApiKeyFormat.Check(key + "\n"));
        Assert.Equal((ApiKeyRule.Length, 60), ApiKeyFormat.Check(key[..^1]));
        Assert.Equal((ApiKeyRule.Length, 61), ApiKeyFormat.Check(key + "0"));
        Assert.Equal((ApiKeyRule.Checksum, 55), ApiKeyFormat.Check(key[..30] + (key[30] == 'a' ? 'b' : 'a') + key[31..]));
    }

    [Fact]
    public void One_random_bit_makes_another_key()
    {
        string key = ApiKeyFormat.Make(Random);
        for (int i = 8; i < Random.Length; i++) // the first eight spell the name, modulo 62^8
        {
            byte[] other = [.. Random];
            other[i] ^= 1;
            Assert.NotEqual(key, ApiKeyFormat.Make(other));
        }
    }
}
