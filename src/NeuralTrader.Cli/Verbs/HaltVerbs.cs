using System.CommandLine;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Cli.Output;
using NeuralTrader.Domain.Trading.Halts;

namespace NeuralTrader.Cli.Verbs;

/// <summary>The kill switch: `nt halt`, `nt resume`, `nt halts`.</summary>
internal static class HaltVerbs
{
    public static Verb Halt()
    {
        Argument<string?> portfolio = Portfolio("The portfolio to halt; left out, the whole platform, as an administrator.");
        Option<string> reason = Reason("Why, in 3 to 500 characters; everybody whose order is refused reads it.");
        Option<bool> keep = new("--keep-orders") { Description = "Let working orders rest; they are canceled otherwise.", Arity = ArgumentArity.Zero };
        Verb verb = new("halt", "Stop all trading at once; it stays stopped until somebody resumes it.")
        {
            Writes = true,
            Examples = ["nt halt --reason \"Prices are wrong\"", "nt halt growth --reason \"Strategy out of control\" --keep-orders"],
            Work = session => session.Show(
                new HaltTradingRequest(session.Get(reason)!, session.Get(portfolio), !session.Get(keep)), (TradingHaltReceipt receipt) =>
                {
                    session.Page.Bad($"Trading of {receipt.Halt.Scope} is halted{(receipt.IsRepeat ? " already" : "")}, by {receipt.Halt.HaltedBy}: {receipt.Halt.Reason}");
                    Show(session.Page, receipt);
                }),
        };
        verb.Add(portfolio);
        verb.Add(reason);
        verb.Add(keep);
        return verb;
    }

    public static Verb Resume()
    {
        Argument<string?> portfolio = Portfolio("The portfolio whose own halt ends; left out, the platform's, as an administrator.");
        Option<string> reason = Reason("Why trading can go on, in 3 to 500 characters.");
        Verb verb = new("resume", "Let trading go on after a halt.")
        {
            Writes = true,
            Examples = ["nt resume --reason \"Prices are right again\"", "nt resume growth --reason \"Strategy mended\""],
            Work = session => session.Show(
                new ResumeTradingRequest(session.Get(reason)!, session.Get(portfolio)), (TradingHaltReceipt receipt) =>
                {
                    if (receipt.StillHalted is { } still) session.Page.Warn($"Halt {receipt.Halt.HaltId} is ended, but {still.Scope} is halted by {still.HaltedBy}: {still.Reason}");
                    else session.Page.Good($"Trading of {receipt.Halt.Scope} goes on.");
                    Show(session.Page, receipt);
                }),
        };
        verb.Add(portfolio);
        verb.Add(reason);
        return verb;
    }

    public static Verb List()
    {
        Argument<string?> portfolio = Portfolio("Only what concerns this portfolio.");
        Option<int> limit = new("--limit") { Description = "Most ended halts to show.", DefaultValueFactory = _ => 20 };
        Verb verb = new("halts", "What is halted and what was: who, when and why.")
        {
            Examples = ["nt halts", "nt halts growth"],
            Work = session => session.Show(new GetTradingHaltsRequest(session.Get(portfolio), session.Get(limit)), (TradingHaltList list) => Show(session.Page, list)),
        };
        verb.Add(portfolio);
        verb.Add(limit);
        return verb;
    }

    /// <summary>Halts in force, loudly, and those that have ended.</summary>
    public static void Show(Page page, TradingHaltList list)
    {
        if (list.InForce.Count == 0) page.Good("No halt is in force.");
        foreach (TradingHalt halt in list.InForce)
            page.Bad($"Trading of {halt.Scope} is halted since {Figures.Time(halt.HaltedAt)} UTC by {halt.HaltedBy}: {halt.Reason}");
        if (list.Ended.Count == 0) return;
        page.Table(
            list.Ended, new("Halt", halt => Figures.Whole(halt.HaltId)), new("Of", halt => halt.PortfolioId ?? "platform"),
            new("Halted", halt => Figures.Time(halt.HaltedAt)), new("By", halt => halt.HaltedBy), new("Why", halt => halt.Reason),
            new("Resumed", halt => Figures.Time(halt.ResumedAt)), new("By", halt => halt.ResumedBy ?? "–"), new("Why", halt => halt.ResumeReason ?? "–"));
    }

    private static void Show(Page page, TradingHaltReceipt receipt)
    {
        string gone = receipt.Gone is { Count: > 0 } dead ? FormattableString.Invariant($", and {dead.Count} that left or died in the last two minutes") : "";
        page.Line(FormattableString.Invariant(
            $"Every silo goes by it after {receipt.WaitedSeconds:0.00} s: {receipt.Confirmed.Count} confirmed, {receipt.WaitedOut.Count} waited out{gone}."));
        page.Line($"{Figures.Whole(receipt.Portfolios)} portfolios have taken note, {Figures.Whole(receipt.OrdersCanceled)} working orders canceled.");
        if (receipt.PortfoliosLeft > 0) page.Warn($"{Figures.Whole(receipt.PortfoliosLeft)} portfolios have not yet; they do before anything else happens in them.");
    }

    private static Argument<string?> Portfolio(string description) => new("portfolio") { Description = description, Arity = ArgumentArity.ZeroOrOne };

    private static Option<string> Reason(string description) => new("--reason") { Description = description, Required = true };
}
