using NeuralTrader.Abstractions;
using NeuralTrader.Abstractions.Markets;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Cluster.Tests.Trading;

public sealed class IndicatorTests(TradingCluster cluster)
{
    [Theory, InlineData(20, false), InlineData(21, true), InlineData(5_000, true)]
    public async Task A_period_that_the_bars_do_not_fill_is_refused_with_both_numbers(double period, bool isRefused)
    {
        cluster.Bars.Put("SHORT", Enumerable.Range(1, 20).Select(day => new Bar(MemoryBars.Day(day), 10, 11, 9, 10 + day, 1)));
        Answer<IndicatorAnswer> answer = await cluster.Grains.GetGrain<IAnalysisGrain>(0).Indicator(
            new CalculateIndicatorRequest("sma", "SHORT", Parameters: new Dictionary<string, double> { ["period"] = period }), TestContext.Current.CancellationToken);
        Assert.Equal(isRefused, answer.IsRefused);
        if (!isRefused) return;
        Assert.Equal((RefusalKind.InsufficientData, "parameters"), (answer.Refusal!.Kind, answer.Refusal.Field));
        Assert.Contains("SHORT has 20", answer.Refusal.Detail, StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($"after {period - 1} bars"), answer.Refusal.Detail, StringComparison.Ordinal);
    }
}
