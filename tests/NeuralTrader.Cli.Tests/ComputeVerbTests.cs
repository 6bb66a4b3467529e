using System.Globalization;
using System.Text.Json;

namespace NeuralTrader.Cli.Tests;

/// <summary>The verbs of the compute engine on the real platform: what people read is what programs get.</summary>
public sealed class ComputeVerbTests(RunningPlatform platform) : IClassFixture<RunningPlatform>
{
    [Fact] // the median of geometric Brownian motion is exp(μ − σ²/2) − 1: exp(0.05 − 0.02) − 1
    public async Task A_simulation_is_told_with_its_histogram_and_says_what_its_curves_are_of()
    {
        string[] line = ["montecarlo", "-p", "drift=0.05", "-p", "volatility=0.2", "--paths", "50000"];
        JsonElement answer = await Json(line);
        JsonElement median = answer.GetProperty("quantiles").EnumerateArray().Single(one => one.GetProperty("probability").GetDouble() == 0.5);
        Assert.Equal(Math.Exp(0.03) - 1, median.GetProperty("return").GetDouble(), tolerance: 4 * median.GetProperty("error").GetDouble());
        JsonElement histogram = answer.GetProperty("histogram");
        int counted = histogram.GetProperty("counts").EnumerateArray().Sum(count => count.GetInt32());
        Assert.Equal(50_000, counted + histogram.GetProperty("below").GetInt32() + histogram.GetProperty("above").GetInt32());
        string text = await platform.Run(line);
        Assert.Contains("first 4,096 paths", text, StringComparison.Ordinal);
        Assert.Contains("████", text, StringComparison.Ordinal);
        double loss = answer.GetProperty("tails")[0].GetProperty("valueAtRisk").GetProperty("value").GetDouble();
        Assert.Contains($"95.00 %   {(loss * 100).ToString("0.00", CultureInfo.InvariantCulture)} % ±", text, StringComparison.Ordinal); // a loss has no plus
    }

