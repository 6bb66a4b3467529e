using FsCheck;
using FsCheck.Fluent;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Brokers;
using NeuralTrader.Domain.Trading.Portfolios;

namespace NeuralTrader.Domain.Tests.Trading.Brokers;

public sealed class BrokerWorkTests
{
    private static readonly DateTime Now = new(2026, 1, 2, 15, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void The_id_at_the_broker_is_the_orders_and_its_moment_and_fits_their_128_characters()
    {
        Assert.Equal("growth-1.260102150000000", BrokerWork.ClientOrderId(Live().Orders["growth-1"]));
        Assert.True(BrokerWork.ClientOrderId(Live(new string('p', 100) + "-2147483647").Orders.Values.Single()).Length <= 128);
    }

    [Fact]
    public void Fills_in_any_parts_cost_the_rounded_whole_and_average_what_the_broker_says() => Prop.ForAll(
        ArbMap.Default.ArbFor<(byte Units, ushort Price)[]>(),
        parts =>
        {
            PortfolioBook book = Live();
            decimal units = 0, paid = 0;
            foreach ((byte count, ushort price) in parts.Where(part => part is { Units: > 0, Price: > 0 }))
            {
                (units, paid) = (units + (count / 8m), paid + (count / 8m * price / 16m));
                BrokerOrder said = Said(book, OrderStatus.PartiallyFilled, units, Math.Round(paid / units, 12));
                foreach (PortfolioEvent happened in BrokerWork.Learn(book, "growth-1", said, Now)!.Events) book.Apply(happened);
                Assert.Null(BrokerWork.Learn(book, "growth-1", said, Now)); // the same answer again
            }
            Assert.InRange(book.Cash + Math.Round(paid, 2), -0.01m, 0.01m);
            Assert.Equal(0, book.Accounts.Values.Sum());
            Assert.Equal(units, book.Orders["growth-1"].FilledQuantity);
            if (units > 0) Assert.InRange(book.Orders["growth-1"].AverageFillPrice!.Value - (paid / units), -0.000001m, 0.000001m);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_older_answer_changes_nothing()
    {
        PortfolioBook book = Live();
        Learn(book, Said(book, OrderStatus.PartiallyFilled, 6, 10));
        Assert.Null(BrokerWork.Learn(book, "growth-1", Said(book, OrderStatus.PartiallyFilled, 4, 10), Now));
        Assert.Null(BrokerWork.Learn(book, "growth-1", Said(book, OrderStatus.New, 0, null), Now));
        Learn(book, Said(book, OrderStatus.Canceled, 7, 10));
        Assert.Null(BrokerWork.Learn(book, "growth-1", Said(book, OrderStatus.Filled, 100_000, 10), Now)); // it is over
        Assert.Equal((OrderStatus.Canceled, 7m, -70m), (book.Orders["growth-1"].Status, book.Orders["growth-1"].FilledQuantity, book.Cash));
    }

    [Fact]
    public void An_answer_about_another_order_or_with_too_many_units_is_not_booked()
    {
        PortfolioBook book = Live();
        BrokerOrder said = Said(book, OrderStatus.Filled, 100_000, 10);
        foreach (BrokerOrder wrong in new[] { said with { ClientOrderId = "growth-1.250101000000000" }, said with { FilledQuantity = 100_001 }, said with { AverageFillPrice = null } })
            Assert.Equal(BrokerFault.BadAnswer, Assert.Throws<BrokerException>(() => BrokerWork.Learn(book, "growth-1", wrong, Now)).Fault);
    }

    [Fact]
    public void News_of_one_answer_have_one_id_that_no_caller_can_choose()
    {
        PortfolioBook book = Live();
        string id = BrokerWork.Learn(book, "growth-1", Said(book, OrderStatus.Canceled, 0.10m, 10), Now)!.OperationId;
        Assert.Equal(("broker/growth-1/0.1/Canceled", id), (id, BrokerWork.Learn(book, "growth-1", Said(book, OrderStatus.Canceled, 0.1000m, 10), Now)!.OperationId));
    }

    private static void Learn(PortfolioBook book, BrokerOrder said)
    {
        foreach (PortfolioEvent happened in BrokerWork.Learn(book, "growth-1", said, Now)!.Events) book.Apply(happened);
    }

    private static BrokerOrder Said(PortfolioBook book, OrderStatus status, decimal filled, decimal? price) =>
        new(BrokerWork.ClientOrderId(book.Orders["growth-1"]), "b-1", status, filled, price, Now);

    private static PortfolioBook Live(string orderId = "growth-1")
    {
        PortfolioBook book = new("growth");
        book.Apply(new PortfolioOpened("growth", "USD", BrokerKind.Alpaca, new RiskLimits(), new TradingCosts(), Now));
        OrderAccepted accepted = new(
            orderId, "manual", "SPY", OrderSide.Buy, OrderType.Market, TimeInForce.Day, 100_000, null, null, ReferencePrice: 10, Now.Date, Now);
        foreach (PortfolioEvent happened in BrokerWork.AsLive([accepted])) book.Apply(happened);
        return book;
    }
}
