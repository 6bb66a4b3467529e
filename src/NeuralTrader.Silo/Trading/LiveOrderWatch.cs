using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NeuralTrader.Abstractions;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Trading.Brokers;
using NeuralTrader.Domain.Trading.Portfolios;
using NeuralTrader.Silo.Hosting;

namespace NeuralTrader.Silo.Trading;

/// <summary>
/// Wakes the portfolios that trade at a broker, at start and every minute: an order that was written down when its silo was killed is
/// handed over, and its fills are booked, without anybody asking for the portfolio.
/// </summary>
internal sealed partial class LiveOrderWatch(
    IGrainFactory grains, IEnumerable<IBroker> brokers, IHostApplicationLifetime host, TimeProvider clock, ILogger<LiveOrderWatch> log)
    : MinuteWatch(host, clock)
{
    private readonly HashSet<string> onPaper = [];

    protected override bool IsNeeded => brokers.Any(broker => broker.IsEnabled);

    protected override async Task Look(CancellationToken cancellationToken)
    {
        try
        {
            PortfolioList all = await grains.GetGrain<IPortfolioIndexGrain>(0).List(cancellationToken).ConfigureAwait(false);
            foreach (string id in all.PortfolioIds.Where(id => !onPaper.Contains(id))) await Wake(id, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            NotListed(fault);
        }
    }

    private async Task Wake(string id, CancellationToken cancellationToken)
    {
        try
        {
            Answer<PortfolioStatus> status = await grains.GetGrain<IPortfolioGrain>(id).Status(new GetPortfolioStatusRequest(id), cancellationToken).ConfigureAwait(false);
            if (status is { IsRefused: false, Value.Broker: BrokerKind.Paper }) onPaper.Add(id);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            NotWoken(id, fault);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The portfolios could not be listed; their live orders are looked at in a minute.")]
    private partial void NotListed(Exception fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Portfolio {Id} could not be woken; its live orders are looked at in a minute.")]
    private partial void NotWoken(string id, Exception fault);
}
