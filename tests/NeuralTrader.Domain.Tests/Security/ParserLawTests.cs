using System.Net;
using FsCheck;
using FsCheck.Fluent;
using NeuralTrader.Domain.Security;
using NeuralTrader.Domain.Security.Addresses;

namespace NeuralTrader.Domain.Tests.Security;

/// <summary>Keys and addresses as nobody would write them.</summary>
public sealed class ParserLawTests
{
    private static readonly string[] Pieces =
    [
        "ntk_", "ntk", "_", "0", "z", "A", "-", " ", "\0", "é", "\ud800", "😀", ".", ":", "::", "/", "%", "[", "]", "ffff:", "203.0.113.7", "255", "256", "00", "0x7f", "1e1", "2001:db8", "/24", "/0", "/128", "/129", "/-1", "/+8", "99999999999999999999",
    ];

    private static readonly Arbitrary<string> Texts = Gen.OneOf(Gen.Elements(Pieces).ListOf().Select(string.Concat), ArbMap.Default.GeneratorFor<string>().Select(text => text ?? "")).ToArbitrary();

    [Fact]
    public void Of_a_text_that_is_no_key_the_rule_and_a_place_in_it_are_told() => Prop.ForAll(Texts, text =>
    {
        (ApiKeyRule rule, int? position) = ApiKeyFormat.Check(text);
        return (rule == ApiKeyRule.None) == (ApiKeyFormat.KeyId(text) is not null) && (position is null || (position >= 0 && position <= text.Length)) && (!ApiKeyFormat.IsKeyId(text) || text.Length == 12);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void A_range_that_is_read_is_read_again_as_it_is_written() => Prop.ForAll(Texts, text =>
        !AddressRange.TryParse(text, out AddressRange range) || (AddressRange.Parse(range.ToString(), "ip") == range && range.Length is >= 0 and <= 128 && range.Contains(range)))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    [Fact]
    public void Every_address_is_a_range_of_itself() => Prop.ForAll(Gen.Choose(0, 255).Select(octet => (byte)octet).ArrayOf(16).ToArbitrary(), octets =>
    {
        IPAddress six = new(octets), four = new(octets[..4]);
        return AddressRange.Parse(six.ToString(), "ip") == AddressRange.Of(six) && AddressRange.Parse(four.ToString(), "ip") == AddressRange.Of(four) && AddressRange.Of(four.MapToIPv6()) == AddressRange.Of(four);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Theory, InlineData("ntk_"), InlineData("0"), InlineData("-"), InlineData("203.0.113.7/"), InlineData("::")]
    public void A_text_eight_times_as_long_takes_about_eight_times_as_long(string part)
    {
        string small = Repeated(part, 200_000), large = Repeated(part, 1_600_000);
        double ratio = Growth.Ratio(() => Check(small), () => Check(large), 30); // a quadratic reader has 64
        Assert.True(ratio <= 30, $"{ratio:0}");
    }

    private static void Check(string text)
    {
        ApiKeyFormat.Check(text);
        Assert.False(AddressRange.TryParse(text, out _));
    }

    private static string Repeated(string part, int length) => "ntk_" + string.Concat(Enumerable.Repeat(part, length / part.Length));
}
