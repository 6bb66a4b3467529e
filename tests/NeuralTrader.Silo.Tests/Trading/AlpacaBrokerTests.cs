using Microsoft.AspNetCore.Http;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Brokers;
using static NeuralTrader.Silo.Tests.Trading.AlpacaServer;

namespace NeuralTrader.Silo.Tests.Trading;

public sealed class AlpacaBrokerTests
{
    private static readonly BrokerTicket Ticket = new("growth-1.1", "AAPL", OrderSide.Buy, OrderType.Market, TimeInForce.Day, 10, null, null);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_order_is_sent_in_their_form_with_every_digit_and_the_keys_in_the_headers()
    {
        await using AlpacaServer server = new(Json(Order()));
        BrokerTicket ticket = new("growth-1.1", "AAPL", OrderSide.Sell, OrderType.StopLimit, TimeInForce.GoodTilCanceled, 0.1m + 0.2m, 107.50m, 106.00000000m);
        BrokerOrder order = await server.Broker().Submit(ticket, Stop);
        Assert.Equal(
            """POST /v2/orders {"symbol":"AAPL","qty":"0.3","side":"sell","type":"stop_limit","time_in_force":"gtc","client_order_id":"growth-1.1","limit_price":"107.5","stop_price":"106"}""",
            Assert.Single(server.Questions));
        Assert.Equal($"{KeyId} {SecretKey}", server.Keys);
        DateTime updated = new DateTime(2021, 3, 16, 18, 38, 1, DateTimeKind.Utc).AddTicks(9422829);
        Assert.InRange(order.UpdatedAt - updated, TimeSpan.Zero, TimeSpan.FromTicks(1)); // their nanoseconds
        Assert.Equal(new BrokerOrder("growth-1.1", "61e69015-8549-4bfd-b9c3-01e75843f47d", OrderStatus.New, 0, null, order.UpdatedAt), order);
    }

    [Theory]
    [InlineData("new", "0", OrderStatus.New), InlineData("accepted", "0", OrderStatus.New), InlineData("pending_new", "0", OrderStatus.New)]
    [InlineData("accepted_for_bidding", "0", OrderStatus.New), InlineData("held", "0", OrderStatus.New), InlineData("stopped", "0", OrderStatus.New)]
    [InlineData("suspended", "0", OrderStatus.New), InlineData("calculated", "4", OrderStatus.PartiallyFilled), InlineData("done_for_day", "4", OrderStatus.PartiallyFilled)]
    [InlineData("pending_cancel", "0", OrderStatus.New), InlineData("pending_replace", "4", OrderStatus.PartiallyFilled)]
    [InlineData("partially_filled", "4", OrderStatus.PartiallyFilled), InlineData("filled", "10", OrderStatus.Filled)]
    [InlineData("canceled", "4", OrderStatus.Canceled), InlineData("expired", "0", OrderStatus.Expired), InlineData("rejected", "0", OrderStatus.Rejected)]
    [InlineData("replaced", "0", OrderStatus.Canceled)]
    public async Task Every_status_of_theirs_is_one_of_ours(string theirs, string filled, OrderStatus ours)
    {
        await using AlpacaServer server = new(Json(Order(theirs, filled, filled == "0" ? null : "106.1234567")));
        BrokerOrder? order = await server.Broker().Find("growth-1.1", Stop);
        Assert.Equal("GET /v2/orders:by_client_order_id?client_order_id=growth-1.1", Assert.Single(server.Questions));
        Assert.Equal((ours, filled == "0" ? null : 106.1234567m), (order!.Status, order.AverageFillPrice));
        Assert.Equal(theirs == "replaced", order.Reason is not null);
    }

    [Fact]
    public async Task Fractions_are_exact()
    {
        await using AlpacaServer server = new(Json(Order("partially_filled", "0.123456789", "0.3000000001")));
        BrokerOrder order = (await server.Broker().Find("growth-1.1", Stop))!;
        Assert.Equal((0.123456789m, 0.3000000001m), (order.FilledQuantity, order.AverageFillPrice));
    }

