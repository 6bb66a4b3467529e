using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Api.Overload;
using NeuralTrader.Api.Problems;
using NeuralTrader.Api.Security;
using NeuralTrader.Client;
using NeuralTrader.Domain.Backtesting;

namespace NeuralTrader.Api.Files;

/// <summary>A back-test's curve and trades for spreadsheets.</summary>
internal static class BacktestFiles
{
    public static void MapBacktestFiles(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/trading/backtests/{backtestId}/equity.csv", Equity)
            .WithName("downloadEquity").WithTags("Files").RequireAuthorization(Policies.ReadOnly).WithMetadata(new LaneMark(Lane.Read))
            .WithSummary("A back-test's equity bar by bar as csv; parameter account picks one of several accounts, from 0.");
        routes.MapGet("/api/v1/trading/backtests/{backtestId}/trades.csv", Trades)
            .WithName("downloadTrades").WithTags("Files").RequireAuthorization(Policies.ReadOnly).WithMetadata(new LaneMark(Lane.Read))
            .WithSummary("A back-test's closed positions as csv, account after account.");
    }

    private static async Task Equity(HttpContext http, NeuralTraderClient client, string backtestId)
    {
        Query query = new(http.Request, "account");
        Backtest test = await client.GetBacktestAsync(new GetBacktestRequest(backtestId), http.RequestAborted);
        int account = query.Whole("account", 0);
        if (account < 0 || account >= test.Results.Count)
            throw new ProblemException(Problem.Invalid("account", query.Text("account") ?? "0",
                $"0 to {test.Results.Count - 1}; the back-test has {test.Results.Count} finished accounts"));
        BacktestCurve curve = test.Results[account].Curve;
        CsvAnswer csv = CsvAnswer.Begin(http, $"{test.BacktestId}-equity.csv", "time", "equity", "drawdown", "exposure", "benchmarkEquity");
        for (int i = 0; i < curve.Times.Length; i++)
        {
            double benchmark = i < curve.BenchmarkEquity.Length ? curve.BenchmarkEquity[i] : double.NaN;
            csv.Cell(curve.Times[i]).Cell(curve.Equity[i]).Cell(curve.Drawdown[i]).Cell(curve.Exposure[i]).Cell(benchmark).EndRow();
            await csv.Flush();
        }
        await csv.Flush(isEnd: true);
    }

    private static async Task Trades(HttpContext http, NeuralTraderClient client, string backtestId)
    {
        _ = new Query(http.Request);
        Backtest test = await client.GetBacktestAsync(new GetBacktestRequest(backtestId), http.RequestAborted);
        CsvAnswer csv = CsvAnswer.Begin(
            http, $"{test.BacktestId}-trades.csv", "account", "symbol", "side", "entryTime", "exitTime", "entryPrice", "exitPrice", "quantity", "grossProfit",
            "netProfit", "return", "commission", "slippage", "borrowFee", "dividends", "barsHeld", "maxAdverse", "maxFavourable", "exit");
        foreach ((int account, BacktestResult result) in test.Results.Index())
        {
            foreach (BacktestTrade trade in result.Trades)
            {
                csv.Cell((decimal)account).Cell(trade.Symbol).Cell(trade.Side).Cell(trade.EntryTime).Cell(trade.ExitTime).Cell(trade.EntryPrice)
                    .Cell(trade.ExitPrice)
                    .Cell(trade.Quantity).Cell(trade.GrossProfit).Cell(trade.NetProfit).Cell(trade.Return).Cell(trade.Commission).Cell(trade.Slippage)
                    .Cell(trade.BorrowFee).Cell(trade.Dividends).Cell((decimal)trade.BarsHeld).Cell(trade.MaxAdverse).Cell(trade.MaxFavourable).Cell(trade.Exit)
                    .EndRow();
                await csv.Flush();
            }
        }
        await csv.Flush(isEnd: true);
    }
}
