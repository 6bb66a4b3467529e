using System.Text.Json.Serialization;

namespace NeuralTrader.Domain.Trading;

/// <summary>Which way an order trades.</summary>
public enum OrderSide
{
    /// <summary>Adds to the position, or covers a short one.</summary>
    Buy = 1,

    /// <summary>Takes from the position, or opens a short one.</summary>
    Sell = 2,
}

/// <summary>When and at what price an order may trade.</summary>
public enum OrderType
{
    /// <summary>At once, at the price the market offers.</summary>
    Market = 1,

    /// <summary>At the limit price or better.</summary>
    Limit = 2,

    /// <summary>A market order once the stop price has traded.</summary>
    Stop = 3,

    /// <summary>A limit order once the stop price has traded.</summary>
    StopLimit = 4,
}

/// <summary>How long an order works.</summary>
public enum TimeInForce
{
    /// <summary>Until the end of the session in which it first works.</summary>
    [JsonStringEnumMemberName("day")] Day = 1,

    /// <summary>Until it is filled or canceled.</summary>
    [JsonStringEnumMemberName("gtc")] GoodTilCanceled = 2,

    /// <summary>What trades at once; the rest is canceled.</summary>
    [JsonStringEnumMemberName("ioc")] ImmediateOrCancel = 3,

    /// <summary>All at once, or nothing.</summary>
    [JsonStringEnumMemberName("fok")] FillOrKill = 4,
}

/// <summary>Where an order stands.</summary>
public enum OrderStatus
{
    /// <summary>Accepted and working; nothing traded yet.</summary>
    New = 1,

    /// <summary>Part of it traded; the rest works on.</summary>
    PartiallyFilled = 2,

    /// <summary>All of it traded.</summary>
    Filled = 3,

    /// <summary>Taken back by its owner, or by its time in force.</summary>
    Canceled = 4,

    /// <summary>Refused after acceptance, because a risk rule no longer held when it was to trade.</summary>
    Rejected = 5,

    /// <summary>Its session ended.</summary>
    Expired = 6,
}
