using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace NeuralTrader.Browser.Tests;

/// <summary>The pages of the compute engine: what they show is what the interface answers.</summary>
public sealed class ComputeTests(Platform platform) : IClassFixture<Platform>
{
    private static readonly LocatorAssertionsToBeVisibleOptions WhenDone = new() { Timeout = 60_000 };

    [Fact]
    public Task A_search_shows_its_best_beside_bars_it_never_saw_and_leads_to_a_back_test() => Read(async page =>
    {
        await page.GotoAsync("/optimizations/new?strategy=sma_cross&symbols=SPY");
        await page.GetByLabel("Fast, from").FillAsync("50");
        await page.GetByLabel("Fast, to").FillAsync("10");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start the search" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("fast");
        await page.GetByLabel("Fast, from").FillAsync("5");
        await page.GetByLabel("Fast, to").FillAsync("20");
        await page.GetByLabel("Fast, step").FillAsync("5");
        await page.GetByLabel("Slow, from").FillAsync("20");
        await page.GetByLabel("Slow, to").FillAsync("80");
        await page.GetByLabel("Slow, step").FillAsync("20");
        await Expect(page.GetByText("16 combinations.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Start the search" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Verdict" })).ToBeVisibleAsync(WhenDone);
        await Browser.Charts(page);

        string id = page.Url.Split('/')[^1];
        JsonElement report = (await Ask(page, "trading/getOptimization", new { optimizationId = id })).GetProperty("report");
        JsonElement best = report.GetProperty("best")[0];
        await Expect(Tile(page, "Sharpe ratio in-sample")).ToContainTextAsync(Two(best.GetProperty("inSample").GetProperty("sharpe")));
        await Expect(Tile(page, "Out of sample")).ToContainTextAsync(Two(best.GetProperty("outOfSample").GetProperty("sharpe")));
        await Expect(Tile(page, "Combinations tested")).ToContainTextAsync(report.GetProperty("trials").ToString());
        ILocator maps = page.Locator("nt-chart[kind=heat]");
        await Expect(maps).ToHaveCountAsync(2);
        await maps.First.GetByRole(AriaRole.Button, new() { Name = "Table" }).ClickAsync();
        await Expect(maps.First.GetByRole(AriaRole.Columnheader, new() { Name = "20", Exact = true })).ToBeVisibleAsync();
        await Browser.Suits(page);
        string trials = await Download(page, "CSV of all trials");
        Assert.Equal(report.GetProperty("trials").GetInt32() + 1, trials.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);

        await page.GetByRole(AriaRole.Link, new() { Name = "Back-test the best" }).ClickAsync();
        await page.WaitForURLAsync("**/backtests/new**");
        await Expect(page.Locator("input").And(page.GetByLabel("Fast")).First).ToHaveValueAsync(best.GetProperty("parameters").GetProperty("fast").ToString());
    });

    [Fact]
    public Task Another_pair_of_parameters_needs_no_new_search() => Read(async page =>
    {
        Dictionary<string, int[]> ranges = new() { ["period"] = [5, 10], ["oversold"] = [25, 30, 35], ["overbought"] = [65, 70, 75, 80] };
        await Ask(page, "trading/optimizeStrategy", new { strategy = "rsi_reversal", symbol = "SPY", parameterRanges = ranges, optimizationId = "pairs" });
        await page.GotoAsync("/optimizations/pairs");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "RSI reversal, grid search" })).ToBeVisibleAsync(WhenDone);
        await page.GetByLabel("Heat maps, across").SelectOptionAsync("overbought");
        await page.WaitForURLAsync("**across=overbought**");
        await Browser.Charts(page);
        ILocator map = page.Locator("nt-chart[kind=heat]").First;
        await map.GetByRole(AriaRole.Button, new() { Name = "Table" }).ClickAsync();
        foreach (int value in ranges["overbought"])
            await Expect(map.GetByRole(AriaRole.Columnheader, new() { Name = $"{value}", Exact = true })).ToBeVisibleAsync();
        JsonElement answer = await Ask(page, "trading/getOptimization", new { optimizationId = "pairs" });
        string best = Two(answer.GetProperty("report").GetProperty("best")[0].GetProperty("inSample").GetProperty("sharpe"));
        await Expect(map.Locator("td", new() { HasText = best })).Not.ToHaveCountAsync(0); // the best of all is the best of its cell
        await Browser.Suits(page);
    });

    [Fact]
    public Task Views_move_an_allocation_and_a_misspelt_one_is_named() => Read(async page =>
    {
        await page.GotoAsync("/allocation?objective=BlackLitterman&symbols=SPY,AAPL,IBM&maxWeight=100");
        await page.GetByLabel("The market’s weights, which imply expected returns").FillAsync("SPY=80%, AAPL=10%, IBM=10%");
        await page.GetByLabel("Your views that change them, one a line; ± is a standard error").FillAsync("AAPL is fine");
        await page.GetByRole(AriaRole.Button, new() { Name = "Find the weights" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("AAPL is fine");
        await page.GetByLabel("Your views that change them, one a line; ± is a standard error").FillAsync("AAPL - IBM = 5% ± 1%");
        await page.GetByRole(AriaRole.Button, new() { Name = "Find the weights" }).ClickAsync();
        await Expect(page.Locator("nt-chart[kind=frontier]")).ToBeVisibleAsync(WhenDone);
        object views = new
        {
            marketWeights = new Dictionary<string, double> { ["SPY"] = 0.8, ["AAPL"] = 0.1, ["IBM"] = 0.1 },
            views = (object[])[new { assets = new Dictionary<string, double> { ["AAPL"] = 1, ["IBM"] = -1 }, @return = 0.05, variance = 0.0001 }],
        };
        JsonElement portfolio = (await Ask(page, "risk/optimizePortfolio",
            new { symbols = (string[])["SPY", "AAPL", "IBM"], objective = "black_litterman", blackLitterman = views })).GetProperty("portfolio");
        ILocator aapl = page.GetByRole(AriaRole.Region, new() { Name = "Weights" }).Locator("tbody tr", new() { HasText = "AAPL" });
        await Expect(aapl).ToContainTextAsync(Percent(portfolio.GetProperty("assets")[1].GetProperty("weight")));
        await Browser.Suits(page);
    });

    [Fact]
    public Task An_allocation_shows_its_weights_on_the_frontier_and_an_impossible_one_names_what_makes_it_so() => Read(async page =>
    {
        await page.GotoAsync("/allocation");
        await page.GetByLabel("Assets, commas between them").FillAsync("SPY, AAPL");
        await page.GetByLabel("Cap, %").FillAsync("40");
        await page.GetByRole(AriaRole.Button, new() { Name = "Find the weights" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("0.8"); // two caps of 40 % cannot hold everything
        await page.GetByLabel("Cap, %").FillAsync("80");
        await page.GetByRole(AriaRole.Button, new() { Name = "Find the weights" }).ClickAsync();
        await Expect(page.Locator("nt-chart[kind=frontier]")).ToBeVisibleAsync(WhenDone);
        await Browser.Charts(page);

        JsonElement portfolio = (await Ask(page, "risk/optimizePortfolio",
            new { symbols = (string[])["SPY", "AAPL"], constraints = new { maxWeight = 0.8 }, frontierPoints = 40 })).GetProperty("portfolio");
        await Expect(Tile(page, "Volatility, a year")).ToContainTextAsync(Percent(portfolio.GetProperty("volatility")));
        ILocator weights = page.GetByRole(AriaRole.Region, new() { Name = "Weights" });
        foreach (JsonElement asset in portfolio.GetProperty("assets").EnumerateArray())
        {
            ILocator row = weights.Locator("tbody tr", new() { HasText = asset.GetProperty("symbol").GetString()! });
            await Expect(row).ToContainTextAsync(Percent(asset.GetProperty("weight")));
        }
        await Browser.Suits(page);
    });

    [Fact]
    public Task A_simulation_shows_its_fan_with_standard_errors_and_the_same_question_has_the_same_answer() => Read(async page =>
    {
        await page.GotoAsync("/montecarlo");
        await page.GetByLabel("Symbol", new() { Exact = true }).FillAsync("SPY");
        await page.GetByLabel("Paths", new() { Exact = true }).FillAsync("20,000");
        await page.GetByLabel("Confidences, %").FillAsync("97.5");
        await page.GetByRole(AriaRole.Button, new() { Name = "Simulate" }).ClickAsync();
        await Expect(page.Locator("nt-chart[kind=fan]")).ToBeVisibleAsync(WhenDone);
        await Browser.Charts(page);
        JsonElement answer = await Ask(page, "risk/monteCarloSimulation",
            new { model = "gbm", symbol = "SPY", paths = 20_000, confidences = (double[])[0.975], samplePaths = 12 });
        JsonElement tail = answer.GetProperty("tails")[0].GetProperty("valueAtRisk");
        await Expect(Tile(page, "Value at risk, 97.5%")).ToContainTextAsync(Percent(tail.GetProperty("value")));
        await Expect(Tile(page, "Value at risk, 97.5%")).ToContainTextAsync("± " + Percent(tail.GetProperty("error")));
        await Expect(page.Locator("nt-chart[kind=histogram]")).ToHaveCountAsync(1);
        await Browser.Suits(page);
    });

    [Fact]
    public Task A_forecast_shows_its_interval_and_what_it_was_worth_beside_the_naive_one() => Read(async page =>
    {
        await page.GotoAsync("/forecast");
        await page.GetByLabel("Symbol", new() { Exact = true }).FillAsync("SPY");
        await page.GetByLabel("Bars ahead").FillAsync("10");
        await page.GetByLabel("Method").SelectOptionAsync("theta");
        await page.GetByRole(AriaRole.Button, new() { Name = "Forecast" }).ClickAsync();
        await Expect(page.Locator("nt-chart[kind=fan]")).ToBeVisibleAsync(WhenDone);
        await Browser.Charts(page);
        JsonElement forecast = (await Ask(page, "forecasting/neuralForecast", new { symbol = "SPY", horizon = 10, method = "theta" })).GetProperty("forecast");
        await Expect(Tile(page, "Held by the intervals")).ToContainTextAsync(Percent(forecast.GetProperty("judgement").GetProperty("coverage")));
        await page.GetByRole(AriaRole.Button, new() { Name = "Table" }).ClickAsync();
        ILocator last = page.Locator("nt-chart table tbody tr").Last.Locator("td");
        await Expect(last).ToHaveCountAsync(5);
        await Expect(last.First).ToHaveTextAsync("+10");
        await Expect(last.Nth(1)).ToHaveTextAsync("");
        await page.GetByRole(AriaRole.Button, new() { Name = "Table" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "theta" })).ToBeVisibleAsync();
        await Browser.Suits(page);

        await page.GotoAsync("/forecast?ask=1&symbol=SPY&horizon=0");
        await Expect(page.GetByText("1 to 365")).ToBeVisibleAsync();
    });

    [Fact]
    public Task Correlations_are_shown_in_clusters_or_as_asked() => Read(async page =>
    {
        await page.GotoAsync("/correlation");
        await page.GetByLabel("Instruments, commas between them").FillAsync("SPY, AAPL, SPX");
        await page.GetByRole(AriaRole.Button, new() { Name = "Correlate" }).ClickAsync();
        await Expect(page.Locator("nt-chart[kind=heat]")).ToBeVisibleAsync(WhenDone);
        await Browser.Charts(page);
        JsonElement report = (await Ask(page, "risk/correlationAnalysis", new { symbols = (string[])["SPY", "AAPL", "SPX"] })).GetProperty("report");
        await Expect(Tile(page, "Mean correlation")).ToContainTextAsync(Two(report.GetProperty("average")));
        await page.GetByRole(AriaRole.Button, new() { Name = "As asked" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Table" }).ClickAsync();
        ILocator cells = page.Locator("nt-chart table tbody tr").First.Locator("td");
        await Expect(cells).ToHaveTextAsync(["SPY", "1.00", Two(report.GetProperty("correlations")[0][1]), Two(report.GetProperty("correlations")[0][2])]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Table" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "All pairs" }).Locator("tbody tr")).ToHaveCountAsync(3); // few are listed once
        await Browser.Suits(page);
        string[] rows = (await Download(page, "CSV of the matrix")).Split("\r\n");
        Assert.Equal(["name,SPY,AAPL,SPX", "SPY", "AAPL", "SPX"], rows.Take(4).Select((row, i) => i == 0 ? row : row.Split(',')[0]));
        Assert.Equal(report.GetProperty("correlations")[0][1].GetDouble(), double.Parse(rows[1].Split(',')[2], CultureInfo.InvariantCulture), tolerance: 1e-14);
    });

    [Fact]
    public Task A_pair_is_followed_over_time() => Read(async page =>
    {
        await page.GotoAsync("/correlation?ask=1&symbols=SPY,AAPL,IBM&rolling=60");
        await Browser.Charts(page);
        await page.GetByLabel("Pair over time").SelectOptionAsync("SPY, IBM");
        await page.GetByRole(AriaRole.Button, new() { Name = "Correlate" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "SPY, IBM, over time" })).ToBeVisibleAsync(WhenDone);
        await Browser.Charts(page);
        JsonElement report = (await Ask(page, "risk/correlationAnalysis",
            new { symbols = (string[])["SPY", "AAPL", "IBM"], rollingWindow = 60 })).GetProperty("report");
        JsonElement pair = report.GetProperty("rolling").EnumerateArray().Single(one => one.GetProperty("second").GetString() == "IBM"
            && one.GetProperty("first").GetString() == "SPY").GetProperty("correlations");
        ILocator chart = page.Locator("nt-chart[kind=lines]");
        await chart.GetByRole(AriaRole.Button, new() { Name = "Table" }).ClickAsync();
        await Expect(chart.Locator("tbody tr").First.Locator("td")).ToHaveTextAsync(["2021-03-31", Two(pair[pair.GetArrayLength() - 1])]); // the newest first
        await Browser.Suits(page);
    });

    [Fact]
    public Task A_portfolios_risk_adds_up_and_past_falls_come_worst_first() => Read(async page =>
    {
        await Ask(page, "trading/createPortfolio", new { portfolioId = "risky", initialCash = 100_000, currency = "USD", idempotencyKey = "risky" });
        await Ask(page, "trading/executeTrade",
            new { portfolioId = "risky", strategy = "manual", symbol = "SPY", action = "buy", quantity = 50, idempotencyKey = "risky-1" });
        await page.GotoAsync("/portfolios/risky/risk");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Components" })).ToBeVisibleAsync(WhenDone);
        JsonElement report = (await Ask(page, "risk/riskAnalysis", new { portfolioId = "risky" })).GetProperty("report");
        string loss = Money(report.GetProperty("valueAtRisk").GetProperty("amount"));
        await Expect(Tile(page, "Value at risk")).ToContainTextAsync(loss);
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Components" }).Locator("tfoot")).ToContainTextAsync(loss);
        JsonElement worst = (await Ask(page, "risk/stressTest", new { portfolioId = "risky" })).GetProperty("outcomes")[0];
        ILocator first = page.GetByRole(AriaRole.Region, new() { Name = "Stress scenarios" }).Locator("tbody tr").First;
        await Expect(first).ToContainTextAsync(worst.GetProperty("title").GetString()!);
        await Browser.Suits(page);
    });

    [Fact]
    public Task Devices_are_listed_with_their_state_and_the_want_of_a_gpu_is_said() => Read(async page =>
    {
        await page.GotoAsync("/devices");
        JsonElement answer = await Ask(page, "system/getDevices", new { });
        foreach (JsonElement device in answer.GetProperty("devices").EnumerateArray())
            await Expect(page.GetByText(device.GetProperty("name").GetString()!).First).ToBeVisibleAsync();
        bool hasGpu = answer.GetProperty("devices").EnumerateArray()
            .Any(device => device.GetProperty("kind").GetString() == "cuda" && device.GetProperty("condition").GetString() == "ready");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "No GPU computes here" })).ToHaveCountAsync(hasGpu ? 0 : 1);
        await Browser.Suits(page);
    });

    // A signed-in reader's visit, in which no page does what it must not.
    private async Task Read(Func<IPage, Task> visit)
    {
        await using Browser browser = await Browser.Open();
        await visit(await browser.SignIn(platform));
        Assert.Empty(browser.Faults);
    }

    // The figures as the interface gives them to programs.
    private Task<JsonElement> Ask(IPage page, string function, object request) => platform.Ask(page, function, request);

    // What a link of the page gives to a signed-in reader.
    private static async Task<string> Download(IPage page, string link)
    {
        IDownload file = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = link }).ClickAsync());
        using StreamReader text = new(await file.CreateReadStreamAsync());
        return await text.ReadToEndAsync();
    }

    private static ILocator Tile(IPage page, string label) => page.Locator(".kpi", new() { Has = page.GetByText(label, new() { Exact = true }) });

    private static string Two(JsonElement figure) => (Math.Round(figure.GetDouble(), 2) + 0.0).ToString("N2", CultureInfo.InvariantCulture).Replace('-', '−');

    private static string Percent(JsonElement figure) => (figure.GetDouble() * 100).ToString("N2", CultureInfo.InvariantCulture) + "%";

    private static string Money(JsonElement figure) => figure.GetDecimal().ToString("N2", CultureInfo.InvariantCulture);
}
