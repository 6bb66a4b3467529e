using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Portfolios;

namespace NeuralTrader.Domain.Tests.Trading.Portfolios;

public sealed class OrderTicketFaultTests
{
    [Fact]
    public void All_faults_come_at_once_and_each_member_has_one()
    {
        OrderTicket ticket = new("", "no symbol", TradeAction.Buy, -1, OrderType.Limit, LimitPrice: null, StopPrice: 5, TimeInForce: (TimeInForce)99);
        Assert.Equal(["strategy", "timeInForce", "quantity", "limitPrice", "stopPrice", "symbol"], ticket.Faults().Select(fault => fault.Field));
    }

    [Fact]
    public void The_first_fault_is_what_placing_throws()
    {
        OrderTicket ticket = new("manual", "?", TradeAction.Buy, 0);
        Assert.Equal(ticket.Faults().First().Message, Assert.Throws<InvalidInputException>(ticket.Validated).Message);
    }

    [Fact]
    public void A_ticket_that_may_be_placed_has_none() => Assert.Empty(new OrderTicket("manual", "spy", TradeAction.Close, null).Faults());
}
