using System.Globalization;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Trading;

/// <summary>The trades that take a portfolio to its target weights.</summary>
/// <remarks>
/// Weights are of the value that is left after costs. Sells come before buys, and cash is never negative between two trades. Whole units
/// are rounded towards 0; then the largest remainders get one unit more, as long as that brings instruments and cash together nearer to their targets.
/// </remarks>
public static class Rebalancing
{
    /// <summary>The name that stands for uninvested money among the targets.</summary>
    public const string Cash = "CASH";

    /// <summary>The most that rounding to whole units may miss a weight by, while the target still counts as reached.</summary>
    public const decimal LargestRounding = 0.05m;

    private const decimal SumTolerance = 0.0001m;
    private const decimal MostValue = 1e15m;
    private const int CostRounds = 12, ScaleRounds = 50;

    /// <summary>Plans a rebalance; nothing is traded.</summary>
    /// <param name="spec">The portfolio and its target.</param>
    /// <exception cref="InvalidInputException">Weights do not sum to 1, a price is missing, or another member is wrong; it is named.</exception>
    public static RebalanceResult Plan(RebalanceSpec spec)
    {
        List<RebalanceLine> lines = Lines(spec);
        decimal value = spec.Cash + lines.Sum(line => line.Held * line.Price);
        if (value <= 0) throw Require.Invalid("holdings", value, "a portfolio worth more than 0");
        CostRates<decimal> rates = (spec.Costs ?? TradingCosts.Free).In<decimal>();
        var reasons = new List<string>();
        foreach (RebalanceLine line in lines) line.Stays = Stays(line, value, spec.DriftThreshold);

        decimal investable = value;
        for (int round = 0; round < CostRounds; round++) // costs make the value smaller, which makes the trades smaller
        {
            foreach (RebalanceLine line in lines) line.Aim(investable, spec.WholeUnits);
            investable = value - lines.Sum(line => line.Cost(rates));
        }
        if (CashAfter(lines, spec.Cash, rates) < 0) CutBuys(lines, spec, rates, reasons);
        if (spec.WholeUnits) SpendRemainders(lines, spec.Cash, investable * CashTarget(spec), rates);
        return Result(spec, lines, value, rates, reasons);
    }

    private static List<RebalanceLine> Lines(RebalanceSpec spec)
    {
        Require.Between(spec.Cash, 0m, MostValue, "cash");
        Require.Between(spec.DriftThreshold, 0m, 1m, "driftThreshold");
        spec.Costs?.Validated();
        if (spec.Targets is not { Count: > 0 }) throw Require.Invalid("target", 0, "at least one weight");
        decimal sum = 0;
        var targets = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        foreach ((string name, decimal weight) in spec.Targets)
        {
            decimal least = spec.AllowShort && !IsCash(name) ? -10 : 0;
            Require.Between(weight, least, 10m, $"target[{name}]");
            if (!targets.TryAdd(Symbol.Parse(name, "target"), weight)) throw Require.Invalid($"target[{name}]", name, "each symbol once");
            sum += weight;
        }
        if (Math.Abs(sum - 1) > SumTolerance) throw Require.Invalid("target", sum, "weights that sum to 1, within 0.0001");

        var lines = new SortedDictionary<string, RebalanceLine>(StringComparer.Ordinal);
        foreach (RebalanceHolding holding in spec.Holdings)
        {
            string symbol = Symbol.Parse(holding.Symbol, "holdings");
            if (IsCash(symbol)) throw Require.Invalid("holdings", symbol, "instruments; money belongs in cash");
            Require.Between(holding.Price, 0.00000001m, 1e9m, $"holdings[{symbol}].price");
            Require.Between(holding.Quantity, -MostValue / holding.Price, MostValue / holding.Price, $"holdings[{symbol}].quantity");
            bool isWanted = targets.TryGetValue(symbol, out decimal target);
            if (!lines.TryAdd(symbol, new RebalanceLine(symbol, holding.Quantity, holding.Price, target, isWanted)))
                throw Require.Invalid("holdings", symbol, "each symbol once");
        }
        foreach (string wanted in targets.Keys)
            if (!IsCash(wanted) && !lines.ContainsKey(wanted)) throw Require.Invalid($"target[{wanted}]", wanted, "symbols whose price is among the holdings");
        return [.. lines.Values];
    }

    // What the target does not name is sold, however small.
    private static bool Stays(RebalanceLine line, decimal value, decimal threshold) =>
        line.IsWanted && line.Target != 0 && Math.Abs((line.Held * line.Price / value) - line.Target) <= threshold;

    private static decimal CashAfter(List<RebalanceLine> lines, decimal cash, in CostRates<decimal> rates)
    {
        foreach (RebalanceLine line in lines) cash -= (line.Trade * line.Price) + line.Cost(rates);
        return cash;
    }

