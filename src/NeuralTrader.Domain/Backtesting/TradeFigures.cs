namespace NeuralTrader.Domain.Backtesting;

/// <summary>The figures of closed trades; NaN where there are none to define one.</summary>
internal readonly record struct TradeFigures(
    int Count, double WinRate, double ProfitFactor, double AverageWin, double AverageLoss, double Expectancy)
{
    public static TradeFigures Of(IReadOnlyList<BacktestTrade> trades)
    {
        (int wins, int losses, double won, double lost) = (0, 0, 0, 0);
        foreach (BacktestTrade trade in trades)
        {
            if (trade.NetProfit > 0) (wins, won) = (wins + 1, won + trade.NetProfit);
            if (trade.NetProfit < 0) (losses, lost) = (losses + 1, lost - trade.NetProfit);
        }
        int n = trades.Count;
        return new TradeFigures(
            n, Ratio(wins, n), Ratio(won, lost), Ratio(won, wins), Ratio(lost, losses), Ratio(won - lost, n));
    }

    private static double Ratio(double value, double by) => by > 0 ? value / by : double.NaN;
}
