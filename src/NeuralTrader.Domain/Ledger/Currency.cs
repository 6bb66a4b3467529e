using System.Text.RegularExpressions;

namespace NeuralTrader.Domain.Ledger;

/// <summary>Currencies and their smallest units.</summary>
/// <remarks>ISO 4217. Cryptocurrency codes in common use are taken as well, with 8 decimals.</remarks>
public static partial class Currency
{
    /// <summary>The code in capitals.</summary>
    /// <exception cref="InvalidInputException">It is neither three letters nor a known longer code.</exception>
    public static string Parse(string? code, string field = "currency") =>
        code is not null && Form().IsMatch(code)
            ? code.ToUpperInvariant()
            : throw Require.Invalid(field, code, "three letters such as USD, or USDT or USDC");

    /// <summary>Decimals of the smallest unit: 2 for USD, 0 for JPY.</summary>
    public static int Decimals(string code) => code switch
    {
        "JPY" or "KRW" or "CLP" or "ISK" or "VND" or "XAF" or "XOF" or "XPF" or "UGX" or "PYG" => 0,
        "BHD" or "IQD" or "JOD" or "KWD" or "LYD" or "OMR" or "TND" => 3,
        "BTC" or "ETH" or "USDT" or "USDC" or "SOL" or "XBT" => 8,
        _ => 2,
    };

    /// <summary>An amount rounded to the smallest unit, halves to even.</summary>
    public static decimal Round(decimal amount, string code) => Math.Round(amount, Decimals(code), MidpointRounding.ToEven);

    /// <summary>An amount brought up to the smallest unit: what a trader pays.</summary>
    public static decimal RoundUp(decimal amount, string code) => Math.Round(amount, Decimals(code), MidpointRounding.ToPositiveInfinity);

    /// <summary>An amount brought down to the smallest unit: what a trader gets.</summary>
    public static decimal RoundDown(decimal amount, string code) => Math.Round(amount, Decimals(code), MidpointRounding.ToNegativeInfinity);

    [GeneratedRegex(@"\A([A-Za-z]{3}|USDT|USDC)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