    [Fact]
    public async Task A_view_moves_the_weights_the_way_it_says()
    {
        string[] market = ["allocate", "SPY", "AAPL", "IBM", "--market", "SPY=80%,AAPL=10%,IBM=10%"];
        JsonElement without = await Json(market), with = await Json([.. market, "--view", "AAPL - IBM = 5% ± 1%"]);
        Assert.Equal("black_litterman", without.GetProperty("portfolio").GetProperty("objective").GetString());
        Assert.True(Weight(with, "AAPL") > Weight(without, "AAPL") + 0.05);
        Assert.True(Weight(with, "IBM") < Weight(without, "IBM"));
        string file = Path.Combine(platform.Nt.Config, "views.json");
        await File.WriteAllTextAsync(
            file, """{"marketWeights":{"SPY":0.8,"AAPL":0.1,"IBM":0.1},"views":[{"assets":{"AAPL":1,"IBM":-1},"return":0.05,"variance":0.0001}]}""",
            TestContext.Current.CancellationToken);
        JsonElement fromFile = await Json(["allocate", "SPY", "AAPL", "IBM", "--black-litterman", $"@{file}"]);
        Assert.Equal(Weight(with, "AAPL"), Weight(fromFile, "AAPL"), tolerance: 1e-6);
        string text = await platform.Run([.. market, "--view", "AAPL - IBM = 5% ± 1%"]);
        Assert.DoesNotContain("± —", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--view|AAPL = 2%", "--market")]
    [InlineData("--market|SPY=160|--view|AAPL = 2%", "SPY=160")]
    [InlineData("--market|SPY=60%|--view|AAPL is good", "AAPL is good")]
    [InlineData("--market|SPY=1|--black-litterman|{}", "--black-litterman")]
    [InlineData("--black-litterman|{\"weights\":{}}", "--black-litterman")]
    [InlineData("--tau|0.1", "--market")]
    public async Task What_are_no_views_is_not_understood(string words, string named)
    {
        Ran ran = await Nt.Once(["allocate", "SPY", "AAPL", .. words.Split('|')]);
        Assert.Equal(2, ran.Code);
        Assert.Contains(named, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_matrix_is_written_as_csv_and_as_parquet()
    {
        (string csv, string parquet) = (Path.Combine(platform.Nt.Config, "c.csv"), Path.Combine(platform.Nt.Config, "c.parquet"));
        string[] asked = ["correlation", "SPY", "AAPL", "IBM", "--method", "spearman", "--window", "500"];
        await platform.Run([.. asked, "--out", csv]);
        await platform.Run([.. asked, "--out", parquet]);
        string[][] rows = [.. (await File.ReadAllLinesAsync(csv, TestContext.Current.CancellationToken)).Select(line => line.Split(','))];
        Assert.Equal(["name", "SPY", "AAPL", "IBM"], rows[0]);
        JsonElement report = (await Json(asked)).GetProperty("report");
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(rows[0][i + 1], rows[i + 1][0]);
            for (int j = 0; j < 3; j++)
                Assert.Equal(report.GetProperty("correlations")[i][j].GetDouble(), double.Parse(rows[i + 1][j + 1], CultureInfo.InvariantCulture),
                    tolerance: 1e-14);
        }
        Assert.Equal("PAR1"u8.ToArray(), (await File.ReadAllBytesAsync(parquet, TestContext.Current.CancellationToken))[..4]);
        Assert.Empty(Directory.GetFiles(platform.Nt.Config, "*.part"));
    }

    [Fact]
    public async Task A_refused_matrix_leaves_the_file_that_was_there()
    {
        string csv = Path.Combine(platform.Nt.Config, "kept.csv");
        await File.WriteAllTextAsync(csv, "mine", TestContext.Current.CancellationToken);
        Ran ran = await platform.Nt.Run(["correlation", "SPY", "NOSUCH", "--out", csv], TestContext.Current.CancellationToken);
        Assert.Equal(1, ran.Code);
        Assert.Contains("NOSUCH", ran.Error, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(csv, TestContext.Current.CancellationToken));
        Assert.Equal(2, (await platform.Nt.Run(["correlation", "SPY", "AAPL", "--out", "c.xlsx"], TestContext.Current.CancellationToken)).Code);
    }

    [Fact]
    public async Task Few_pairs_are_listed_once_and_a_small_p_is_not_nothing()
    {
        string few = await platform.Run("correlation", "SPY", "AAPL", "IBM"), many = await platform.Run("correlation", "SPY", "AAPL", "IBM", "--pairs", "2");
        Assert.Equal(2, few.Split("AAPL IBM").Length); // once
        Assert.DoesNotContain("Lowest", few, StringComparison.Ordinal);
        Assert.Contains("< 0.0001", few, StringComparison.Ordinal);
        Assert.Contains("Lowest", many, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_trial_of_a_search_is_written_and_folds_have_their_dates()
    {
        string text = await platform.Run("optimize", "sma_cross", "SPX", "--range", "fast=10..30:10", "--range", "slow=[100,200]", "--id", "all-trials");
        Assert.Contains("2018-04-09 to 2020-04-17", text, StringComparison.Ordinal); // the last fifth of the tests
        string csv = Path.Combine(platform.Nt.Config, "t.csv");
        await platform.Run("optimizations", "all-trials", "--trials", csv);
        Assert.Equal(7, (await File.ReadAllLinesAsync(csv, TestContext.Current.CancellationToken)).Length); // a heading and 3 · 2
        Assert.Equal(2, (await platform.Nt.Run(["optimizations", "--trials", csv], TestContext.Current.CancellationToken)).Code);
    }

    [Fact]
    public async Task A_portfolios_risk_and_falls_are_told_as_they_are_computed()
    {
        await platform.Run("portfolio", "create", "risky", "100000");
        await platform.Run("buy", "risky", "SPY", "100");
        JsonElement risk = (await Json(["risk", "risky"])).GetProperty("report");
        string text = await platform.Run("risk", "risky"),
            amount = risk.GetProperty("valueAtRisk").GetProperty("amount").GetDouble().ToString("#,0.00", CultureInfo.InvariantCulture);
        Assert.Contains(amount, text, StringComparison.Ordinal);
        string self = await platform.Run("risk", "risky", "--benchmark", "SPY"), other = await platform.Run("risk", "risky", "--benchmark", "SPX");
        Assert.Contains("to SPY, exactly", self, StringComparison.Ordinal); // it holds SPY and cash
        Assert.DoesNotContain("exactly", other, StringComparison.Ordinal);
        JsonElement worst = (await Json(["stress", "risky", "--shock", "SPY=-0.2"])).GetProperty("outcomes")[0];
        Assert.Equal(-0.2 * 100 * 396.33, worst.GetProperty("pnl").GetDouble(), tolerance: 0.01); // a fifth of a hundred at the last close
        Assert.Contains("-7,926.60", await platform.Run("stress", "risky", "--shock", "SPY=-0.2"), StringComparison.Ordinal);
    }

    [Fact] // SPX begins long before SPY, so that with it every scenario has a figure
    public async Task Why_scenarios_are_empty_is_said_once_for_all_of_them()
    {
        await platform.Run("portfolio", "create", "gaps", "100000");
        await platform.Run("buy", "gaps", "SPY", "100");
        JsonElement[] outcomes = [.. (await Json(["stress", "gaps"])).GetProperty("outcomes").EnumerateArray()];
        string[] empty = [.. outcomes.Where(one => one.GetProperty("pnl").ValueKind == JsonValueKind.Null).Select(one => one.GetProperty("name").GetString()!)];
        Assert.True(empty.Length > 1);
        string flat = string.Join(' ', (await platform.Run("stress", "gaps")).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains($"{string.Join(", ", empty)}: SPY: Its bars,", flat, StringComparison.Ordinal);
        Assert.Equal(2, flat.Split("a benchmark would stand in for it").Length); // once
        JsonElement[] filled = [.. (await Json(["stress", "gaps", "--benchmark", "SPX"])).GetProperty("outcomes").EnumerateArray()];
        Assert.True(filled.Count(one => one.GetProperty("pnl").ValueKind == JsonValueKind.Null) < empty.Length);
    }

    [Fact]
    public async Task A_simulation_takes_its_start_its_bars_its_confidences_and_its_device()
    {
        JsonElement answer = await Json(["montecarlo", "SPX", "--start-price", "50", "--bars", "500", "--confidence", "0.9", "0.975", "--device", "cpu",
            "--steps-per-year", "250", "--paths", "1000", "--steps", "5"]);
        Assert.Equal(50, answer.GetProperty("startPrice").GetDouble());
        Assert.Equal(499, answer.GetProperty("history").GetProperty("returns").GetInt32());
        Assert.Equal([0.9, 0.975], answer.GetProperty("tails").EnumerateArray().Select(tail => tail.GetProperty("confidence").GetDouble()));
        Assert.Equal("cpu", answer.GetProperty("device").GetProperty("name").GetString());
        string help = string.Join(' ', (await platform.Run("montecarlo", "--help")).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("heston: drift, startVariance, longVariance, reversion, volatilityOfVariance, correlation.", help, StringComparison.Ordinal);
        Assert.Contains("bootstrap: meanBlock.", help, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_shows_the_figure_that_it_was_sorted_by()
    {
        string[] line = ["optimize", "sma_cross", "SPX", "--range", "fast=10..30:10", "--range", "slow=[100,200]", "--metric", "sortino", "--id", "by-sortino"];
        string text = await platform.Run(line);
        JsonElement report = JsonDocument.Parse(await platform.Run("optimizations", "by-sortino", "--json")).RootElement.GetProperty("report");
        string Two(JsonElement figures) => figures.GetProperty("sortino").GetDouble().ToString("0.00", CultureInfo.InvariantCulture);
        Assert.Contains("Sortino in", text, StringComparison.Ordinal);
        foreach (JsonElement best in report.GetProperty("best").EnumerateArray()) Assert.Contains($" {Two(best.GetProperty("inSample"))} ", text,
            StringComparison.Ordinal);
        string walked = Two(report.GetProperty("walkForward").GetProperty("stitched")), held = Two(report.GetProperty("walkForward").GetProperty("buyAndHold"));
        string flat = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains($"Walk-forward Sortino {walked}, return", flat, StringComparison.Ordinal);
        Assert.Contains($"buy and hold {held},", flat, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_market_implies_stands_beside_what_the_views_make_of_it()
    {
        string[] line = ["allocate", "SPY", "AAPL", "IBM", "--market", "SPY=80%,AAPL=15%,IBM=5%", "--view", "AAPL - IBM = 5% ± 1%"];
        JsonElement apple = (await Json(line)).GetProperty("portfolio").GetProperty("assets").EnumerateArray().Single(one =>
            one.GetProperty("symbol").GetString() == "AAPL");
        (double prior, double after) = (apple.GetProperty("impliedReturn").GetDouble(), apple.GetProperty("expectedReturn").GetDouble());
        Assert.NotEqual(prior, after, 0.001);
        string text = await platform.Run(line);
        foreach (double one in (double[])[prior, after]) Assert.Contains((one * 100).ToString("+0.00;-0.00", CultureInfo.InvariantCulture), text,
            StringComparison.Ordinal);
        Ran refused = await platform.Nt.Run(["allocate", "SPY", "AAPL", "--market", "SPY=95%,AAPL=15%"], TestContext.Current.CancellationToken);
        Assert.Equal(1, refused.Code);
        Assert.Contains("sum to 1 (100 %)", refused.Error, StringComparison.Ordinal);
    }

    private static double Weight(JsonElement answer, string symbol) => answer.GetProperty("portfolio").GetProperty("assets").EnumerateArray()
        .Single(asset => asset.GetProperty("symbol").GetString() == symbol).GetProperty("weight").GetDouble();

    private async Task<JsonElement> Json(string[] words) => JsonDocument.Parse(await platform.Run([.. words, "--json"])).RootElement;
}
