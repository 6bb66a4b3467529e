using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Cli.Output;
using NeuralTrader.Domain.Trading.Portfolios;

namespace NeuralTrader.Cli.Verbs;

/// <summary>Shows portfolios, orders, fills and what became of commands.</summary>
internal static class PortfolioView
{
    public static void Write(Page page, TradeReceipt receipt)
    {
        if (receipt.IsRepeat) page.Note("The key was known; this is the first answer again.");
        if (receipt.Order is { } order)
        {
            Write(page, [order]);
            if (order.AverageFillPrice is { } price)
                page.Good($"{(order.Remaining > 0 ? $"{Figures.Exact(order.FilledQuantity)} filled" : "Filled")} at {Figures.Exact(price)}, price of "
                    + $"{Figures.Time(order.WorkingFrom)}.");
        }
        else page.Good("Booked.");
        if (receipt.Order?.Reason is { } reason) page.Warn(reason);
        page.Note($"{receipt.PortfolioId}: cash {Figures.Money(receipt.Cash)}, journal entry {Figures.Whole(receipt.Version)}.");
    }

    public static void Write(Page page, IReadOnlyList<Order> orders) => page.Table(orders,
        new("Order", order => order.OrderId), new("For", order => order.Strategy, Drop: 5), new("Side", order => Wire.Word(order.Side)),
        new("Quantity", order => Figures.Exact(order.Quantity), Look.Right), new("Symbol", order => order.Symbol), new("Type", order => Type(order)),
        new("Works", order => Wire.Word(order.TimeInForce), Drop: 4),
        new("Status", order => Wire.Word(order.Status)), new("Filled", order => Figures.Exact(order.FilledQuantity), Look.Right, Drop: 2),
        new("At", order => Figures.Exact(order.AverageFillPrice), Look.Right),
        new("Accepted", order => Figures.Time(order.AcceptedAt), Short: order => Figures.Day(order.AcceptedAt), Drop: 1),
        new("Reason", order => order.Reason ?? "", Drop: 3));

    public static void Write(Page page, ExecutionPage fills)
    {
        page.Table(fills.Executions,
            new("Fill", fill => fill.ExecutionId, Drop: 3), new("Order", fill => fill.OrderId, Drop: 2), new("Side", fill => Wire.Word(fill.Side)),
            new("Quantity", fill => Figures.Exact(fill.Quantity), Look.Right),
            new("Symbol", fill => fill.Symbol), new("Price", fill => Figures.Exact(fill.Price), Look.Right),
            new("Value", fill => Figures.Money(fill.Value), Look.Right),
            new("Commission", fill => Figures.Money(fill.Commission), Look.Right, Drop: 1),
            new("Realised", fill => Figures.Gain(fill.RealisedPnl), Look.Signed),
            new("Market time", fill => Figures.Time(fill.MarketTime), Short: fill => Figures.Day(fill.MarketTime)));
        More(page, fills.NextBefore);
    }

    /// <summary>How to ask for the next page.</summary>
    public static void More(Page page, string? nextBefore)
    {
        if (nextBefore is not null) page.Note($"There are older ones: --before {nextBefore}");
    }

    public static void Write(Page page, IReadOnlyList<PortfolioStatus> portfolios, int total) => page.Table(portfolios, total,
        new("Portfolio", one => one.PortfolioId), new("Name", one => one.Name, Drop: 1), new("Value", one => Figures.Money(one.Value), Look.Right),
        new("Cash", one => Figures.Money(one.Cash), Look.Right), new("", one => one.Currency), new("As of", one => Figures.Time(one.AsOf)));