    [Fact]
    public async Task An_order_that_is_there_already_is_the_answer()
    {
        await using AlpacaServer server = new(Json(Error(40010001, "client_order_id must be unique"), 422), Json(Order("filled", "10", "106")));
        Assert.Equal(OrderStatus.Filled, (await server.Broker().Submit(Ticket, Stop)).Status);
        Assert.Equal(["POST", "GET"], server.Questions.Select(question => question.Split(' ')[0]));
    }

    [Fact]
    public async Task A_failing_server_is_asked_again_with_the_same_id()
    {
        await using AlpacaServer server = new(Json("", 502), Json(Order()));
        await server.Broker().Submit(Ticket, Stop);
        Assert.Equal(2, server.Questions.Count);
        Assert.Equal(server.Questions[0], server.Questions[1]);
    }

    [Theory]
    [InlineData(403, 40310000, "insufficient buying power", BrokerFault.Rejected), InlineData(422, 42210000, "invalid limit_price 1.234", BrokerFault.Rejected)]
    [InlineData(400, 40010000, "request body format is invalid", BrokerFault.Rejected), InlineData(401, 40110000, "request is not authorized", BrokerFault.Unauthorized)]
    [InlineData(403, 0, "forbidden.", BrokerFault.Unauthorized), InlineData(500, 50010000, "internal server error occurred", BrokerFault.Unavailable)]
    [InlineData(404, 0, "endpoint not found.", BrokerFault.BadAnswer), InlineData(302, 0, "moved", BrokerFault.BadAnswer)]
    public async Task Their_errors_have_names_and_keep_their_sentence(int status, int code, string message, BrokerFault expected)
    {
        await using AlpacaServer server = new(Json(Error(code, message), status, ("Location", "http://127.0.0.1:1/elsewhere")));
        BrokerException fault = await Assert.ThrowsAsync<BrokerException>(() => server.Broker().Submit(Ticket, Stop));
        Assert.Equal((expected, $"Alpaca: {message}"), (fault.Fault, fault.Message));
    }

    [Theory]
    [InlineData("<html>gateway</html>"), InlineData("[]"), InlineData("{}"), InlineData("{\"id\":"), InlineData("7")]
    [InlineData("""{"id":"1","client_order_id":"growth-1.1","status":"new","filled_qty":"many","updated_at":"2021-03-16T18:38:01Z"}""")]
    [InlineData("""{"id":"1","client_order_id":"growth-1.1","status":"levitating","filled_qty":"0","updated_at":"2021-03-16T18:38:01Z"}""")]
    [InlineData("""{"id":"1","client_order_id":"growth-1.1","status":"new","filled_qty":"-1","updated_at":"2021-03-16T18:38:01Z"}""")]
    [InlineData("""{"id":"1","client_order_id":"growth-1.1","status":"new","filled_qty":"0"}""")]
    public async Task What_cannot_be_understood_is_a_bad_answer(string answer)
    {
        await using AlpacaServer server = new(Json(answer));
        IBroker broker = server.Broker();
        Assert.Equal(BrokerFault.BadAnswer, (await Assert.ThrowsAsync<BrokerException>(() => broker.Submit(Ticket, Stop))).Fault);
        Assert.Equal(BrokerFault.BadAnswer, (await Assert.ThrowsAsync<BrokerException>(() => broker.Find("growth-1.1", Stop))).Fault);
    }

    [Fact]
    public async Task Only_their_own_word_says_that_there_is_no_such_order()
    {
        await using AlpacaServer server = new(Json(Error(40410000, "order not found for growth-1.1"), 404), Json("<html>404</html>", 404));
        IBroker broker = server.Broker();
        Assert.Null(await broker.Find("growth-1.1", Stop));
        Assert.Equal(BrokerFault.BadAnswer, (await Assert.ThrowsAsync<BrokerException>(() => broker.Find("growth-1.1", Stop))).Fault);
    }

