using NeuralTrader.Abstractions.Risk;
using NeuralTrader.Cli.Output;
using NeuralTrader.Domain.Risk.Allocation;
using NeuralTrader.Domain.Trading;

namespace NeuralTrader.Cli.Verbs;

/// <summary>Shows a chosen portfolio: weights as bars, figures, what binds, the frontier.</summary>
internal static class AllocationView
{
    private const int WidestBar = 24, MostBinding = 8;
    private const double Dust = 5e-6;

    public static void Write(Page page, OptimizePortfolioAnswer answer)
    {
        AllocatedPortfolio best = answer.Portfolio;
        string data = answer.Data is { } known
            ? $", {Figures.Whole(known.Observations)} returns from {Figures.Day(known.From)} to {Figures.Day(known.To)}" : "";
        page.Heading($"{Wire.Word(best.Objective)} of {best.Assets.Count} assets{data}");
        Weights(page, best);
        (string, string)[] trading = double.IsFinite(best.Turnover)
            ? [("Turnover", $"{Figures.Percent(best.Turnover)}, cost {Figures.Percent(best.Cost)}")] : [];
        page.Grid(
        [
            ("Expected return", $"{Figures.ReturnWithin(best.ExpectedReturn, best.ExpectedReturnError)} a year"),
            ("Volatility", $"{Figures.Percent(best.Volatility)} a year"),
            ("Sharpe", Figures.RatioWithin(best.Sharpe, best.SharpeError)),
            ("Worst periods", $"value at risk {Figures.Percent(best.ValueAtRisk)}, expected shortfall {Figures.Percent(best.ExpectedShortfall)} at "
                + Figures.Percent(best.Confidence)),
            ("Effective assets", Figures.Ratio(best.EffectiveAssets)), ("Diversification", Figures.Ratio(best.DiversificationRatio)),
            ("Cash", Figures.Percent(best.Cash)), .. trading,
        ]);
        if (best.Binding.Count > 0) page.Line($"Binds: {string.Join("; ", best.Binding.Take(MostBinding).Select(Words))}{More(best.Binding.Count)}");
        if (best.Frontier.Count > 0)
        {
            page.Line("Efficient frontier");
            page.Table(best.Frontier,
                new("Volatility", point => Figures.Percent(point.Volatility), Look.Right),
                new("Return", point => Figures.Return(point.ExpectedReturn), Look.Right),
                new("Sharpe", point => Figures.Ratio(point.Sharpe), Look.Right),
                new("Effective assets", point => Figures.Ratio(point.EffectiveAssets), Look.Right));
        }
        if (answer.Trades is { } plan)
            page.Table(plan.Trades,
                new("Trade", trade => Wire.Word(trade.Side)), new("Asset", trade => trade.Symbol),
                new("Quantity", trade => Figures.Exact(trade.Quantity), Look.Right), new("Value", trade => Figures.Money(trade.Value), Look.Right));
        if (answer.TradesRefused is { } reason) page.Warn($"No trades: {reason}");
        foreach (AllocationSource source in answer.Data?.Sources.Where(source => source.Provenance.IsSynthetic) ?? [])
            page.Warn($"{source.Symbol}: {MarketVerbs.Source(source.Provenance)}");
        foreach (string warning in best.Warnings) page.Warn(warning);
        if (answer.Device.FallbackReason is { } fallback) page.Note($"Done on {answer.Device.Name}: {fallback}");
    }

    private static void Weights(Page page, AllocatedPortfolio best)
    {
        AllocatedAsset[] held = [.. best.Assets.Where(asset => Math.Abs(asset.Weight) > Dust).OrderByDescending(asset => asset.Weight)];
        double largest = held.Select(asset => Math.Abs(asset.Weight)).DefaultIfEmpty(1).Max();
        Column<AllocatedAsset>[] heldNow = held.Any(asset => double.IsFinite(asset.CurrentWeight))
            ? [new("Held", asset => Figures.Percent(asset.CurrentWeight), Look.Right, Drop: 4)] : [];
        Column<AllocatedAsset>[] implied = held.Any(asset => double.IsFinite(asset.ImpliedReturn))
            ? [new("Implied by the market", asset => Figures.Return(asset.ImpliedReturn), Look.Right)] : [];
        page.Table(held,
        [
            new("Asset", asset => asset.Symbol), new("Weight", asset => Figures.Percent(asset.Weight), Look.Right),
            new("", asset => new string(asset.Weight < 0 ? '░' : '█', (int)Math.Round(WidestBar * Math.Abs(asset.Weight) / largest)), Drop: 3),
            .. heldNow,
            new("Of the risk", asset => Figures.Percent(asset.RiskContribution), Look.Right),
            .. implied,
            new("Return a year", asset => Figures.ReturnWithin(asset.ExpectedReturn, asset.ExpectedReturnError), Look.Right,
                asset => Figures.Return(asset.ExpectedReturn)),
            new("Volatility", asset => Figures.Percent(asset.Volatility), Look.Right, Drop: 2),
        ]);
    }

    private static string Words(BindingConstraint bound) =>
        $"{bound.Name} {Wire.Word(bound.End)}{(double.IsNaN(bound.Limit) ? "" : $" {Figures.Short(bound.Limit)}")}";

    private static string More(int binding) => binding > MostBinding ? $"; and {binding - MostBinding} more" : "";
}
