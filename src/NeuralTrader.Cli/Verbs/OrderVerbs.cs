using System.CommandLine;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Cli.Output;
using NeuralTrader.Domain.Trading;

namespace NeuralTrader.Cli.Verbs;

/// <summary>Orders: `nt buy`, `nt sell`, `nt close`, `nt cancel`, `nt orders`, `nt executions`.</summary>
internal static class OrderVerbs
{
    public static Verb Buy() =>
        Trade("buy", TradeAction.Buy, "Place an order to buy.", ["nt buy growth SPY 10", "nt buy growth SPX 10 --limit 380.50 --tif gtc"]);

    public static Verb Sell() => Trade("sell", TradeAction.Sell, "Place an order to sell.", ["nt sell growth SPY 5", "nt sell growth SPX 5 --stop 350"]);

    public static Verb Close() => Trade("close", TradeAction.Close, "Close a position, or a part of it.", ["nt close growth SPY", "nt close growth SPX 2"]);

    public static Verb Cancel()
    {
        Argument<string> portfolio = Portfolio(), order = Ask.Text("order", "The order's id; `nt orders` lists them.");
        Verb verb = new("cancel", "Take an open order back.")
        {
            Writes = true,
            Examples = ["nt cancel growth o-1"],
            Work = session => session.Show(new CancelOrderRequest(session.Get(portfolio), session.Get(order)),
                (TradeReceipt receipt) => PortfolioView.Write(session.Page, receipt)),
        };
        verb.Add(portfolio);
        verb.Add(order);
        return verb;
    }

    public static Verb Orders()
    {
        Argument<string> portfolio = Portfolio();
        Option<OrderStatus?> status = Ask.Word<OrderStatus>("--status", "Only those that stand so.");
        (Option<string?> symbol, Option<string?> before, Option<int> limit) = Paging("order");
        Verb verb = new("orders", "List a portfolio's orders, newest first.")
        {
            Examples = ["nt orders growth", "nt orders growth --status new --symbol SPX"],
            Work = session => session.Show(
                new GetOrdersRequest(session.Get(portfolio), session.Get(status), session.Get(symbol), session.Get(before), session.Get(limit)),
                (OrderPage page) =>
                {
                    PortfolioView.Write(session.Page, page.Orders);
                    PortfolioView.More(session.Page, page.NextBefore);
                }),
        };
        verb.Add(portfolio);
        foreach (Option option in (Option[])[status, symbol, before, limit]) verb.Add(option);
        return verb;
    }

    public static Verb Executions()
    {
        Argument<string> portfolio = Portfolio();
        Option<string?> order = new("--order") { Description = "Only those of one order." };
        (Option<string?> symbol, Option<string?> before, Option<int> limit) = Paging("fill");
        Verb verb = new("executions", "List a portfolio's fills, newest first.")
        {
            Examples = ["nt executions growth", "nt executions growth --order o-1"],
            Work = session => session.Show(
                new GetExecutionsRequest(session.Get(portfolio), session.Get(order), session.Get(symbol), session.Get(before), session.Get(limit)),
                (ExecutionPage page) => PortfolioView.Write(session.Page, page)),
        };
        verb.Add(portfolio);
        foreach (Option option in (Option[])[order, symbol, before, limit]) verb.Add(option);
        return verb;
    }

    private static Verb Trade(string name, TradeAction action, string summary, string[] examples)
    {
        Argument<string> portfolio = Portfolio(), symbol = Ask.Text("symbol", "The instrument.");
        Argument<decimal?> quantity = new("quantity")
        {
            Description = action == TradeAction.Close ? "Units; the whole position by default." : "Units.",
            Arity = action == TradeAction.Close ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne,
        };
        Option<decimal?> limit = new("--limit") { Description = "Trade at this price or better." },
            stop = new("--stop") { Description = "Begin to trade when the price gets here." };
        Option<TimeInForce?> tif = Ask.Word<TimeInForce>("--tif", "How long it works; day by default.");
        Option<string> strategy = new("--strategy") { Description = "What it is placed for.", DefaultValueFactory = _ => "manual" };
        Option<bool> live = new("--live") { Description = "Real money, where the portfolio's broker trades it." };
        Verb verb = new(name, summary)
        {
            Writes = true,
            Examples = examples,
            Work = session => session.Show(
                new ExecuteTradeRequest(
                    session.Get(portfolio), session.Get(strategy)!, session.Get(symbol), action, session.Get(quantity),
                    Type(session.Get(limit), session.Get(stop)),
                    session.Get(limit), session.Get(stop), session.Get(tif) ?? TimeInForce.Day, session.Get(live)),
                (TradeReceipt receipt) =>
                {
                    if (receipt.Order?.Status == OrderStatus.Rejected) session.Outcome = ExitCode.Refused;
                    PortfolioView.Write(session.Page, receipt);
                }),
        };
        verb.Add(portfolio);
        verb.Add(symbol);
        verb.Add(quantity);
        foreach (Option option in (Option[])[limit, stop, tif, strategy, live]) verb.Add(option);
        return verb;
    }

    private static OrderType Type(decimal? limit, decimal? stop) => (limit, stop) switch
    {
        (null, null) => OrderType.Market,
        (not null, null) => OrderType.Limit,
        (null, not null) => OrderType.Stop,
        _ => OrderType.StopLimit,
    };

    private static (Option<string?> Symbol, Option<string?> Before, Option<int> Limit) Paging(string what) =>
        (new("--symbol") { Description = "Only those of one instrument." }, new("--before") { Description = $"Only those older than this {what}." },
            new("--limit") { Description = "Most to return.", DefaultValueFactory = _ => 50 });

    private static Argument<string> Portfolio() => Ask.Text("portfolio", "The portfolio's id.");
}
