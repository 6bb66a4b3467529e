using System.Diagnostics;
using NeuralTrader.Abstractions.Trading;

namespace NeuralTrader.Grains.Trading;

/// <summary>Orders are timed where they arrive; other calls pass by.</summary>
public sealed partial class PortfolioGrain : IIncomingGrainCallFilter
{
    /// <inheritdoc/>
    public Task Invoke(IIncomingGrainCallContext context) => context.Request.GetMethodName() == nameof(Execute) ? Timed(context) : context.Invoke();

    private static async Task Timed(IIncomingGrainCallContext context)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            await context.Invoke();
        }
        catch (Exception fault)
        {
            TradingMetrics.Failed(fault, Stopwatch.GetElapsedTime(start));
            throw;
        }
        if (context.Result is Answer<TradeReceipt> answer) TradingMetrics.Answered(answer, Stopwatch.GetElapsedTime(start));
    }
}
