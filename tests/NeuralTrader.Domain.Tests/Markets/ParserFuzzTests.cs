using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Tests.Markets;

/// <summary>Files that nobody wrote with care: a reader of any of them ends, in good time, with a report or with <see cref="InvalidInputException"/>.</summary>
public sealed class ParserFuzzTests
{
    private static readonly ImportOptions Options = new("TEST", "USD");

    private static readonly string[] Pieces =
    [
        "Date,Open,High,Low,Close,Volume\n", "timestamp,bid,ask\n", "timestamp,price,size\n", "last_date,price_factor,split_factor,reference_close\n", "date", "open", "close", ",", ";", "\t", "|", "\"", "\"\"", "'", "\n", "\r\n", "\r",
        " ", "2020-01-02", "2020-02-30", "20200102", "2020-01-02T17:00:00.065", "01/02/2020", "9999-12-31", "0001-01-01", "1577923200", "1", "0", "-1", "1.5", "1e308", "1e-400", "-0", "NaN", "Infinity", "1,5", ".", "-", "+", "e",
        "99999999999999999999999999999999", "0.00000000000000000000000001", "\0", "\uFEFF", "é", "😀", "\ud800", "=1+1", "2020-01-02,1,2,0.5,1.5,100\n", "2020-01-03,1,2,0.5,1.5,100\n", "2020-01-02,1,2\n",
    ];

    public static TheoryData<string> Readers => [.. All.Keys];

    private static Dictionary<string, Action<byte[]>> All => new()
    {
        ["bars"] = utf8 => BarCsv.Read(utf8, "f.csv", Options),
        ["bars as text"] = utf8 => BarCsv.Read(Encoding.UTF8.GetString(utf8).AsSpan(), "f.csv", Options),
        ["strict bars"] = utf8 => BarCsv.Read(utf8, "f.csv", Options with { Strict = true }),
        ["quotes"] = utf8 => TickCsv.ReadQuotes(utf8, "f.csv", Options),
        ["trades"] = utf8 => TickCsv.ReadTrades(utf8, "f.csv", Options),
        ["factors"] = utf8 => FactorFile.Read(utf8, "f.csv"),
        ["symbol"] = utf8 => Symbol.Parse(Encoding.UTF8.GetString(utf8)),
    };

    [Theory, MemberData(nameof(Readers))]
    public void Any_file_is_read_or_refused_by_name(string reader)
    {
        Action<byte[]> read = All[reader];
        Gen<byte[]> pieces = Gen.Elements(Pieces).ListOf().Select(parts => Encoding.UTF8.GetBytes(string.Concat(parts)));
        Gen<byte[]> noise = Gen.Choose(0, 255).Select(octet => (byte)octet).ListOf().Select(octets => octets.ToArray());
        Gen<byte[]> rows = Gen.Elements(Pieces).ListOf().Select(parts => Encoding.UTF8.GetBytes(Pieces[0] + string.Concat(parts)));
        Prop.ForAll(Gen.OneOf(pieces, noise, rows).ToArbitrary(), utf8 => ReadOrRefuse(read, utf8)).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Theory, MemberData(nameof(Readers))]
    public void A_file_eight_times_as_long_takes_about_eight_times_as_long(string reader)
    {
        Action<byte[]> read = All[reader];
        List<string> slow = [];
        foreach (string family in (string[])["\"", "\"\"", ",", "\n", "\r", "\"\n", "1", "x,", "2020-01-02,1,2,0.5,1.5,100\n", "0,0,0,0,0,0\n", "\"a\nb\",", "-", "9", "\0"])
        {
            byte[] small = Repeated(family, 20_000), large = Repeated(family, 160_000);
            double ratio = Growth.Ratio(() => ReadOrRefuse(read, small), () => ReadOrRefuse(read, large), 30); // a quadratic reader has 64
            if (ratio > 30) slow.Add($"{family}: {ratio:0}");
        }
        Assert.True(slow.Count == 0, string.Join("; ", slow));
    }

    private static byte[] Repeated(string family, int length) => Encoding.UTF8.GetBytes(Pieces[0] + string.Concat(Enumerable.Repeat(family, (length / family.Length) + 1)));

    private static void ReadOrRefuse(Action<byte[]> read, byte[] utf8)
    {
        try
        {
            read(utf8);
        }
        catch (InvalidInputException) // says what is wrong
        {
        }
    }
}
