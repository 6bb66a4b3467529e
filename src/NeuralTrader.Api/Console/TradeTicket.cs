using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Portfolios;

namespace NeuralTrader.Api.Console;

/// <summary>An order form: what was filled in, and what it would cost.</summary>
public static class TradeTicket
{
    /// <summary>The order as the form was sent.</summary>
    /// <exception cref="InvalidInputException">A field is malformed, missing or out of place.</exception>
    public static ExecuteTradeRequest Read(FormFields form, string portfolioId)
    {
        OrderType type = form.Choice("orderType", OrderType.Market);
        OrderTicket ticket = new OrderTicket(
            form.Text("strategy") ?? "manual", form.Text("symbol") ?? "", form.Choice("tradeAction", TradeAction.Buy), form.Amount("quantity"), type,
            type is OrderType.Limit or OrderType.StopLimit ? form.Amount("limitPrice") : null,
            type is OrderType.Stop or OrderType.StopLimit ? form.Amount("stopPrice") : null,
            form.Choice("timeInForce", TimeInForce.Day)).Validated();
        return new ExecuteTradeRequest(
            portfolioId, ticket.Strategy, ticket.Symbol, ticket.Action, ticket.Quantity, ticket.OrderType, ticket.LimitPrice, ticket.StopPrice,
            ticket.TimeInForce, IdempotencyKey: form.Text("idempotencyKey"));
    }

    /// <summary>What tells one order from another; a preview counts for the order it showed alone.</summary>
    public static string Mark(ExecuteTradeRequest order) =>
        FormattableString.Invariant($"{order.Symbol}|{order.Action}|{order.Quantity}|{order.OrderType}|{order.LimitPrice}|{order.StopPrice}|{order.TimeInForce}|{order.Strategy}");

    /// <summary>What an order would cost at the newest price.</summary>
    public static TradeEstimate Estimate(ExecuteTradeRequest order, PortfolioStatus portfolio, Bar newest)
    {
        decimal held = portfolio.Positions.FirstOrDefault(position => position.Symbol == order.Symbol)?.Quantity ?? 0;
        decimal quantity = order.Quantity ?? Math.Abs(held);
        bool isBuy = order.Action == TradeAction.Buy || (order.Action == TradeAction.Close && held < 0);
        decimal price = order.LimitPrice ?? order.StopPrice ?? (decimal)newest.Close;
        CostRates<decimal> rates = portfolio.Costs.In<decimal>();
        decimal move = order.OrderType is OrderType.Limit or OrderType.StopLimit ? 0 : rates.PriceMove(price, quantity, (decimal)newest.Volume);
        decimal commission = quantity > 0 ? rates.Commission(quantity, price, isFirstFill: true) : 0;
        decimal value = quantity * (isBuy ? price + move : price - move);
        return new TradeEstimate(isBuy, quantity, price, value, move * quantity, commission, isBuy ? -value - commission : value - commission);
    }
}

/// <summary>What an order would cost at the newest price.</summary>
/// <param name="IsBuy">Which way it trades.</param>
/// <param name="Quantity">Units.</param>
/// <param name="Price">Before spread and slippage.</param>
/// <param name="Value">Quantity at the price after spread and slippage.</param>
/// <param name="Slippage">Cost of spread and slippage.</param>
/// <param name="Commission">What the broker charges.</param>
/// <param name="Cash">How the cash would change.</param>
public sealed record TradeEstimate(bool IsBuy, decimal Quantity, decimal Price, decimal Value, decimal Slippage, decimal Commission, decimal Cash);