    public static void Write(Page page, PortfolioStatus status)
    {
        page.Heading($"{status.Name} ({status.PortfolioId}), {status.Currency}, {Wire.Word(status.Broker)}, prices of {Figures.Time(status.AsOf)}");
        page.Grid(
            ("Value", Figures.Money(status.Value)), ("Cash", $"{Figures.Money(status.Cash)}, {Figures.Money(status.AvailableCash)} available"),
            ("Paid in", Figures.Money(status.NetDeposits)),
            ("Total return", Figures.Return(status.TotalReturn)), ("Day", Figures.Gain(status.DayPnl)), ("Unrealised", Figures.Gain(status.UnrealisedPnl)),
            ("Realised", Figures.Gain(status.RealisedPnl)),
            ("Commissions", Figures.Money(status.Commissions)), ("Open orders", Figures.Whole(status.OpenOrders)));
        if (status.Positions.Count > 0)
            page.Table(status.Positions.Take(100), status.PositionCount,
                new("Symbol", position => position.Symbol + (position.IsSynthetic ? " (synthetic)" : "")),
                new("Quantity", position => Figures.Exact(position.Quantity), Look.Right),
                new("Cost", position => Figures.Exact(decimal.Round(position.AveragePrice, 4)), Look.Right),
                new("Price", position => Figures.Exact(position.Price), Look.Right),
                new("Value", position => Figures.Money(position.Value), Look.Right), new("Weight", position => Figures.Percent(position.Weight), Look.Right),
                new("Day", position => Figures.Gain(position.DayPnl), Look.Signed),
                new("Unrealised", position => Figures.Gain(position.UnrealisedPnl), Look.Signed));
        if (status.Unpriced.Count > 0) page.Warn($"Valued at cost, for want of a price: {string.Join(", ", status.Unpriced)}.");
        if (status.Analytics is { } risk) Write(page, risk);
    }

    public static void Write(Page page, RebalanceAnswer answer)
    {
        page.Table(answer.Plan.Trades,
            new("Side", trade => Wire.Word(trade.Side)), new("Quantity", trade => Figures.Exact(trade.Quantity), Look.Right),
            new("Symbol", trade => trade.Symbol),
            new("Price", trade => Figures.Exact(trade.Price), Look.Right), new("Value", trade => Figures.Money(trade.Value), Look.Right),
            new("Cost", trade => Figures.Money(trade.EstimatedCost), Look.Right));
        page.Table(answer.Plan.Weights,
            new("Symbol", weight => weight.Symbol), new("Now", weight => Figures.Percent((double)weight.Current), Look.Right),
            new("Target", weight => Figures.Percent((double)weight.Target), Look.Right),
            new("After", weight => Figures.Percent((double)weight.After), Look.Right));
        foreach (string reason in answer.Plan.Reasons) page.Warn(reason);
        if (answer.Orders.Count > 0) Write(page, answer.Orders);
        else page.Note("Only shown; --execute places the trades.");
    }

    private static void Write(Page page, PortfolioAnalytics risk)
    {
        page.Heading($"Risk, from {risk.Observations} days, {Figures.Time(risk.From)} to {Figures.Time(risk.To)}");
        page.Grid(
            ("Volatility", $"{Figures.Percent(risk.VolatilityAnnual)} per year"), ("Value at risk 95 %", Figures.Percent(risk.ValueAtRisk95)),
            ("Expected shortfall 95 %", Figures.Percent(risk.ExpectedShortfall95)),
            ("Max drawdown", Figures.Percent(risk.MaxDrawdown)), ("Sharpe", Figures.Ratio(risk.SharpeAnnual)),
            ("Beta", risk.Benchmark is { } market ? $"{Figures.Ratio(risk.Beta)} against {market}" : Figures.None),
            ("Effective positions", Figures.Ratio(risk.EffectivePositions)), ("Leverage", Figures.Ratio(risk.Leverage)),
            ("Net exposure", Figures.Ratio(risk.NetExposure)));
    }

    private static string Type(Order order) => order switch
    {
        { StopPrice: { } stop, LimitPrice: { } limit } => $"stop {Figures.Exact(stop)} limit {Figures.Exact(limit)}",
        { StopPrice: { } stop } => $"stop {Figures.Exact(stop)}",
        { LimitPrice: { } limit } => $"limit {Figures.Exact(limit)}",
        _ => Wire.Word(order.Type),
    };
}
