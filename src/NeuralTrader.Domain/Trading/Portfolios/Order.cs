namespace NeuralTrader.Domain.Trading.Portfolios;

/// <summary>An order and how far it has come. A split restates quantities and prices in present units while it is open.</summary>
/// <param name="OrderId">Unique over all portfolios.</param>
/// <param name="Strategy">What it was placed for.</param>
/// <param name="Symbol">The instrument.</param>
/// <param name="Side">Which way it trades.</param>
/// <param name="Type">When it may trade.</param>
/// <param name="TimeInForce">How long it works.</param>
/// <param name="Quantity">Units, positive.</param>
/// <param name="LimitPrice">Worst acceptable price; null where the type has none.</param>
/// <param name="StopPrice">Trigger; null where the type has none.</param>
/// <param name="ReferencePrice">Newest price when it was accepted; what a resting market order reserves cash at.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="FilledQuantity">Units traded so far.</param>
/// <param name="AverageFillPrice">Mean price of the units traded; null while there are none.</param>
/// <param name="Commission">Charged so far, in the portfolio's currency.</param>
/// <param name="Slippage">Cost of spread and slippage so far, in the portfolio's currency.</param>
/// <param name="IsTriggered">True once the stop price has traded.</param>
/// <param name="Reason">Why it was canceled, rejected or expired; else null.</param>
/// <param name="AcceptedAt">UTC.</param>
/// <param name="AcceptedFrom">Start of the newest bar when it was accepted.</param>
/// <param name="WorkingFrom">Start of the last bar that triggered it, filled a part of it or was passed over in a halt; before that, the same as
/// <paramref name="AcceptedFrom"/>.</param>
/// <param name="ClosedAt">When it was filled or stopped working; null while it works.</param>
[GenerateSerializer, Immutable, Alias("order")]
public sealed record Order(
    string OrderId, string Strategy, string Symbol, OrderSide Side, OrderType Type, TimeInForce TimeInForce,
    decimal Quantity, decimal? LimitPrice, decimal? StopPrice, decimal ReferencePrice, OrderStatus Status, decimal FilledQuantity, decimal? AverageFillPrice,
    decimal Commission, decimal Slippage, bool IsTriggered, string? Reason, DateTime AcceptedAt, DateTime AcceptedFrom, DateTime WorkingFrom, DateTime? ClosedAt)
{
    /// <summary>True when it trades real money at the portfolio's broker.</summary>
    [Id(0)] public bool IsLive { get; init; }

    /// <summary>True once its owner wanted it back; it ends when the broker says so.</summary>
    [Id(1)] public bool CancelRequested { get; init; }

    /// <summary>Units still to trade.</summary>
    public decimal Remaining => Quantity - FilledQuantity;

    /// <summary>True while it may still trade.</summary>
    public bool IsOpen => Status is OrderStatus.New or OrderStatus.PartiallyFilled;

    /// <summary>The price at which an open buy reserves cash.</summary>
    internal decimal ReservePrice => LimitPrice ?? StopPrice ?? AverageFillPrice ?? ReferencePrice;

    /// <summary>The same order in the units after a split; no part of it is rounded up to more than was ordered.</summary>
    /// <param name="ratio">New units for one old unit, positive.</param>
    internal Order Split(decimal ratio)
    {
        decimal filled = Units.Down(FilledQuantity * ratio), remaining = decimal.Max(Units.Down(Remaining * ratio), Units.Smallest);
        return this with
        {
            Quantity = filled + remaining,
            FilledQuantity = filled,
            LimitPrice = LimitPrice / ratio,
            StopPrice = StopPrice / ratio,
            ReferencePrice = ReferencePrice / ratio,
            AverageFillPrice = AverageFillPrice / ratio,
        };
    }

    /// <summary>What the fill engine needs to know.</summary>
    internal WorkingOrder<decimal> Working => new(Side, Type, Remaining, LimitPrice ?? 0, StopPrice ?? 0, IsTriggered);
}

/// <summary>One fill.</summary>
/// <param name="ExecutionId">Unique over all portfolios.</param>
/// <param name="OrderId">The order it belongs to.</param>
/// <param name="Symbol">The instrument.</param>
/// <param name="Side">Which way it traded.</param>
/// <param name="Quantity">Units, positive.</param>
/// <param name="Price">Per unit, spread and slippage included.</param>
/// <param name="Value">Quantity × price, in the portfolio's currency.</param>
/// <param name="Commission">In the portfolio's currency.</param>
/// <param name="Slippage">Cost of spread and slippage against the undisturbed price, for the whole fill.</param>
/// <param name="RealisedPnl">Profit of the units it closed before commission; 0 where it opened a position.</param>
/// <param name="MarketTime">Start of the bar that filled it.</param>
/// <param name="Source">Where the price came from.</param>
/// <param name="At">When it was booked, UTC.</param>
[GenerateSerializer, Immutable, Alias("execution")]
public sealed record Execution(
    string ExecutionId, string OrderId, string Symbol, OrderSide Side, decimal Quantity, decimal Price, decimal Value,
    decimal Commission, decimal Slippage, decimal RealisedPnl, DateTime MarketTime, string Source, DateTime At);
