using System.Collections.Concurrent;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Brokers;
using NeuralTrader.Domain.Trading.Portfolios;

namespace NeuralTrader.Cluster.Tests.Trading;

/// <summary>A broker that takes orders as Alpaca does and does at each step what the test says.</summary>
public sealed class ScriptedBroker : IBroker
{
    private readonly ConcurrentDictionary<string, BrokerOrder> orders = new();
    private int submits;

    public BrokerKind Kind => BrokerKind.Alpaca;

    public bool IsEnabled { get; init; } = true;

    public string? Host => "broker.test";

    /// <summary>Every order it has.</summary>
    public ICollection<BrokerOrder> Orders => orders.Values;

    /// <summary>How often it was asked to take an order.</summary>
    public int Submits => submits;

    /// <summary>Comes before an order is taken, and before its answer.</summary>
    public Func<Task>? OnTheWay { get; set; }

    public Func<Task>? OnTheWayBack { get; set; }

    /// <summary>What a wish to cancel does.</summary>
    public Action OnCancel { get; set; } = () => { };

    public static Task Lost() => throw new BrokerException("Alpaca", BrokerFault.TimedOut, "did not answer in time");

    public static Task Refused() => throw new BrokerException("Alpaca", BrokerFault.Rejected, "insufficient buying power");

    public async Task<BrokerOrder> Submit(BrokerTicket ticket, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref submits);
        if (OnTheWay is { } way) await way();
        BrokerOrder order = orders.GetOrAdd(ticket.ClientOrderId, id => new BrokerOrder(id, $"b-{orders.Count + 1}", OrderStatus.New, 0, null, DateTime.UnixEpoch));
        if (OnTheWayBack is { } back) await back();
        return order;
    }

    public Task<BrokerOrder?> Find(string clientOrderId, CancellationToken cancellationToken) => Task.FromResult(orders.GetValueOrDefault(clientOrderId));

    public Task Cancel(BrokerOrder order, CancellationToken cancellationToken)
    {
        OnCancel();
        return Task.CompletedTask;
    }

    /// <summary>Lets its only order stand as told.</summary>
    public void Stands(OrderStatus status, decimal filled, decimal? price)
    {
        BrokerOrder order = orders.Values.Single();
        orders[order.ClientOrderId] = order with { Status = status, FilledQuantity = filled, AverageFillPrice = price, UpdatedAt = order.UpdatedAt.AddSeconds(1) };
    }
}
