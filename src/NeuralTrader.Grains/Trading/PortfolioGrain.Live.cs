using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NeuralTrader.Domain.Trading.Brokers;
using NeuralTrader.Domain.Trading.Portfolios;
using NeuralTrader.Grains.Trading.Halts;

namespace NeuralTrader.Grains.Trading;

/// <summary>
/// A portfolio at a broker. The journal is the outbox: an order is written first and handed over then, and every later look
/// compares what is booked with what the broker says, whoever was killed in between.
/// </summary>
public sealed partial class PortfolioGrain
{
    private BrokerSession? session;

    private bool IsLive => Book.Opened is { Broker: not BrokerKind.Paper };

    private BrokerSession Session => session ??= new BrokerSession(desk, clock, ServiceProvider.GetRequiredService<ILogger<BrokerSession>>());

    private GrainTimerCreationOptions WatchOptions => IsLive
        ? new(BrokerSession.Interval, BrokerSession.Interval) { KeepAlive = true }
        : new(WatchInterval, WatchInterval);

    // A retry of a live order hears how the order stands now; on paper, how the command left it.
    private Order Latest(Order booked) => IsLive ? Book.Orders[booked.OrderId] : booked;

    // After a command is durable: hands new orders over and passes cancellations on.
    private async Task TellBroker(IReadOnlyList<PortfolioEvent> events)
    {
        if (!IsLive) return;
        foreach (PortfolioEvent happened in events)
        {
            if (happened is OrderAccepted accepted)
            {
                using TradingPass? pass = await gate.TryEnter(CancellationToken.None); // writing it down took a while
                if (pass is not null && pass.Halts.Against(Id) is null) await Learn(await Session.Send(Book, Book.Orders[accepted.OrderId]));
            }
            else if (happened is CancelRequested asked) await Learn(await Session.Look(Book, Book.Orders[asked.OrderId], CancellationToken.None));
        }
    }

    // How the open orders stand; after a fault the broker is left alone for a while.
    private async Task AskBroker(CancellationToken cancellationToken)
    {
        foreach (string due in Session.Due(Book))
        {
            if (Session.Rests) return;
            await Learn(await Session.Look(Book, Book.Orders[due], cancellationToken));
        }
    }

    private async Task Learn(BrokerNews? news)
    {
        if (news is null) return;
        journal.Draft(news.Events);
        journal.Commit(news.OperationId);
        await Durable(journal.Told()); // the broker is not asked for more on the strength of what may get lost
    }
}
