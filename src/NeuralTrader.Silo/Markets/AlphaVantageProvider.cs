using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Silo.Markets;

/// <summary>Daily bars as traded from Alpha Vantage, which reports every refusal as a JSON sentence with status 200.</summary>
public sealed class AlphaVantageProvider(IHttpClientFactory clients, IOptions<AlphaVantageOptions> options, TimeProvider clock)
    : HttpBarProvider<AlphaVantageOptions>(ProviderName, clients, options, clock)
{
    internal const string ProviderName = "AlphaVantage";
    private const string Days = "Time Series (Daily)";

    /// <inheritdoc/>
    public override bool IsEnabled => base.IsEnabled && !string.IsNullOrEmpty(Options.ApiKey);

    private protected override string Question(string symbol, DateOnly? since, DateOnly? until) =>
        $"query?function=TIME_SERIES_DAILY&symbol={Uri.EscapeDataString(symbol)}&outputsize={Options.OutputSize}&datatype={Options.DataType}"
        + $"&apikey={Uri.EscapeDataString(Options.ApiKey!)}";

    private protected override BarImport Understand(string symbol, byte[] answer)
    {
        ImportOptions import = new(symbol, Options.Currency) { Interval = BarInterval.Day, Basis = PriceBasis.Raw, Source = "Alpha Vantage" };
        string file = $"{symbol} from Alpha Vantage";
        if (!answer.AsSpan().TrimStart(" \r\n\t"u8).StartsWith("{"u8)) return BarCsv.Read(answer, file, import);
        try
        {
            using JsonDocument json = JsonDocument.Parse(answer);
            if (json.RootElement.TryGetProperty(Days, out JsonElement days) && days.ValueKind == JsonValueKind.Object)
                return BarCsv.Read(AsCsv(days), file, import);
            throw Refusal(json.RootElement);
        }
        catch (JsonException)
        {
            throw Fault(MarketDataFault.BadAnswer, "JSON that does not end or does not parse");
        }
    }

    // The same gate for both forms: the JSON's texts become the cells of the CSV.
    private static string AsCsv(JsonElement days)
    {
        StringBuilder text = new("timestamp,open,high,low,close,volume\n");
        foreach (JsonProperty day in days.EnumerateObject())
        {
            text.Append(Cell(day.Name));
            foreach (string name in (ReadOnlySpan<string>)["1. open", "2. high", "3. low", "4. close", "5. volume"])
            {
                text.Append(',');
                if (day.Value.ValueKind == JsonValueKind.Object && day.Value.TryGetProperty(name, out JsonElement value)) text.Append(Cell(value.ToString()));
            }
            text.Append('\n');
        }
        return text.ToString();
    }

    private static string Cell(string value) => $"\"{value.Replace("\"", "'", StringComparison.Ordinal).ReplaceLineEndings(" ")}\"";

    private MarketDataException Refusal(JsonElement answer)
    {
        foreach (string member in (ReadOnlySpan<string>)["Error Message", "Note", "Information"])
        {
            if (!answer.TryGetProperty(member, out JsonElement text)) continue;
            string sentence = text.ToString().Replace(Options.ApiKey!, "…", StringComparison.OrdinalIgnoreCase); // it likes to quote the key
            return Fault(Reason(member, sentence), sentence.Length > 300 ? sentence[..300] : sentence, member == "Note" ? TimeSpan.FromMinutes(1) : null);
        }
        return Fault(MarketDataFault.BadAnswer, $"JSON without \"{Days}\"");
    }

    private static MarketDataFault Reason(string member, string sentence)
    {
        bool Says(string words) => sentence.Contains(words, StringComparison.OrdinalIgnoreCase);
        return member == "Error Message" ? Says("apikey") && !Says("Invalid API call") ? MarketDataFault.Unauthorized : MarketDataFault.UnknownSymbol
            : Says("premium endpoint") || Says("demo") ? MarketDataFault.Unauthorized
            : Says("per minute") || Says("per second") || member == "Note" ? MarketDataFault.RateLimited
            : Says("per day") || Says("rate limit") ? MarketDataFault.QuotaExhausted
            : MarketDataFault.BadAnswer;
    }
}
