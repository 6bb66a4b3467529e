using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Abstractions.Markets;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Client;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;

namespace NeuralTrader.Api.Console;

/// <summary>Bars with what is drawn over and under them, as columns of one length.</summary>
internal sealed record PriceColumns(
    string[] T, double[] O, double[] H, double[] L, double[] C, double[] V, string Currency, IEnumerable<LineSet> Overlays, IEnumerable<LineSet> Panes,
    IEnumerable<Mark> Marks);

/// <summary>The lines of one indicator.</summary>
internal sealed record LineSet(string Name, double[] Levels, IReadOnlyDictionary<string, double[]> Lines);

/// <summary>A trade on a chart.</summary>
internal sealed record Mark(string T, string Side, double Price, double Quantity, string Note);

/// <summary>A back-test's account bar by bar.</summary>
internal sealed record EquityColumns(
    string[] T, double[] Equity, double[] Benchmark, double[] Drawdown, double[] BenchmarkDrawdown, double[] Exposure, string Currency, string BenchmarkName);

/// <summary>What the charts fetch.</summary>
internal static class ConsoleData
{
    private const int MostBars = 20_000;

    public static void MapConsoleData(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder data = routes.MapGroup("/console/data").RequireAuthorization("ReadOnly").ExcludeFromDescription();
        data.MapGet("/price/{symbol}", Price);
        data.MapGet("/equity/{backtestId}/{account:int}", Equity);
        data.MapOptimizationData();
    }

    private static Task<Results<FileContentHttpResult, ProblemHttpResult>> Price(
        string symbol, HttpContext context, NeuralTraderClient client, CancellationToken cancellationToken,
        BarInterval interval = BarInterval.Day, PriceBasis? basis = null, string? portfolio = null, string? backtest = null, int account = 0) =>
        Answer(context, async () =>
        {
            MarketData market = await client.GetMarketDataAsync(
                new GetMarketDataRequest(symbol, Interval: interval, Basis: basis, Limit: MostBars), cancellationToken);
            IReadOnlyList<Bar> bars = market.Bars ?? [];
            var chosen = IndicatorChoice.Parse(context.Request.Query["ind"]);
            ILookup<bool, LineSet> lines = (await Task.WhenAll(chosen.Select(async one => (one.Choice.IsOverlay, Set: await Lines(one.Choice, one.Value)))))
                .ToLookup(one => one.IsOverlay, one => one.Set);
            IEnumerable<Mark> marks = backtest is not null ? await BacktestMarks() : portfolio is { Length: > 0 } ? await PortfolioMarks() : [];
            return new PriceColumns(
                [.. bars.Select(bar => Figure.BarLabel(bar.Time))], [.. bars.Select(bar => bar.Open)], [.. bars.Select(bar => bar.High)],
                [.. bars.Select(bar => bar.Low)], [.. bars.Select(bar => bar.Close)], [.. bars.Select(bar => bar.Volume)],
                market.Currency, lines[true], lines[false], marks);

            async Task<LineSet> Lines(IndicatorChoice choice, double value)
            {
                string label = choice.Parameter is null ? choice.Label : $"{choice.Label} {value}";
                CalculateIndicatorRequest request = new(
                    choice.Name, symbol, choice.Parameter is { } parameter ? new Dictionary<string, double> { [parameter] = value } : null,
                    interval, market.Basis, bars.Count > 0 ? bars[0].Time : null);
                try
                {
                    IndicatorAnswer answer = await client.CalculateIndicatorAsync(request, cancellationToken);
                    return new LineSet(label, choice.Levels, answer.Outputs.Where(output => output.Key != "direction").ToDictionary());
                }
                catch (RefusalException few) when (few.Refusal.Kind == RefusalKind.InsufficientData)
                {
                    return new LineSet($"{label} (too few bars)", choice.Levels, new Dictionary<string, double[]>()); // the others are drawn all the same
                }
            }

            async Task<IEnumerable<Mark>> PortfolioMarks() =>
                (await client.GetExecutionsAsync(new GetExecutionsRequest(portfolio, Symbol: symbol, Limit: 1000), cancellationToken)).Executions
                .Select(fill => new Mark(
                    Figure.BarLabel(fill.MarketTime), Words.Of(fill.Side), (double)fill.Price, (double)fill.Quantity, $"order {fill.OrderId}"));

            async Task<IEnumerable<Mark>> BacktestMarks() =>
                (await Result(client, backtest, account, cancellationToken)).Trades
                .Where(trade => string.Equals(trade.Symbol, symbol, StringComparison.OrdinalIgnoreCase))
                .SelectMany(trade => (Mark[])
                [
                    new(Figure.BarLabel(trade.EntryTime), Words.Of(trade.Side), trade.EntryPrice, trade.Quantity, "entry"),
                    new(Figure.BarLabel(trade.ExitTime), trade.Side == OrderSide.Buy ? "Sell" : "Buy", trade.ExitPrice, trade.Quantity,
                        $"exit, {Words.Of(trade.Exit).ToLowerInvariant()}"),
                ]);
        });

    private static Task<Results<FileContentHttpResult, ProblemHttpResult>> Equity(
        string backtestId, int account, HttpContext context, NeuralTraderClient client, CancellationToken cancellationToken) =>
        Answer(context, async () =>
        {
            BacktestResult result = await Result(client, backtestId, account, cancellationToken);
            BacktestCurve curve = result.Curve;
            return new EquityColumns(
                [.. curve.Times.Select(Figure.BarLabel)], curve.Equity, curve.BenchmarkEquity, curve.Drawdown, Fall(curve.BenchmarkEquity), curve.Exposure,
                result.Currency, result.Benchmark?.Name ?? "Benchmark");
        });

    /// <summary>How far equity is below its highest so far.</summary>
    public static double[] Fall(double[] equity)
    {
        double peak = double.MinValue;
        return [.. equity.Select(value => 1 - (value / (peak = Math.Max(peak, value))))];
    }

    private static async Task<BacktestResult> Result(NeuralTraderClient client, string backtestId, int account, CancellationToken cancellationToken)
    {
        Backtest backtest = await client.GetBacktestAsync(new GetBacktestRequest(backtestId), cancellationToken);
        return account >= 0 && account < backtest.Results.Count ? backtest.Results[account]
            : throw new InvalidInputException("account", $"{account}", $"0 to {backtest.Results.Count - 1}");
    }

    /// <summary>Columns, or why there are none.</summary>
    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> Answer<T>(HttpContext context, Func<Task<T>> columns)
    {
        T? answer = default;
        Problem? problem = await Problem.Of(async () => answer = await columns());
        return problem is null ? ColumnJson.Answer(answer!, context) : TypedResults.Problem(problem.Detail, title: problem.Title, statusCode: problem.Status);
    }
}
