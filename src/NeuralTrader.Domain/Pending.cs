#pragma warning disable
namespace NeuralTrader.Domain.Trading.Strategies
{
    public static partial class StrategyCatalog
    {
        /// <summary>.</summary>
        public static IReadOnlyList<StrategyInfo> All => throw new NotSupportedException();
        /// <summary>.</summary>
        public static StrategyInfo Find(string name) => throw new NotSupportedException();
    }
}
namespace NeuralTrader.Domain.Backtesting
{
    /// <summary>.</summary>
    public static class BacktestComparison
    {
        /// <summary>.</summary>
        public static ComparisonResult Compare(IReadOnlyList<BacktestResult> rows, int draws, double meanBlock, int seed) => throw new NotSupportedException();
    }
}
