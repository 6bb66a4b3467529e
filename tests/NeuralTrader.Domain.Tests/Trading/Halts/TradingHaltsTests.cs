using NeuralTrader.Domain.Trading.Halts;

namespace NeuralTrader.Domain.Tests.Trading.Halts;

public sealed class TradingHaltsTests
{
    private static readonly DateTime Noon = new(2026, 1, 2, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void The_platforms_halt_stands_against_every_portfolio_and_before_its_own()
    {
        TradingHalts halts = Fold(Halted("growth"), Halted(null));
        Assert.Equal((2L, null), (halts.Against("growth")!.HaltId, halts.Against("growth")!.PortfolioId));
        Assert.Equal(2, halts.Against("income")!.HaltId);
        Assert.Equal([2L, 1L], halts.InForce.Select(halt => halt.HaltId));
    }

    [Fact]
    public void The_end_of_one_scope_leaves_the_other_halted()
    {
        TradingHalts halts = Fold(Halted("growth"), Halted(null), new TradingResumed(null, "Mended.", "ann", Noon));
        Assert.Equal("growth", halts.Against("growth")!.PortfolioId);
        Assert.Null(halts.Against("income"));
        TradingHalt ended = halts.History.Single(halt => !halt.IsInForce);
        Assert.Equal((2L, "ann", "Mended.", Noon), (ended.HaltId, ended.ResumedBy, ended.ResumeReason, ended.ResumedAt));
    }

    [Fact]
    public void Orders_are_canceled_where_any_halt_in_force_says_so()
    {
        Assert.False(Fold(Halted(null)).CancelsOrdersOf("growth"));
        Assert.True(Fold(Halted(null), Halted("growth") with { CancelOpenOrders = true }).CancelsOrdersOf("growth"));
        Assert.False(Fold(Halted(null), Halted("growth") with { CancelOpenOrders = true }).CancelsOrdersOf("income"));
    }

    [Fact]
    public void A_portfolio_is_concerned_by_its_own_entries_and_the_platforms()
    {
        TradingHalts halts = Fold(Halted("growth"), Halted("income"), Halted(null), new TradingResumed("growth", "Mended.", "ann", Noon));
        Assert.Equal((4L, 3L, 3L), (halts.LastEntryOf("growth"), halts.LastEntryOf("income"), halts.LastEntryOf("other")));
        Assert.Equal([null, "growth"], halts.ChangedAfter(2).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_missing_entry_is_a_damaged_audit() => Assert.Throws<InvalidOperationException>(() => TradingHalts.None.Apply(2, Halted(null)));

    [Theory, InlineData(null), InlineData(""), InlineData("  a "), InlineData("ab\u0007c"), InlineData("ab\u202Ec"), InlineData("ab\u2066c")]
    public void A_reason_says_why(string? reason) => Assert.Equal("reason", Assert.Throws<InvalidInputException>(() => TradingHalt.ParseReason(reason)).Field);

    [Fact]
    public void A_reason_is_of_3_to_500_characters()
    {
        Assert.Equal("abc", TradingHalt.ParseReason(" abc "));
        Assert.Equal(500, TradingHalt.ParseReason(new string('a', 500)).Length);
        Assert.Throws<InvalidInputException>(() => TradingHalt.ParseReason(new string('a', 501)));
    }

    private static TradingHalts Fold(params HaltEvent[] events)
    {
        TradingHalts halts = TradingHalts.None;
        foreach (HaltEvent happened in events) halts = halts.Apply(halts.Version + 1, happened);
        return halts;
    }

    private static TradingHalted Halted(string? portfolio) => new(portfolio, "Fat finger.", "ann", Noon, ByAdmin: true, CancelOpenOrders: false);
}
