using System.Net.Mail;
using System.Text.RegularExpressions;
using NeuralTrader.Domain.Security.Emails;
using NeuralTrader.Domain.Security.Sanitizing;
using NeuralTrader.Domain.Security.Threats;

namespace NeuralTrader.Benchmarks;

/// <summary>Checks of input on one thread, beside what .NET has for the same.</summary>
internal sealed partial class CheckCases(TimeSpan spend)
{
    private const int Rounds = 200;

    private static readonly TimeSpan Compiling = TimeSpan.FromSeconds(3); // a third of it warms up: much code is passed on the way to the finished one

    // What people type: names, symbols, titles, messages, with apostrophes, ampersands, dashes and parentheses as they come.
    private static readonly string[] Inputs =
    [
        "SPY", "golden-cross", "O'Reilly Automotive, Inc.", "Manual rebalance", "AT&T Inc.", "Alice Müller", "Will the Fed cut rates in March?", "Apple (AAPL) rises 2% after hours",
        "Marks & Spencer Group plc", "Prices are wrong", "Nott'm Forest", "alice@example.com", "credit union select committee", "Q3 results -- what to expect", "Manchester United", "2026-11-23",
    ];

    private static readonly string[] Addresses =
    [
        "alice@example.com", "first.last+tag@sub.example.org", "o'brien@example.ie", "a@b.co", "no-at-sign.example.com", "two..dots@example.com", "x@-bad.example", "user_name@mail.example.net",
    ];

    public IEnumerable<Figure> Run()
    {
        long found = 0;
        Measurement threats = Measurement.Of(() => found = Each(Inputs, text => ThreatScan.Of(text).Count), spend + Compiling);
        long scanned = Bytes(Inputs, text => ThreatScan.Of(text).Count), matched = 0;
        Measurement regex = Measurement.Of(() => matched = Each(Inputs, text => Attack().IsMatch(text) ? 1 : 0), spend + Compiling);
        yield return new Figure("threat check of short inputs, all kinds", Millions(Inputs, threats), "M/s", "≥ 4, 0 bytes", Millions(Inputs, threats) >= 4 && scanned == 0,
            Millions(Inputs, regex), "one compiled Regex of key words", regex.Median / threats.Median, $"{scanned} bytes; {found} of the clean inputs suspected, by the Regex {matched}");

        long valid = 0, theirs = 0;
        Measurement email = Measurement.Of(() => valid = Each(Addresses, text => EmailAddress.Check(text).IsValid ? 1 : 0), spend + Compiling);
        long taken = Bytes(Addresses, text => EmailAddress.Check(text).IsValid ? 1 : 0);
        Measurement pattern = Measurement.Of(() => theirs = Each(Addresses, text => Address().IsMatch(text) ? 1 : 0), spend + Compiling);
        yield return new Figure("e-mail address checked", Millions(Addresses, email), "M/s", "≥ 10, 0 bytes", Millions(Addresses, email) >= 10 && taken == 0,
            Millions(Addresses, pattern), "compiled Regex of HTML's input type=email", pattern.Median / email.Median, $"{taken} bytes; valid {valid}, by the Regex {theirs}, in the same rounds");
        Measurement mail = Measurement.Of(() => theirs = Each(Addresses, text => MailAddress.TryCreate(text, out _) ? 1 : 0), spend + Compiling);
        yield return new Figure("e-mail address checked, beside a parser", Millions(Addresses, email), "M/s", Reference: Millions(Addresses, mail), ReferenceName: "System.Net.Mail.MailAddress", Ratio: mail.Median / email.Median,
            Note: $"MailAddress takes {mail.AllocatedBytes / (Addresses.Length * Rounds)} bytes each; valid {valid}, by MailAddress {theirs}");

        string page = string.Concat(Enumerable.Repeat("<p>Prices of <b>SPY</b> &amp; <a href='https://example.com/?a=1'>more</a> <i onclick=x()>today</i></p>\n", 100));
        Measurement html = Measurement.Of(() => Sanitizer.Sanitize(page, SanitizeContext.Html), spend + Compiling);
        yield return new Figure("HTML made fit", page.Length / html.Median / 1e6, "M characters/s");
    }

    private static long Each(string[] texts, Func<string, int> check)
    {
        long sum = 0;
        for (int round = 0; round < Rounds; round++)
            foreach (string text in texts) sum += check(text);
        return sum;
    }

    // Once the code is compiled as it will stay; fresh code boxes what the finished code does not.
    private static long Bytes(string[] texts, Func<string, int> check)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Each(texts, check);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static double Millions(string[] texts, Measurement time) => texts.Length * Rounds / time.Median / 1e6;

    [GeneratedRegex(@"(\b(select|union|insert|update|delete|drop|exec|script|javascript|onerror|onload)\b|--|/\*|\.\./|[;|`]|\$\()", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Attack();

    [GeneratedRegex(@"\A[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