    // Instruments that stay above their weight, or least commissions, may leave too little money: all buys shrink by one factor.
    private static void CutBuys(List<RebalanceLine> lines, RebalanceSpec spec, in CostRates<decimal> rates, List<string> reasons)
    {
        RebalanceLine[] buys = [.. lines.Where(line => line.Trade > 0)];
        decimal[] wanted = [.. buys.Select(line => line.Trade)];
        (decimal low, decimal high) = (0, 1);
        for (int round = 0; round < ScaleRounds; round++)
        {
            decimal middle = (low + high) / 2;
            Scale(middle);
            if (CashAfter(lines, spec.Cash, rates) >= 0) low = middle;
            else high = middle;
        }
        Scale(low);
        if (buys.Length > 0) reasons.Add("Cash does not pay for all buys; they were cut by one factor.");

        void Scale(decimal factor)
        {
            for (int i = 0; i < buys.Length; i++) buys[i].Final = buys[i].Held + RebalanceLine.Lot(wanted[i] * factor, spec.WholeUnits);
        }
    }

    private static void SpendRemainders(List<RebalanceLine> lines, decimal cash, decimal cashTarget, CostRates<decimal> rates)
    {
        IEnumerable<RebalanceLine> byRemainder = lines.Where(line => !line.Stays && line.Ideal > line.Final)
            .OrderByDescending(line => line.Ideal - line.Final).ThenBy(line => line.Symbol, StringComparer.Ordinal);
        decimal before = Distance();
        foreach (RebalanceLine line in byRemainder.ToArray())
        {
            line.Final += 1;
            decimal after = Distance();
            if (after < before && CashAfter(lines, cash, rates) >= 0) before = after;
            else line.Final -= 1;
        }

        decimal Distance() => lines.Sum(line => Math.Abs(line.Ideal - line.Final) * line.Price) + Math.Abs(CashAfter(lines, cash, rates) - cashTarget);
    }

    private static RebalanceResult Result(RebalanceSpec spec, List<RebalanceLine> lines, decimal value, in CostRates<decimal> rates, List<string> reasons)
    {
        var trades = new List<RebalanceTrade>();
        (decimal cash, decimal costs) = (spec.Cash, 0);
        IEnumerable<RebalanceLine> sells = lines.Where(line => line.Trade < 0).OrderBy(line => line.Trade * line.Price);
        foreach (RebalanceLine line in sells.Concat(lines.Where(line => line.Trade > 0)).ToArray())
        {
            decimal cost = line.Cost(rates), after = cash - (line.Trade * line.Price) - cost;
            if (after < 0)
            {
                reasons.Add($"{line.Symbol}: the trade costs more than it brings, and there is no cash for it.");
                line.Final = line.Held;
                continue;
            }
            (cash, costs) = (after, costs + cost);
            decimal quantity = Math.Abs(line.Trade);
            trades.Add(new RebalanceTrade(
                line.Symbol, line.Trade > 0 ? OrderSide.Buy : OrderSide.Sell, quantity, line.Price, quantity * line.Price, cost, cash));
        }
        decimal left = value - costs, cashTarget = CashTarget(spec);
        var weights = new List<RebalanceWeight>();
        bool missed = false;
        foreach (RebalanceLine line in lines)
        {
            var weight = new RebalanceWeight(line.Symbol, Weight(line.Held * line.Price, value), line.Target, Weight(line.Final * line.Price, left));
            weights.Add(weight);
            decimal unit = spec.WholeUnits ? Math.Min(Weight(line.Price, left), LargestRounding) : 0;
            decimal allowed = Math.Max(SumTolerance, Math.Max(line.Stays ? spec.DriftThreshold : 0, unit));
            decimal off = Math.Abs(weight.After - weight.Target);
            if (off <= allowed) continue;
            missed = true;
            reasons.Add(string.Create(CultureInfo.InvariantCulture, $"{line.Symbol}: {off:0.######} from its target weight."));
        }
        weights.Add(new RebalanceWeight(Cash, Weight(spec.Cash, value), cashTarget, Weight(cash, left)));
        return new RebalanceResult(
            [.. trades], [.. weights], value, left, costs, cash, !missed,
            weights.Sum(weight => Math.Abs(weight.After - weight.Target)) / 2, missed ? [.. reasons] : []);
    }

    private static decimal Weight(decimal part, decimal whole) => whole > 0 ? part / whole : 0;

    private static decimal CashTarget(RebalanceSpec spec) => spec.Targets.FirstOrDefault(target => IsCash(target.Key)).Value;

    private static bool IsCash(string name) => string.Equals(name, Cash, StringComparison.OrdinalIgnoreCase);
}
