namespace NeuralTrader.Domain.Trading.Brokers;

/// <summary>Why a broker did not do what it was asked for.</summary>
public enum BrokerFault
{
    /// <summary>No address or keys are configured; nothing was sent.</summary>
    NotConfigured = 1,

    /// <summary>It refused the order: too little buying power, an unknown symbol, a malformed price.</summary>
    Rejected = 2,

    /// <summary>It does not accept the keys.</summary>
    Unauthorized = 3,

    /// <summary>Too many calls in a short time.</summary>
    RateLimited = 4,

    /// <summary>It cannot be reached or fails.</summary>
    Unavailable = 5,

    /// <summary>It did not answer in time.</summary>
    TimedOut = 6,

    /// <summary>Its answer cannot be understood.</summary>
    BadAnswer = 7,
}

/// <summary>A broker did not do what it was asked for. Crosses the wire unchanged; never holds a key.</summary>
/// <param name="broker">Who was asked.</param>
/// <param name="fault">Why.</param>
/// <param name="detail">A sentence for people.</param>
/// <param name="retryAfter">When to ask again; null where that is unknown.</param>
[GenerateSerializer, Alias("broker-fault")]
public sealed class BrokerException(string broker, BrokerFault fault, string detail, TimeSpan? retryAfter = null) : Exception($"{broker}: {detail}")
{
    /// <summary>Who was asked.</summary>
    [Id(0)] public string Broker { get; private set; } = broker;

    /// <summary>Why it was not done.</summary>
    [Id(1)] public BrokerFault Fault { get; private set; } = fault;

    /// <summary>When to ask again; null where that is unknown.</summary>
    [Id(2)] public TimeSpan? RetryAfter { get; private set; } = retryAfter;
}
