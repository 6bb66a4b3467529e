using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Domain.Trading.Portfolios;

namespace NeuralTrader.Grains.Trading;

/// <summary>What trading tells of itself, under the meter "NeuralTrader"; never whose order it was, nor of what.</summary>
internal static class TradingMetrics
{
    private static readonly Meter Meter = new("NeuralTrader");

    private static readonly Histogram<double> Acknowledge = Meter.CreateHistogram(
        "neuraltrader.orders.acknowledge.duration", "s", "From an order's arrival at its portfolio until it was acknowledged or refused.", null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });

    private const string InvalidInput = "invalid_input", Failure = "failure";

    private static readonly ConcurrentDictionary<string, long> Refusals =
        new([.. Enum.GetValues<RefusalKind>().Select(Word).Append(InvalidInput).Append(Failure).Distinct().Select(reason => new KeyValuePair<string, long>(reason, 0))], StringComparer.Ordinal);

    private static long accepted, repeated, filled;

    static TradingMetrics()
    {
        // Counts are told from the beginning, so that the first of each is seen as a rise.
        Meter.CreateObservableCounter("neuraltrader.orders.accepted", () => Volatile.Read(ref accepted), "{order}", "Orders that are in the journal.");
        Meter.CreateObservableCounter(
            "neuraltrader.orders.refused", () => Refusals.Select(one => new Measurement<long>(one.Value, new KeyValuePair<string, object?>("reason", one.Key))), "{order}",
            "Orders that were refused, by reason.");
        Meter.CreateObservableCounter(
            "neuraltrader.orders.repeated", () => Volatile.Read(ref repeated), "{order}", "Requests answered from the journal, because their key was in it.");
        Meter.CreateObservableCounter("neuraltrader.fills", () => Volatile.Read(ref filled), "{fill}", "Fills that are in the journal.");
    }

    /// <summary>Begins to tell: a process that has had no order yet tells of none.</summary>
    public static void Begin() => RuntimeHelpers.RunClassConstructor(typeof(TradingMetrics).TypeHandle);

    /// <summary>Events that have been written.</summary>
    public static void Booked(IReadOnlyList<PortfolioEvent> events)
    {
        int orders = 0, fills = 0;
        foreach (PortfolioEvent happened in events)
        {
            if (happened is OrderAccepted) orders++;
            else if (happened is OrderFilled) fills++;
        }
        if (orders > 0) Interlocked.Add(ref accepted, orders);
        if (fills > 0) Interlocked.Add(ref filled, fills);
    }

    /// <summary>An order was answered.</summary>
    /// <param name="answer">How.</param>
    /// <param name="took">Since it came.</param>
    public static void Answered(Answer<TradeReceipt> answer, TimeSpan took)
    {
        Acknowledge.Record(took.TotalSeconds);
        if (answer.Refusal is { } refusal) Refuse(Word(refusal.Kind));
        else if (answer.Value is { IsRepeat: true }) Interlocked.Increment(ref repeated);
    }

    /// <summary>An order was malformed, or the portfolio could not answer.</summary>
    /// <param name="fault">Why.</param>
    /// <param name="took">Since it came.</param>
    public static void Failed(Exception fault, TimeSpan took)
    {
        Acknowledge.Record(took.TotalSeconds);
        Refuse(fault is InvalidInputException ? InvalidInput : Failure);
    }

    private static void Refuse(string reason) => Refusals.AddOrUpdate(reason, 1, static (_, count) => count + 1);

    private static string Word(RefusalKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());
}
