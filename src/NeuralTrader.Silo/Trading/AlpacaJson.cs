using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Brokers;

namespace NeuralTrader.Silo.Trading;

/// <summary>Alpaca's forms: every number is a text, so that no digit is lost.</summary>
internal static class AlpacaJson
{
    /// <summary>The body of POST /v2/orders.</summary>
    public static string Body(BrokerTicket ticket)
    {
        JsonObject body = new()
        {
            ["symbol"] = ticket.Symbol,
            ["qty"] = Number(ticket.Quantity),
            ["side"] = ticket.Side switch { OrderSide.Buy => "buy", OrderSide.Sell => "sell" },
            ["type"] = ticket.Type switch { OrderType.Market => "market", OrderType.Limit => "limit", OrderType.Stop => "stop", OrderType.StopLimit => "stop_limit" },
            ["time_in_force"] = ticket.TimeInForce switch
            {
                TimeInForce.Day => "day",
                TimeInForce.GoodTilCanceled => "gtc",
                TimeInForce.ImmediateOrCancel => "ioc",
                TimeInForce.FillOrKill => "fok",
            },
            ["client_order_id"] = ticket.ClientOrderId,
        };
        if (ticket.LimitPrice is { } limit) body["limit_price"] = Number(limit);
        if (ticket.StopPrice is { } stop) body["stop_price"] = Number(stop);
        return body.ToJsonString();
    }

    /// <summary>An order out of an answer.</summary>
    /// <exception cref="FormatException">It is none; the sentence says what is wrong, without its content.</exception>
    public static BrokerOrder Order(byte[] answer)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(answer);
            JsonElement order = json.RootElement;
            if (order.ValueKind != JsonValueKind.Object) throw new FormatException("JSON that is no order");
            decimal filled = Number(order, "filled_qty") ?? 0;
            string status = Text(order, "status") ?? throw Missing("status");
            return new BrokerOrder(
                Text(order, "client_order_id") ?? throw Missing("client_order_id"), Text(order, "id") ?? throw Missing("id"), Status(status, filled), filled,
                Number(order, "filled_avg_price"), Time(order), status == "replaced" ? $"Replaced at the broker by order {Text(order, "replaced_by")}, which is not followed here." : null);
        }
        catch (JsonException)
        {
            throw new FormatException("JSON that does not end or does not parse");
        }
    }

    /// <summary>Code and sentence of an error; 0 and the status where there are none.</summary>
    public static (int Code, string Message) Error(HttpStatusCode status, byte[] answer)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(answer);
            JsonElement error = json.RootElement;
            if (error.ValueKind == JsonValueKind.Object && Text(error, "message") is { Length: > 0 } message)
                return (error.TryGetProperty("code", out JsonElement code) && code.TryGetInt32(out int number) ? number : 0, message);
        }
        catch (Exception none) when (none is JsonException or InvalidOperationException)
        {
            // an answer of something in between, such as a proxy
        }
        return (0, $"answered status {(int)status}");
    }

    // What is not over yet is new or partially filled, whatever it waits for.
    private static OrderStatus Status(string status, decimal filled) => status switch
    {
        "new" or "accepted" or "pending_new" or "accepted_for_bidding" or "partially_filled" or "held" or "stopped" or "suspended" or "calculated" or "done_for_day"
            or "pending_cancel" or "pending_replace" => filled > 0 ? OrderStatus.PartiallyFilled : OrderStatus.New,
        "filled" => OrderStatus.Filled,
        "canceled" or "replaced" => OrderStatus.Canceled,
        "expired" => OrderStatus.Expired,
        "rejected" => OrderStatus.Rejected,
        _ => throw new FormatException("an order in a status that is not known here"),
    };

    private static string? Text(JsonElement from, string name) =>
        from.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static decimal? Number(JsonElement from, string name)
    {
        if (!from.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null) return null;
        string text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number)
            ? number
            : throw new FormatException($"an order whose {name} is no number");
    }

    private static DateTime Time(JsonElement order)
    {
        foreach (string name in (ReadOnlySpan<string>)["filled_at", "updated_at", "created_at"])
            if (order.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out DateTimeOffset time))
                return time.UtcDateTime;
        throw Missing("updated_at");
    }

    private static FormatException Missing(string name) => new($"an order without {name}");

    private static string Number(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);
}
