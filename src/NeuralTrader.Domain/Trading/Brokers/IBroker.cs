using NeuralTrader.Domain.Trading.Portfolios;

namespace NeuralTrader.Domain.Trading.Brokers;

/// <summary>Someone else's desk that trades with real money. Every member throws <see cref="BrokerException"/> and nothing else of its own.</summary>
public interface IBroker
{
    /// <summary>Whose portfolios it serves.</summary>
    BrokerKind Kind { get; }

    /// <summary>False until an address and keys are configured.</summary>
    bool IsEnabled { get; }

    /// <summary>The host it talks to, for the audit; null while it is not configured.</summary>
    string? Host { get; }

    /// <summary>Hands an order over. The same client id twice is one order: the second answer tells how the first one stands.</summary>
    /// <exception cref="BrokerException">Rejected: it was not taken. Any other fault: whether it was taken is unknown until <see cref="Find"/> tells.</exception>
    Task<BrokerOrder> Submit(BrokerTicket ticket, CancellationToken cancellationToken);

    /// <summary>How an order stands; null when the broker has none under this client id.</summary>
    Task<BrokerOrder?> Find(string clientOrderId, CancellationToken cancellationToken);

    /// <summary>Asks for an order to be taken back. It is canceled when <see cref="Find"/> says so: it may fill meanwhile.</summary>
    Task Cancel(BrokerOrder order, CancellationToken cancellationToken);
}

/// <summary>An order as a broker is asked for it.</summary>
/// <param name="ClientOrderId">Ours, unique for all time, at most 128 characters.</param>
/// <param name="Symbol">The instrument.</param>
/// <param name="Side">Which way it trades.</param>
/// <param name="Type">When it may trade.</param>
/// <param name="TimeInForce">How long it works.</param>
/// <param name="Quantity">Units, positive; may be fractional.</param>
/// <param name="LimitPrice">Null where the type has none.</param>
/// <param name="StopPrice">Null where the type has none.</param>
public sealed record BrokerTicket(
    string ClientOrderId, string Symbol, OrderSide Side, OrderType Type, TimeInForce TimeInForce, decimal Quantity, decimal? LimitPrice, decimal? StopPrice);

/// <summary>How an order stands at a broker.</summary>
/// <param name="ClientOrderId">Ours.</param>
/// <param name="BrokerId">Theirs.</param>
/// <param name="Status">New while nothing traded and it works; what is not over yet is new or partially filled.</param>
/// <param name="FilledQuantity">Units traded so far, in all.</param>
/// <param name="AverageFillPrice">Mean price of all of them; null while there are none.</param>
/// <param name="UpdatedAt">Their time of the last change, UTC.</param>
/// <param name="Reason">Why it ended without filling, in their words; null where they gave none.</param>
public sealed record BrokerOrder(
    string ClientOrderId, string BrokerId, OrderStatus Status, decimal FilledQuantity, decimal? AverageFillPrice, DateTime UpdatedAt, string? Reason = null)
{
    /// <summary>True while it may still trade.</summary>
    public bool IsOpen => Status is OrderStatus.New or OrderStatus.PartiallyFilled;
}
