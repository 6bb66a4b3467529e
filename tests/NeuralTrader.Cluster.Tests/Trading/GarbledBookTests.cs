using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Trading.Halts;
using NeuralTrader.Grains.Trading;
using NeuralTrader.Grains.Trading.Halts;

namespace NeuralTrader.Cluster.Tests.Trading;

/// <summary>Books whose entries say nothing that can be understood.</summary>
public sealed class GarbledBookTests
{
    private readonly MemoryJournal journal = new();
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Theory, InlineData("{\"not"), InlineData("null"), InlineData("[]"), InlineData("7")]
    public async Task Who_asks_whose_a_portfolio_is_hears_which_entry_is_damaged(string body)
    {
        Write(PortfolioOwners.Book, body);
        DamagedBookException damage = await Assert.ThrowsAsync<DamagedBookException>(() => new PortfolioOwners(journal).Find("growth", cancel));
        Assert.StartsWith("The book 'owners' is damaged: entry 1 cannot be understood: ", damage.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData("{\"not"), InlineData("null"), InlineData("{\"kind\":\"unheardOf\"}")]
    public async Task While_nobody_can_tell_whether_trading_is_halted_nobody_trades(string body)
    {
        Write(TradingHalts.Book, body);
        DamagedBookException damage = await Assert.ThrowsAsync<DamagedBookException>(() => new TradingGate(journal, TimeProvider.System).Renew(cancel));
        Assert.Contains("entry 1 cannot be understood", damage.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_of_ones_own_portfolios_leaves_out_what_may_be_anybodys()
    {
        Write("portfolio/garbled", "{\"not");
        Write("portfolio/mine", """[{"kind":"opened","name":"Mine","currency":"USD","broker":"paper","limits":{},"costs":{},"at":"2026-01-02T00:00:00Z","owner":"bob"}]""");
        PortfolioOwners owners = new(journal);
        Caller bob = new("bob (ntk_1)", Role.User, "bob");
        Assert.Equal(["mine"], await owners.Visible(["garbled", "mine"], bob, cancel));
        Assert.Equal(["garbled", "mine"], await owners.Visible(["garbled", "mine"], new Caller("root (ntk_2)", Role.Admin, "root"), cancel));
    }

    private void Write(string book, string body) => journal.Write(new JournalEntry(book, 1, null, null, DateTime.UnixEpoch, body, []));
}
