using System.Diagnostics;
using NeuralTrader.Abstractions.Trading;

namespace NeuralTrader.Grains.Trading;

/// <summary>Orders are timed where they arrive; other calls pass by.</summary>
public sealed partial class PortfolioGrain : IIncomingGrainCallFilter
{
    /// <inheritdoc/>
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.Request.GetMethodName() != nameof(Execute))
        {
            await context.Invoke();
            return;
        }
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
