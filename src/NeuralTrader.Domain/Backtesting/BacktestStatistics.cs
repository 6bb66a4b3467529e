namespace NeuralTrader.Domain.Backtesting;

/// <summary>
/// An account's history in figures; NaN where its data do not define one. Of an account that was used up the last return is −100 % or less and
/// none follows: it has no yearly return, volatility, skewness, kurtosis or ratio.
/// </summary>
/// <param name="InitialCapital">Money at the start.</param>
/// <param name="FinalEquity">Money after final liquidation.</param>
/// <param name="TotalReturn">Final equity over initial capital − 1.</param>
/// <param name="AnnualReturn">CAGR: (1 + total return)^(365.25 / days) − 1 over actual days; NaN below one day or after ruin.</param>
/// <param name="AnnualVolatility">Sample deviation of period returns · √periods.</param>
/// <param name="Sharpe">Mean excess return over the sample deviation of excess returns · √periods. Sharpe (1994), J. Portfolio Management 21(1).</param>
/// <param name="Sortino">
/// Mean excess return over downside deviation √(Σ min(0, excess)² / N) · √periods, N counting every period.
/// Sortino and Price (1994), J. Investing 3(3).
/// </param>
/// <param name="Calmar">CAGR over maximum drawdown. Young (1991), Futures 20(1), over the whole test instead of 36 months.</param>
/// <param name="MaxDrawdown">Largest fall from a peak of equity, a fraction, positive.</param>
/// <param name="DrawdownPeak">When that peak was, UTC; null without a drawdown.</param>
/// <param name="DrawdownTrough">When the trough was, UTC.</param>
/// <param name="DrawdownRecovery">When equity was back at the peak, UTC; null where it has not been.</param>
/// <param name="DrawdownBars">Bars from that peak to the recovery, or to the end where there was none.</param>
/// <param name="Trades">Closed positions.</param>
/// <param name="WinRate">Part of the trades with a net profit above 0.</param>
/// <param name="ProfitFactor">Net profits over net losses of trades; NaN without a losing trade.</param>
/// <param name="AverageWin">Mean net profit of winning trades, money.</param>
/// <param name="AverageLoss">Mean net loss of losing trades, money, positive.</param>
/// <param name="Expectancy">Mean net profit of a trade, money.</param>
/// <param name="ExposureTime">Part of the bars with a position at the close.</param>
/// <param name="TurnoverAnnual">Half of all value traded over mean equity, per year of 365.25 days.</param>
/// <param name="BestPeriod">Highest period return.</param>
/// <param name="WorstPeriod">Lowest period return.</param>
/// <param name="Skewness">m₃ / m₂^1.5 of period returns, population moments.</param>
/// <param name="ExcessKurtosis">m₄ / m₂² − 3, population moments.</param>
/// <param name="ValueAtRisk95">Historic: the loss at the edge of the worst 5 % of periods, positive when money is lost.</param>
/// <param name="ExpectedShortfall95">Mean loss in the worst 5 % of periods. Acerbi and Tasche (2002), J. Banking and Finance 26(7).</param>
/// <param name="Commission">Paid in all, positive.</param>
/// <param name="Slippage">Lost to spread and slippage in all, positive.</param>
/// <param name="BorrowFees">Paid for shorts in all, positive.</param>
/// <param name="Dividends">Received less paid on shorts.</param>
/// <param name="Interest">Received on cash less paid on debt.</param>
/// <param name="PeriodsPerYear">Bars per year that the annual figures assume.</param>
/// <remarks>A period return is equity over the equity one bar earlier − 1, so n bars give n − 1 of them.</remarks>
[GenerateSerializer, Immutable, Alias("backtest-statistics")]
public sealed record BacktestStatistics(
    double InitialCapital, double FinalEquity, double TotalReturn, double AnnualReturn, double AnnualVolatility,
    double Sharpe, double Sortino, double Calmar,
    double MaxDrawdown, DateTime? DrawdownPeak, DateTime? DrawdownTrough, DateTime? DrawdownRecovery, int DrawdownBars,
    int Trades, double WinRate, double ProfitFactor, double AverageWin, double AverageLoss, double Expectancy,
    double ExposureTime, double TurnoverAnnual, double BestPeriod, double WorstPeriod, double Skewness, double ExcessKurtosis,
    double ValueAtRisk95, double ExpectedShortfall95,
    double Commission, double Slippage, double BorrowFees, double Dividends, double Interest, double PeriodsPerYear);

/// <summary>An account beside its benchmark; NaN where the data do not define a figure, as alpha and all that follow where the account was used up.</summary>
/// <param name="Name">What the benchmark is.</param>
/// <param name="TotalReturn">Of the benchmark, after the same costs where it was traded.</param>
/// <param name="AnnualReturn">CAGR of the benchmark.</param>
/// <param name="AnnualVolatility">Of the benchmark.</param>
/// <param name="Sharpe">Of the benchmark.</param>
/// <param name="MaxDrawdown">Of the benchmark, positive.</param>
/// <param name="AlphaAnnual">Intercept of excess returns regressed on the benchmark's, times periods per year. Jensen (1968), J. Finance 23(2).</param>
/// <param name="AlphaTStatistic">Intercept over its ordinary least squares standard error, n − 2 degrees of freedom.</param>
/// <param name="Beta">Slope of that regression.</param>
/// <param name="Correlation">Of period returns.</param>
/// <param name="TrackingErrorAnnual">Sample deviation of the difference of period returns · √periods.</param>
/// <param name="InformationRatio">Mean difference of period returns over its sample deviation · √periods. Goodwin (1998), FAJ 54(4).</param>
[GenerateSerializer, Immutable, Alias("benchmark-statistics")]
public sealed record BenchmarkStatistics(
    string Name, double TotalReturn, double AnnualReturn, double AnnualVolatility, double Sharpe, double MaxDrawdown,
    double AlphaAnnual, double AlphaTStatistic, double Beta, double Correlation, double TrackingErrorAnnual, double InformationRatio);
