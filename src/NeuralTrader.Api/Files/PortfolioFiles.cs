using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NeuralTrader.Abstractions;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Api.Overload;
using NeuralTrader.Api.Security;
using NeuralTrader.Client;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Portfolios;

namespace NeuralTrader.Api.Files;

/// <summary>A portfolio's orders and fills for spreadsheets: all pages in one table, newest first.</summary>
internal static class PortfolioFiles
{
    private const int PageSize = 1000;

    public static void MapPortfolioFiles(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/trading/portfolios/{portfolioId}/orders.csv", Orders)
            .WithName("downloadOrders").WithTags("Files").RequireAuthorization(Policies.ReadOnly).WithMetadata(new LaneMark(Lane.Read))
            .WithSummary("All orders of a portfolio as csv; parameters status and symbol as getOrders takes them.");
        routes.MapGet("/api/v1/trading/portfolios/{portfolioId}/executions.csv", Executions)
            .WithName("downloadExecutions").WithTags("Files").RequireAuthorization(Policies.ReadOnly).WithMetadata(new LaneMark(Lane.Read))
            .WithSummary("All fills of a portfolio as csv; parameters orderId and symbol as getExecutions takes them.");
    }

    private static async Task Orders(HttpContext http, NeuralTraderClient client, string portfolioId)
    {
        Query query = new(http.Request, "status", "symbol");
        GetOrdersRequest asked = new(Ids.Parse(portfolioId, "portfolioId"), query.Word<OrderStatus>("status"), query.Text("symbol"), Limit: PageSize);
        OrderPage page = await client.GetOrdersAsync(asked, http.RequestAborted);
        CsvAnswer csv = CsvAnswer.Begin(
            http, $"{portfolioId}-orders.csv", "orderId", "strategy", "symbol", "side", "type", "timeInForce", "quantity", "limitPrice", "stopPrice", "status",
            "filledQuantity", "averageFillPrice", "commission", "slippage", "reason", "acceptedAt", "closedAt");
        while (true)
        {
            foreach (Order order in page.Orders)
            {
                csv.Cell(order.OrderId).Cell(order.Strategy).Cell(order.Symbol).Cell(order.Side).Cell(order.Type).Cell(order.TimeInForce).Cell(order.Quantity)
                    .Cell(order.LimitPrice).Cell(order.StopPrice).Cell(order.Status).Cell(order.FilledQuantity).Cell(order.AverageFillPrice)
                    .Cell(order.Commission).Cell(order.Slippage).Cell(order.Reason).Cell(order.AcceptedAt).Cell(order.ClosedAt).EndRow();
            }
            await csv.Flush(isEnd: page.NextBefore is null);
            if (page.NextBefore is null) return;
            page = await client.GetOrdersAsync(asked with { Before = page.NextBefore }, http.RequestAborted);
        }
    }

    private static async Task Executions(HttpContext http, NeuralTraderClient client, string portfolioId)
    {
        Query query = new(http.Request, "orderId", "symbol");
        GetExecutionsRequest asked = new(Ids.Parse(portfolioId, "portfolioId"), query.Text("orderId"), query.Text("symbol"), Limit: PageSize);
        ExecutionPage page = await client.GetExecutionsAsync(asked, http.RequestAborted);
        CsvAnswer csv = CsvAnswer.Begin(
            http, $"{portfolioId}-executions.csv", "executionId", "orderId", "symbol", "side", "quantity", "price", "value", "commission", "slippage",
            "realisedPnl", "marketTime", "source", "at");
        while (true)
        {
            foreach (Execution fill in page.Executions)
            {
                csv.Cell(fill.ExecutionId).Cell(fill.OrderId).Cell(fill.Symbol).Cell(fill.Side).Cell(fill.Quantity).Cell(fill.Price).Cell(fill.Value)
                    .Cell(fill.Commission).Cell(fill.Slippage).Cell(fill.RealisedPnl).Cell(fill.MarketTime).Cell(fill.Source).Cell(fill.At).EndRow();
            }
            await csv.Flush(isEnd: page.NextBefore is null);
            if (page.NextBefore is null) return;
            page = await client.GetExecutionsAsync(asked with { Before = page.NextBefore }, http.RequestAborted);
        }
    }
}
