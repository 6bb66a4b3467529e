using System.Diagnostics.Metrics;
using System.Text.Json;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Domain.Trading.Portfolios;

namespace NeuralTrader.Grains.Trading;

/// <summary>What trading tells of itself, under the meter "NeuralTrader"; never whose order it was, nor of what.</summary>
internal static class TradingMetrics
{
    private static readonly Meter Meter = new("NeuralTrader");

    private static readonly Counter<long> Accepted = Meter.CreateCounter<long>("neuraltrader.orders.accepted", "{order}", "Orders that are in the journal.");

    private static readonly Counter<long> Refused = Meter.CreateCounter<long>("neuraltrader.orders.refused", "{order}", "Orders that were refused, by reason.");

    private static readonly Counter<long> Repeated = Meter.CreateCounter<long>(
        "neuraltrader.orders.repeated", "{order}", "Requests answered from the journal, because their key was in it.");

    private static readonly Counter<long> Fills = Meter.CreateCounter<long>("neuraltrader.fills", "{fill}", "Fills that are in the journal.");

    private static readonly Histogram<double> Acknowledge = Meter.CreateHistogram(
        "neuraltrader.orders.acknowledge.duration", "s", "From an order's arrival at its portfolio until it was acknowledged or refused.", null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });

    /// <summary>Events that have been written.</summary>
    public static void Booked(IReadOnlyList<PortfolioEvent> events)
    {
        int accepted = 0, fills = 0;
        foreach (PortfolioEvent happened in events)
        {
            if (happened is OrderAccepted) accepted++;
            else if (happened is OrderFilled) fills++;
        }
        if (accepted > 0) Accepted.Add(accepted);
        if (fills > 0) Fills.Add(fills);
    }

    /// <summary>An order was answered.</summary>
    /// <param name="answer">How.</param>
    /// <param name="took">Since it came.</param>
    public static void Answered(Answer<TradeReceipt> answer, TimeSpan took)
    {
        Acknowledge.Record(took.TotalSeconds);
        if (answer.Refusal is { } refusal) Refuse(Word(refusal.Kind));
        else if (answer.Value is { IsRepeat: true }) Repeated.Add(1);
    }

    /// <summary>An order was malformed, or the portfolio could not answer.</summary>
    /// <param name="fault">Why.</param>
    /// <param name="took">Since it came.</param>
    public static void Failed(Exception fault, TimeSpan took)
    {
        Acknowledge.Record(took.TotalSeconds);
        Refuse(fault is InvalidInputException ? "invalid_input" : "failure");
    }

    private static void Refuse(string reason) => Refused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    private static string Word(RefusalKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());
}