    [Theory, InlineData(204), InlineData(404), InlineData(422)]
    public async Task A_cancellation_is_asked_for_by_their_id_and_may_come_too_late(int status)
    {
        await using AlpacaServer server = new(Json(Error(42210000, "order is not cancelable"), status));
        await server.Broker().Cancel(new BrokerOrder("growth-1.1", "61e69015", OrderStatus.New, 0, null, default), Stop);
        Assert.Equal("DELETE /v2/orders/61e69015", Assert.Single(server.Questions));
    }

    [Theory, InlineData(true, 1), InlineData(false, 2)] // a minute that they ask for is not waited for
    public async Task Too_many_calls_tell_when_to_come_back(bool inSeconds, int calls)
    {
        long then = DateTimeOffset.UtcNow.AddSeconds(60).ToUnixTimeSeconds();
        (string, string) header = inSeconds ? ("Retry-After", "60") : ("X-RateLimit-Reset", $"{then}");
        await using AlpacaServer server = new(Json(Error(42910000, "rate limit exceeded"), 429, header));
        BrokerException fault = await Assert.ThrowsAsync<BrokerException>(() => server.Broker().Find("growth-1.1", Stop));
        Assert.Equal(BrokerFault.RateLimited, fault.Fault);
        Assert.InRange(fault.RetryAfter!.Value.TotalSeconds, 20, 60);
        Assert.Equal(calls, server.Questions.Count);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_timed_out()
    {
        await using AlpacaServer server = new(async context => await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default));
        IBroker broker = server.Broker(("CallTimeout", "00:00:00.1"), ("TotalTimeout", "00:00:01"));
        Assert.Equal(BrokerFault.TimedOut, (await Assert.ThrowsAsync<BrokerException>(() => broker.Submit(Ticket, Stop))).Fault);
        IBroker nowhere = server.Broker(("BaseUrl", "http://127.0.0.1:1"));
        Assert.Equal(BrokerFault.Unavailable, (await Assert.ThrowsAsync<BrokerException>(() => nowhere.Submit(Ticket, Stop))).Fault);
    }

    [Fact]
    public async Task An_answer_that_stops_in_the_middle_is_timed_out()
    {
        await using AlpacaServer server = new(async context =>
        {
            await context.Response.WriteAsync("{\"id\":");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        IBroker broker = server.Broker(("CallTimeout", "00:00:00.5"), ("TotalTimeout", "00:00:01"));
        Assert.Equal(BrokerFault.TimedOut, (await Assert.ThrowsAsync<BrokerException>(() => broker.Submit(Ticket, Stop))).Fault);
    }

    [Theory, InlineData(401), InlineData(422), InlineData(500), InlineData(429), InlineData(200)]
    public async Task The_keys_are_in_no_log_line_and_no_error_whatever_fails(int status)
    {
        await using AlpacaServer server = new(Json(Error(1, $"key {KeyId} with secret {SecretKey} is wrong"), status));
        BrokerException fault = await Assert.ThrowsAsync<BrokerException>(() => server.Broker().Submit(Ticket, Stop));
        string told = $"{fault} {server.Logged}";
        Assert.DoesNotContain(KeyId, told, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(SecretKey, told, StringComparison.OrdinalIgnoreCase);
    }

    [Theory, InlineData("BaseUrl"), InlineData("KeyId"), InlineData("SecretKey")]
    public async Task Until_it_is_configured_it_is_off(string missing)
    {
        await using AlpacaServer server = new(Json(Order()));
        IBroker broker = server.Broker((missing, null));
        Assert.False(broker.IsEnabled);
        Assert.Equal(BrokerFault.NotConfigured, (await Assert.ThrowsAsync<BrokerException>(() => broker.Submit(Ticket, Stop))).Fault);
        Assert.Empty(server.Questions);
    }

    [Theory, InlineData("BaseUrl", "http://api.alpaca.markets", "https://"), InlineData("SecretKey", "two words", "SecretKey"), InlineData("CallsPerMinute", "0", "CallsPerMinute")]
    public async Task A_setting_that_would_give_the_keys_away_or_make_no_sense_is_refused_by_name(string key, string value, string sentence)
    {
        await using AlpacaServer server = new(Json(Order()));
        Exception refusal = Assert.ThrowsAny<Exception>(() => server.Broker((key, value)).IsEnabled);
        Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);
    }
}
