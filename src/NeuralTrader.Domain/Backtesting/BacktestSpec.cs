using System.Text.Json.Serialization;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Strategies;

namespace NeuralTrader.Domain.Backtesting;

/// <summary>When an order that a signal gives may trade. A signal is always formed at the close of its bar.</summary>
public enum FillRule
{
    /// <summary>At the next bar's open: the default, and the only rule that a trader could follow without haste.</summary>
    [JsonStringEnumMemberName("nextOpen")] NextOpen = 1,

    /// <summary>At the next bar's close.</summary>
    [JsonStringEnumMemberName("nextClose")] NextClose = 2,

    /// <summary>At the very close that formed the signal. It flatters: nobody knows a close before it is over. Must be asked for.</summary>
    [JsonStringEnumMemberName("sameClose")] SameClose = 3,
}

/// <summary>What to test and by which rules. Data are given beside it.</summary>
/// <param name="Strategy">Name in the <see cref="StrategyCatalog"/>.</param>
/// <param name="Parameters">Values by parameter name; what is not named takes its default.</param>
/// <param name="Members">Strategies that `ensemble` and `adaptive` combine; null for their defaults.</param>
/// <param name="InitialCapital">In the instruments' currency, positive.</param>
/// <param name="Costs">What trading costs; null for nothing.</param>
/// <param name="FillRule">When orders trade.</param>
/// <param name="PositionFraction">
/// Part of equity that a target of 1 uses, up to the leverage; a one-instrument strategy shares it equally among its instruments.
/// </param>
/// <param name="MaxLeverage">Largest gross position value as a multiple of equity when a position is opened, from 0.01 to 20.</param>
/// <param name="AllowShort">False turns negative targets into 0.</param>
/// <param name="WholeUnits">True trades whole units only, rounded towards no position.</param>
/// <param name="RebalanceBand">
/// A new target of the same sign is followed only when it differs from the last one by more than this part of the larger of both.
/// </param>
/// <param name="StopLoss">Closes a position by a stop order this fraction beyond its average entry price; null for none.</param>
/// <param name="TakeProfit">Closes a position by a limit order this fraction in its favour; null for none.</param>
/// <param name="RiskFreeRateAnnual">For Sharpe, Sortino and alpha: fraction per year, spread evenly over its periods.</param>
/// <param name="CashRateAnnual">Simple interest on cash (charged where cash is owed), fraction per 365 days; 0 for none.</param>
/// <param name="PeriodsPerYear">Bars per year used to annualise; null infers it from the bars.</param>
[GenerateSerializer, Immutable, Alias("backtest-spec")]
public sealed record BacktestSpec(
    string Strategy,
    IReadOnlyDictionary<string, double>? Parameters = null,
    string[]? Members = null,
    double InitialCapital = 100_000,
    TradingCosts? Costs = null,
    FillRule FillRule = FillRule.NextOpen,
    double PositionFraction = 1,
    double MaxLeverage = 1,
    bool AllowShort = true,
    bool WholeUnits = false,
    double RebalanceBand = 0.1,
    double? StopLoss = null,
    double? TakeProfit = null,
    double RiskFreeRateAnnual = 0,
    double CashRateAnnual = 0,
    double? PeriodsPerYear = null)
{
    /// <summary>Refuses what no test could mean.</summary>
    /// <exception cref="InvalidInputException">A member is out of range.</exception>
    public BacktestSpec Validated()
    {
        Require.Between(InitialCapital, 0.01, 1e15);
        Require.Between(MaxLeverage, 0.01, 20);
        Require.Between(PositionFraction, 0, MaxLeverage);
        Require.Between(RebalanceBand, 0, 1);
        if (StopLoss is { } stop) Require.Between(stop, 1e-6, 10, "stopLoss");
        if (TakeProfit is { } profit) Require.Between(profit, 1e-6, 1000, "takeProfit");
        Require.Between(RiskFreeRateAnnual, -0.5, 1);
        Require.Between(CashRateAnnual, -0.5, 1);
        if (PeriodsPerYear is { } periods) Require.Between(periods, 1, 1e6, "periodsPerYear");
        if (!Enum.IsDefined(FillRule)) throw Require.Invalid(nameof(FillRule), FillRule, "nextOpen, nextClose or sameClose");
        Costs?.Validated();
        return this;
    }
}
