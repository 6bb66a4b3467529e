using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Trading.Portfolios;

/// <summary>An order as it is asked for.</summary>
/// <param name="Strategy">What it is placed for; a name of 1 to 64 characters.</param>
/// <param name="Symbol">The instrument.</param>
/// <param name="Action">Buy, sell or close.</param>
/// <param name="Quantity">Units, positive, at most 8 decimals; null closes the whole position.</param>
/// <param name="OrderType">When it may trade.</param>
/// <param name="LimitPrice">Needed for limit and stop-limit orders, refused for others.</param>
/// <param name="StopPrice">Needed for stop and stop-limit orders, refused for others.</param>
/// <param name="TimeInForce">How long it works.</param>
[GenerateSerializer, Immutable, Alias("order-ticket")]
public sealed record OrderTicket(
    string Strategy, string Symbol, TradeAction Action, decimal? Quantity, OrderType OrderType = OrderType.Market,
    decimal? LimitPrice = null, decimal? StopPrice = null, TimeInForce TimeInForce = TimeInForce.Day)
{
    private const decimal Largest = 1_000_000_000m;
    private const int MostDecimals = 8;

    /// <summary>The ticket with its symbol in capitals.</summary>
    /// <exception cref="InvalidInputException">A member is malformed, missing or out of place.</exception>
    public OrderTicket Validated() => Faults().FirstOrDefault() is { } fault ? throw fault : this with { Symbol = Markets.Symbol.Parse(Symbol) };

    /// <summary>Everything that is wrong with the ticket, at most one fault a member; nothing for one that may be placed.</summary>
    public IEnumerable<InvalidInputException> Faults()
    {
        if (Strategy is not { Length: > 0 and <= 64 } || Strategy.Any(char.IsControl))
            yield return Require.Invalid(nameof(Strategy), Strategy, "a name of 1 to 64 characters");
        if (!Enum.IsDefined(Action)) yield return Require.Invalid(nameof(Action), Action, "buy, sell or close");
        if (!Enum.IsDefined(OrderType)) yield return Require.Invalid(nameof(OrderType), OrderType, "market, limit, stop or stop_limit");
        if (!Enum.IsDefined(TimeInForce)) yield return Require.Invalid(nameof(TimeInForce), TimeInForce, "day, gtc, ioc or fok");
        if (Action != TradeAction.Close && Quantity is null)
            yield return Require.Invalid<object?>(nameof(Quantity), null, "a number above 0; only close may leave it out");
        if (Amount(Quantity, nameof(Quantity)) is { } quantity) yield return quantity;
        if (Price(LimitPrice, OrderType is OrderType.Limit or OrderType.StopLimit, nameof(LimitPrice)) is { } limit) yield return limit;
        if (Price(StopPrice, OrderType is OrderType.Stop or OrderType.StopLimit, nameof(StopPrice)) is { } stop) yield return stop;
        if (Markets.Symbol.Fault(Symbol) is { } symbol) yield return symbol;
    }

    private InvalidInputException? Price(decimal? price, bool isNeeded, string field)
    {
        if (!Enum.IsDefined(OrderType)) return Amount(price, field); // what an unknown type needs, nobody knows
        if (isNeeded && price is null) return Require.Invalid<object?>(field, null, $"a price, because the order type is {OrderType}");
        if (!isNeeded && price is not null) return Require.Invalid(field, price, $"nothing, because the order type is {OrderType}");
        return Amount(price, field);
    }

    private static InvalidInputException? Amount(decimal? amount, string field) =>
        amount is { } given && (given is <= 0 or > Largest || decimal.Round(given, MostDecimals) != given)
            ? Require.Invalid(field, given, $"a number above 0 and at most {Largest:0}, with at most {MostDecimals} decimals") : null;
}
