using Microsoft.Extensions.Options;
using NeuralTrader.Domain.Trading.Brokers;
using NeuralTrader.Domain.Trading.Portfolios;

namespace NeuralTrader.Grains.Trading;

/// <summary>What the operator allows. Section <c>NeuralTrader:Trading</c>.</summary>
public sealed class TradingOptions
{
    /// <summary>The first of the two switches of live trading; the second is <c>live</c> in the request. Read at start.</summary>
    public bool LiveTrading { get; set; }
}

/// <summary>The brokers of this silo and the rules of who may trade at them.</summary>
/// <param name="brokers">Every broker that this build knows.</param>
/// <param name="options">The operator's switch.</param>
public sealed class BrokerDesk(IEnumerable<IBroker> brokers, IOptions<TradingOptions> options)
{
    private const string OffInConfiguration = "Live trading is off: NeuralTrader:Trading:LiveTrading is not true in the configuration.";

    /// <summary>True when the configuration allows live trading.</summary>
    public bool IsOn => options.Value.LiveTrading;

    /// <summary>The broker of a portfolio; null on paper, and while it is not configured.</summary>
    public IBroker? Of(PortfolioBook book) => Find(book.Opened?.Broker ?? BrokerKind.Paper);

    /// <summary>What stands against opening a portfolio at a broker; null when nothing does.</summary>
    public Refusal? AgainstOpening(BrokerKind kind) =>
        kind == BrokerKind.Paper ? null
        : !IsOn ? Off($"{OffInConfiguration} No portfolio was opened.", "broker")
        : Find(kind) is null ? NotConfigured(kind, "broker")
        : null;

    /// <summary>What stands against a new order; null when nothing does.</summary>
    /// <param name="book">The portfolio, open.</param>
    /// <param name="live">What the request says: the second switch.</param>
    public Refusal? AgainstOrder(PortfolioBook book, bool live)
    {
        BrokerKind kind = book.Opened!.Broker;
        if (kind == BrokerKind.Paper)
            return live ? Off($"Portfolio {book.Id} trades on paper; live: true needs a portfolio at a broker. No order was placed.") : null;
        return !IsOn ? Off($"{OffInConfiguration} No order was placed.")
            : !live ? Off($"Portfolio {book.Id} trades real money at {kind}; an order there must say live: true. No order was placed.")
            : Find(kind) is null ? NotConfigured(kind, "live")
            : null;
    }

    /// <summary>A rebalance has no switch of its own, so it places no live orders.</summary>
    public static Refusal RebalanceIsPaper(PortfolioBook book) => Off(
        $"Portfolio {book.Id} trades real money at {book.Opened!.Broker}; a rebalance only shows trades there, executeTrade with live: true places them.", "execute");

    private IBroker? Find(BrokerKind kind) => brokers.FirstOrDefault(broker => broker.Kind == kind && broker.IsEnabled);

    private static Refusal Off(string sentence, string field = "live") => new(RefusalKind.LiveTradingOff, sentence, field);

    private static Refusal NotConfigured(BrokerKind kind, string field) =>
        new(RefusalKind.ProviderNotConfigured, $"{kind} is not configured: set BaseUrl, KeyId and SecretKey in NeuralTrader:Trading:{kind}.", field);
}
