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
    public async Task A_search_shows_its_best_beside_bars_it_never_saw_and_leads_to_a_back_test()
    {
        await using Browser browser = await Browser.Open();
        IPage page = await browser.SignIn(platform);
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
        await Suits(page);

        await page.GetByRole(AriaRole.Link, new() { Name = "Back-test the best" }).ClickAsync();
        await Expect(page.GetByLabel("Fast", new() { Exact = false }).First).ToHaveValueAsync(best.GetProperty("parameters").GetProperty("fast").ToString());
        Assert.Empty(browser.Faults);
    }

    [Fact]
    public async Task An_allocation_shows_its_weights_on_the_frontier_and_an_impossible_one_names_what_makes_it_so()
    {
        await using Browser browser = await Browser.Open();
        IPage page = await browser.SignIn(platform);
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
            await Expect(weights.Locator("tbody tr", new() { HasText = asset.GetProperty("symbol").GetString()! })).ToContainTextAsync(Percent(asset.GetProperty("weight")));
        await Suits(page);
        Assert.Empty(browser.Faults);
    }

    // The figures as the interface gives them to programs.
    private async Task<JsonElement> Ask(IPage page, string function, object request)
    {
        IAPIResponse answer = await page.APIRequest.PostAsync($"/api/v1/{function}", new()
        {
            DataObject = request,
            Headers = new Dictionary<string, string> { ["X-Api-Key"] = platform.Key },
        });
        Assert.True(answer.Ok, await answer.TextAsync());
        return (await answer.JsonAsync())!.Value;
    }

    private static ILocator Tile(IPage page, string label) => page.Locator(".kpi", new() { Has = page.GetByText(label, new() { Exact = true }) });

    private static string Two(JsonElement figure) => (Math.Round(figure.GetDouble(), 2) + 0.0).ToString("N2", CultureInfo.InvariantCulture).Replace('-', '−');

    private static string Percent(JsonElement figure) => (figure.GetDouble() * 100).ToString("N2", CultureInfo.InvariantCulture) + "%";

    // As free of barriers as the other pages, in both themes, and no wider than a phone.
    private static async Task Suits(IPage page)
    {
        foreach (ColorScheme theme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await page.EmulateMediaAsync(new() { ColorScheme = theme });
            Assert.Equal("", await Browser.Barriers(page));
        }
        await page.SetViewportSizeAsync(390, 900);
        Assert.True(await Browser.Overhang(page) <= 0, $"{page.Url} scrolls sideways by {await Browser.Overhang(page)} px");
        await page.SetViewportSizeAsync(1440, 900);
    }
}
