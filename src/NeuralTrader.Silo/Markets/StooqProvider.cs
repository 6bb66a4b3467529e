using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Silo.Markets;

/// <summary>Daily bars from Stooq: comma-separated text, no key, a daily allowance that it reports as text with status 200.</summary>
public sealed class StooqProvider(IHttpClientFactory clients, IOptions<StooqOptions> options, TimeProvider clock)
    : HttpBarProvider<StooqOptions>(ProviderName, clients, options, clock)
{
    internal const string ProviderName = "Stooq";
    private const int LongestMessage = 500;

    private protected override string Question(string symbol, DateOnly? since, DateOnly? until)
    {
        StringBuilder question = new($"q/d/l/?s={Uri.EscapeDataString(symbol.ToLowerInvariant())}&i=d");
        if (since is { } first) question.Append(CultureInfo.InvariantCulture, $"&d1={first:yyyyMMdd}");
        if (until is { } last) question.Append(CultureInfo.InvariantCulture, $"&d2={last:yyyyMMdd}");
        return question.ToString();
    }

    private protected override BarImport Understand(string symbol, byte[] answer)
    {
        if (answer.Length < LongestMessage)
        {
            string message = Encoding.UTF8.GetString(answer).Trim();
            if (message.Contains("daily hits limit", StringComparison.OrdinalIgnoreCase))
                throw Fault(MarketDataFault.QuotaExhausted, "the day's allowance is used up");
            if (message.Length == 0 || message.Equals("No data", StringComparison.OrdinalIgnoreCase))
                throw Fault(MarketDataFault.UnknownSymbol, $"has no data for {symbol}");
        }
        ImportOptions import = new(symbol, Options.Currency) { Interval = BarInterval.Day, Basis = Options.Basis, Source = "Stooq" };
        return BarCsv.Read(answer, $"{symbol} from Stooq", import);
    }
}
