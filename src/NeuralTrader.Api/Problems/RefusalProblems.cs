namespace NeuralTrader.Api.Problems;

/// <summary>Each refusal as a problem type; a kind added later fails the build until it has one.</summary>
public static class RefusalProblems
{
    private static readonly Dictionary<RefusalKind, ProblemType> Types = Enum.GetValues<RefusalKind>().ToDictionary(kind => kind, Made);

    /// <summary>The problem type of a refusal.</summary>
    public static ProblemType Of(RefusalKind kind) => Types[kind];

    private static ProblemType Made(RefusalKind kind)
    {
        (int status, string title, string meaning) = kind switch
        {
            RefusalKind.PortfolioNotFound => (404, "No such portfolio", "No portfolio has this id."),
            RefusalKind.PortfolioExists => (409, "The portfolio is already open", "Choose another id; to repeat an opening send its idempotency key."),
            RefusalKind.OrderNotFound => (404, "No such order", "The portfolio has no order with this id."),
            RefusalKind.OrderClosed => (409, "The order is closed", "It is filled, canceled, rejected or expired; nothing is left to cancel."),
            RefusalKind.InsufficientCash => (409, "Not enough cash", "Cash, less what open orders have reserved, does not cover it."),
            RefusalKind.PositionLimit => (409, "A position limit would be passed", "The position or the whole exposure would pass its limit."),
            RefusalKind.DailyLossLimit => (409, "The day's loss limit is reached", "Only orders that reduce a position are taken until the next session."),
            RefusalKind.PriceCollar => (409, "The price is too far from the market", "The order's price is too far on the costly side of the market."),
            RefusalKind.ShortSellingOff => (409, "Short selling is off", "The order would sell more than is held."),
            RefusalKind.NothingToClose => (409, "There is nothing to close", "The portfolio has no position in the instrument."),
            RefusalKind.NoMarketData => (404, "No market data", "The platform holds no prices of this instrument; importMarketData brings them in."),
            RefusalKind.CurrencyMismatch => (409, "Another currency", "The instrument trades in another currency than the portfolio keeps."),
            RefusalKind.IdempotencyConflict => (409, "The key was used for something else", "A new intention needs a new idempotency key."),
            RefusalKind.LiveTradingOff => (403, "Live trading is off", "It is switched on in the configuration and in the request, both."),
            RefusalKind.InsufficientData => (422, "Too few bars", "There are too few bars for the figure asked for; the detail says how many there are."),
            RefusalKind.StrategyUnavailable => (409, "The strategy cannot run here", "The detail says why."),
            RefusalKind.BacktestNotFound => (404, "No such back-test", "No back-test has this id."),
            RefusalKind.ImportRefused => (422, "The file was refused", "It has bad rows and strict import was asked for; nothing was stored."),
            RefusalKind.ProviderNotConfigured => (409, "The provider is not set up", "A data provider or broker needs its configuration first."),
            RefusalKind.ProviderFailed => (502, "The provider failed", "A data provider or broker failed or refused; the detail says how."),
            RefusalKind.Overloaded => (503, "The platform is busy",
                "There is too much to do to answer in time. Nothing was done; send the same request again after Retry-After."),
            RefusalKind.NotAvailable =>
                (501, "Not in this build", "The function is part of the product's interface but does not work in this build; the detail says why."),
            RefusalKind.ApiKeyNotFound => (404, "No such API key", "No API key has this id."),
            RefusalKind.ApiKeyEnded => (409, "The API key has ended", "It was revoked, replaced or has expired; createApiKey makes a new one."),
            RefusalKind.Forbidden => (403, "Not allowed", "The caller's role does not allow it."),
            RefusalKind.BacktestExists => (409, "The back-test exists", "A back-test with this id was started before, for something else."),
            RefusalKind.Canceled => (409, "The job was canceled", "It was stopped before it ended."),
            RefusalKind.OptimizationNotFound => (404, "No such search", "No parameter search has this id."),
            RefusalKind.OptimizationExists => (409, "The search exists", "A parameter search with this id was started before, for something else."),
            RefusalKind.TradingHalted => (423, "Trading is halted",
                "Somebody stopped all trading of the portfolio or the platform; the detail says who, when and why. The order was not placed. "
                + "What is held can be seen, orders can be canceled, cash can be moved. resumeTrading ends the halt."),
            RefusalKind.TradingNotHalted => (409, "Trading is not halted", "There is no halt of this scope to end; getTradingHalts lists them."),
            RefusalKind.BookDamaged =>
                (500, "The book is damaged", "The journal does not hold what was written into it. Nothing is booked there until it is restored from a back-up."),
            RefusalKind.UnsafeContext => (422, "No text is made fit for that place", "A value goes to a database as a parameter, never into the text of a statement."),
            RefusalKind.ComputationTooLong =>
                (422, "The computation is too long", "It did not end in the time it may take; ask for less at once. Nothing was done."),
            RefusalKind.Infeasible =>
                (422, "No portfolio meets the constraints",
                "The detail names the constraints that contradict each other, and by how much they would have to give way."),
            RefusalKind.SingularCovariance =>
                (422, "The covariance matrix is singular",
                "Shrinkage, more observations or fewer assets make it regular; the detail names an asset that depends on others."),
        };
        return new ProblemType(ProblemTypes.Kebab(kind.ToString()), status, title, meaning);
    }
}
