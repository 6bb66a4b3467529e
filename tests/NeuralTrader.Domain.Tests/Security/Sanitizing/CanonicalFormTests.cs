using System.Globalization;
using NeuralTrader.Domain.Security.Sanitizing;

namespace NeuralTrader.Domain.Tests.Security.Sanitizing;

public sealed class CanonicalFormTests
{
    [Theory] // by hand from UAX #15, figures 3 to 6
    [InlineData("A\u030A", "\u00C5")]
    [InlineData("\u212B", "\u00C5")]
    [InlineData("\u1E0B\u0323", "\u1E0D\u0307")]
    [InlineData("q\u0307\u0323", "q\u0323\u0307")]
    [InlineData("\uFB01", "\uFB01")]
    [InlineData("\u0958", "\u0915\u093C")] // an exclusion: it is taken apart and not put together again
    [InlineData("\u1100\u1161\u11A8", "\uAC01")]
    [InlineData("\uAC00\u11A8", "\uAC01")]
    [InlineData("\u0344", "\u0308\u0301")]
    [InlineData("", "")]
    public void Letters_are_composed(string text, string expected) => Assert.Equal(expected, CanonicalForm.Compose(text));

    [Fact] // Unicode's own test, 19,000 lines, as Debian's unicode-data has it, unpacked
    public void The_conformance_test_of_unicode_is_passed()
    {
        string file = Data.TestTexts.Installed("usr/share/unicode/NormalizationTest.txt", "unicode-data, with NormalizationTest.txt unpacked,");
        int lines = 0;
        foreach (string line in File.ReadLines(file))
        {
            if (line.Length == 0 || line[0] is '#' or '@') continue;
            string[] columns = [.. line.Split(';').Take(5).Select(Letters)];
            Assert.All(columns[..3], text => Assert.Equal(columns[1], CanonicalForm.Compose(text)));
            Assert.All(columns[3..], text => Assert.Equal(columns[3], CanonicalForm.Compose(text)));
            lines++;
        }
        Assert.InRange(lines, 18_000, int.MaxValue);
    }

    private static string Letters(string codes) => string.Concat(codes.Split(' ').Select(code => char.ConvertFromUtf32(int.Parse(code, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))));
}
