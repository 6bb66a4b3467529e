using System.Globalization;
using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Client;
using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Trading;

namespace NeuralTrader.Api.Console;

/// <summary>What a back-test tested, in words: figures mean nothing without it.</summary>
public static class Tested
{
    /// <summary>Parameters by name; empty where the strategy has none.</summary>
    public static string Parameters(IReadOnlyDictionary<string, double>? parameters) =>
        string.Join(", ", (parameters ?? new Dictionary<string, double>()).Select(one =>
            $"{Console.Words.Of(one.Key).ToLowerInvariant()} {Text((decimal)one.Value)}"));

    /// <summary>What trading cost.</summary>
    public static string Costs(TradingCosts? costs)
    {
        if (costs is null) return "no costs";
        CostRates<decimal> rates = costs.In<decimal>();
        (decimal Value, string Words)[] terms =
        [
            (rates.ValueFraction, $"commission {Points(rates.ValueFraction)}"), (rates.PerOrder, $"{Text(rates.PerOrder)} per order"),
            (rates.PerUnit, $"{Text(rates.PerUnit)} per unit"), (rates.Minimum, $"at least {Text(rates.Minimum)} per order"),
            (rates.SlipFraction, $"slippage {Points(rates.SlipFraction)}"), (rates.SlipPerUnit, $"slippage {Text(rates.SlipPerUnit)} per unit"),
            (rates.SlipVolumeImpact, $"volume impact {Text(rates.SlipVolumeImpact)}"), (rates.HalfSpread, $"half spread {Points(rates.HalfSpread)}"),
            (costs.BorrowRateAnnual, $"borrowing {Text(costs.BorrowRateAnnual * 100)} % a year"),
        ];
        string words = string.Join(", ", terms.Where(term => term.Value != 0).Select(term => term.Words));
        return words.Length > 0 ? words : "no costs";
    }

    /// <summary>When a signal's order trades.</summary>
    public static string Words(FillRule rule) => rule switch
    {
        FillRule.NextOpen => "next bar's open",
        FillRule.NextClose => "next bar's close",
        FillRule.SameClose => "same close (flatters)",
    };

    /// <summary>Which way positions may go.</summary>
    public static string Sides(BacktestSpec spec) => spec.AllowShort ? "long and short" : "long only";

    /// <summary>All but the parameters in a line.</summary>
    public static string Terms(BacktestResult result) => string.Create(CultureInfo.InvariantCulture,
        $"{result.From:yyyy-MM-dd} to {result.To:yyyy-MM-dd}; {Costs(result.Spec.Costs)}; {Words(result.Spec.FillRule)}; {Sides(result.Spec)}");

    /// <summary>The accounts of back-tests by their ids; one that cannot be read has none.</summary>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<BacktestResult>>> Read(
        NeuralTraderClient client, IEnumerable<string> backtestIds, CancellationToken cancellationToken)
    {
        return (await Task.WhenAll(backtestIds.Distinct().Select(One))).ToDictionary(one => one.Id, one => one.Results);

        async Task<(string Id, IReadOnlyList<BacktestResult> Results)> One(string id)
        {
            IReadOnlyList<BacktestResult> results = [];
            await Problem.Of(async () => results = (await client.GetBacktestAsync(new GetBacktestRequest(id), cancellationToken)).Results);
            return (id, results);
        }
    }

    private static string Points(decimal fraction) => $"{Text(fraction * 10_000)} bp";

    private static string Text(decimal value) => value.ToString("#,0.######", CultureInfo.InvariantCulture);
}
