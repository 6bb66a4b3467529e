using System.Reflection;
using System.Text.Json.Serialization;
using NeuralTrader.Abstractions.Security.Checks;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Portfolios;

namespace NeuralTrader.Grains.Security.Checks;

/// <summary>An order checked as a ticket, its words read first.</summary>
internal static class TradingParamsCheck
{
    private static readonly string[] NotChecked =
    [
        "whether the platform holds prices of the instrument, and in which currency",
        "cash, and what open orders have reserved of it",
        "limits of the position, of the exposure and of the day's loss; the price collar; short selling",
        "whether trading is halted, and whether live trading is on",
    ];

    public static TradingParamsValidity Of(ValidateTradingParamsRequest request)
    {
        Dictionary<string, string?> words = new() { ["action"] = request.Action, ["orderType"] = request.OrderType, ["timeInForce"] = request.TimeInForce };
        OrderTicket ticket = new(
            request.Strategy, request.Symbol!, Read<TradeAction>(request.Action), request.Quantity, Read<OrderType>(request.OrderType), request.LimitPrice, request.StopPrice,
            Read<TimeInForce>(request.TimeInForce));
        FieldFault[] faults = [.. ticket.Faults().Select(fault => new FieldFault(fault.Field, words.TryGetValue(fault.Field, out string? word) ? Cut(word) : fault.Value, fault.Allowed))];
        return new TradingParamsValidity(faults.Length == 0, faults, faults.Any(fault => fault.Field == "symbol") ? null : ticket.Symbol.ToUpperInvariant(), NotChecked);
    }

    // A word as the wire writes it, stop_limit or gtc; undefined for any other, numbers too.
    private static T Read<T>(string? word)
        where T : struct, Enum
    {
        string? plain = word?.Replace("_", "", StringComparison.Ordinal);
        foreach (FieldInfo value in typeof(T).GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            string name = value.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? value.Name;
            if (string.Equals(plain, name, StringComparison.OrdinalIgnoreCase)) return Enum.Parse<T>(value.Name);
        }
        return (T)Enum.ToObject(typeof(T), -1);
    }

    private static string? Cut(string? word) => word is { Length: > 80 } ? string.Concat(word.AsSpan(0, 80), "…") : word;
}
