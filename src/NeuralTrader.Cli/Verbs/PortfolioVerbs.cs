using System.CommandLine;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Cli.Output;
using NeuralTrader.Domain.Trading.Portfolios;

namespace NeuralTrader.Cli.Verbs;

/// <summary>`nt portfolio`: create, list, show, deposit, withdraw, rebalance.</summary>
internal static class PortfolioVerbs
{
    private const int MostShown = 100;

    public static Command Create() =>
        new("portfolio", "Open, fund, show and rebalance portfolios.") { Open(), List(), Show(), Cash("deposit", 1), Cash("withdraw", -1), Rebalance() };

    private static Verb Open()
    {
        Argument<string> id = Portfolio();
        Argument<decimal?> amount = new("amount") { Description = "Paid in at once; nothing by default.", Arity = ArgumentArity.ZeroOrOne };
        Option<decimal?> cash = new("--cash") { Description = "The amount, by its name." };
        Option<string> currency = new("--currency") { Description = "ISO 4217.", DefaultValueFactory = _ => "USD" };
        Option<string?> name = new("--name") { Description = "What you call it." };
        Option<bool> allowShort = new("--allow-short") { Description = "Allow short positions." };
        Option<decimal> leverage = new("--leverage") { Description = "Largest gross value as a multiple of equity.", DefaultValueFactory = _ => 1 };
        Option<Dictionary<string, decimal>?> costs = Ask.Costs();
        Verb verb = new("create", "Open a portfolio with cash in it.")
        {
            Writes = true,
            Examples = ["nt portfolio create growth 100000", "nt portfolio create euro --currency EUR --cash 5000 --costs slippage=0.001 perOrder=1"],
            Work = session => session.Show(
                new CreatePortfolioRequest(
                    session.Get(id), PaidIn(session.Get(amount), session.Get(cash)), session.Get(currency)!, session.Get(name),
                    session.Has(leverage) || session.Get(allowShort) ? new RiskLimits(session.Get(leverage), session.Get(allowShort)) : null,
                    TradeCosts.Of(session.Get(costs))),
                (TradeReceipt receipt) => PortfolioView.Write(session.Page, receipt)),
        };
        verb.Add(id);
        verb.Add(amount);
        foreach (Option option in (Option[])[cash, currency, name, allowShort, leverage, costs]) verb.Add(option);
        return verb;
    }

    private static Verb List() => new("list", "List the portfolios.")
    {
        Examples = ["nt portfolio list"],
        Work = async session =>
        {
            if (session.IsJson)
            {
                await session.Show(new ListPortfoliosRequest(), (PortfolioList _) => { });
                return;
            }
            IReadOnlyList<string> ids = (await session.Ask<ListPortfoliosRequest, PortfolioList>(new ListPortfoliosRequest())).PortfolioIds;
            if (ids.Count == 0) session.Page.Note("There is none; `nt portfolio create growth 100000` opens one.");
            else PortfolioView.Write(session.Page, await Task.WhenAll(ids.Take(MostShown).Select(Status)), ids.Count);

            Task<PortfolioStatus> Status(string id) => session.Ask<GetPortfolioStatusRequest, PortfolioStatus>(new GetPortfolioStatusRequest(id));
        },
    };

    private static decimal PaidIn(decimal? amount, decimal? cash) => amount is { } one && cash is { } other && one != other
        ? throw ProblemException.Usage($"The amount is {one} and --cash is {other}; allowed: one of them.")
        : amount ?? cash ?? 0;

    private static Verb Show()
    {
        Argument<string> id = Portfolio();
        Option<bool> risk = new("--risk") { Description = "Add risk figures of what it holds now." };
        Option<string?> benchmark = new("--benchmark") { Description = "Symbol that beta is estimated against; with --risk." };
        Verb verb = new("show", "What a portfolio is, holds and earned.")
        {
            Examples = ["nt portfolio show growth", "nt portfolio show growth --risk --benchmark SPX"],
            Work = session => session.Show(
                new GetPortfolioStatusRequest(session.Get(id), session.Get(risk), session.Get(benchmark)),
                (PortfolioStatus status) => PortfolioView.Write(session.Page, status)),
        };
        verb.Add(id);
        verb.Add(risk);
        verb.Add(benchmark);
        return verb;
    }

    private static Verb Cash(string name, int sign)
    {
        Argument<string> id = Portfolio();
        Argument<decimal> amount = new("amount") { Description = "In the portfolio's currency, positive." };
        amount.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: ['-', ..] or "0" }]) result.AddError("amount must be positive; `deposit` pays in, `withdraw` takes out.");
        });
        Verb verb = new(name, sign > 0 ? "Pay cash in." : "Take cash out.")
        {
            Writes = true,
            Examples = [$"nt portfolio {name} growth 2500"],
            Work = session => session.Show(new MoveCashRequest(session.Get(id), sign * session.Get(amount)),
                (TradeReceipt receipt) => PortfolioView.Write(session.Page, receipt)),
        };
        verb.Add(id);
        verb.Add(amount);
        return verb;
    }

    private static Verb Rebalance()
    {
        Argument<string> id = Portfolio();
        Argument<Dictionary<string, decimal>> target = new("target")
        {
            Description = "SYMBOL=weight, sum 1; CASH=weight stays uninvested.", HelpName = "SYMBOL=weight", Arity = ArgumentArity.OneOrMore,
            CustomParser = result => Ask.Numbers(result, "target") ?? [],
        };
        Option<decimal> drift = new("--drift") { Description = "Leave alone what is this near to its target.", DefaultValueFactory = _ => 0 };
        Option<bool> fractions = new("--fractions") { Description = "Trade parts of a unit too." },
            execute = new("--execute") { Description = "Place the trades; without this they are only shown." };
        Verb verb = new("rebalance", "Show the trades that lead to target weights, or place them.")
        {
            Writes = true,
            Examples = ["nt portfolio rebalance growth SPY=0.6 CASH=0.4", "nt portfolio rebalance growth AAPL=0.5 IBM=0.5 --execute"],
            Work = session => session.Show(
                new PortfolioRebalanceRequest(session.Get(id), session.Get(target), !session.Get(fractions), session.Get(drift), session.Get(execute)),
                (RebalanceAnswer answer) => PortfolioView.Write(session.Page, answer)),
        };
        verb.Add(id);
        verb.Add(target);
        foreach (Option option in (Option[])[drift, fractions, execute]) verb.Add(option);
        return verb;
    }

    private static Argument<string> Portfolio() => Ask.Text("portfolio", "The portfolio's id.");
}
