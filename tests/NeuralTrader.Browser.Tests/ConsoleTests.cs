using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace NeuralTrader.Browser.Tests;

/// <summary>The console as a reader uses it, on the real platform.</summary>
public sealed partial class ConsoleTests(Platform platform) : IClassFixture<Platform>
{
    [Fact]
    public async Task A_newcomer_looks_at_a_market_tests_a_strategy_places_an_order_and_finds_every_cent_after_a_kill()
    {
        await using Browser browser = await Browser.Open();
        IPage page = await browser.SignIn(platform);

        await page.GotoAsync("/markets");
        await page.GetByRole(AriaRole.Link, new() { Name = "SPY", Exact = true }).ClickAsync();
        await Browser.Charts(page);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Quick analysis" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Table" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "SMA 50" })).ToBeVisibleAsync();

        await page.GotoAsync("/backtests/new?strategy=momentum&symbols=SPY");
        await page.GetByRole(AriaRole.Button, new() { Name = "Run back-test" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Monthly returns, percent" })).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Browser.Charts(page);
        await Expect(page.GetByText("Sharpe ratio").First).ToBeVisibleAsync();
        await Browser.Suits(page);

        await page.GotoAsync("/portfolios");
        await page.GetByLabel("Id:").FillAsync("first");
        await page.GetByRole(AriaRole.Button, new() { Name = "Open portfolio" }).ClickAsync();
        await page.WaitForURLAsync("**/portfolios/first");
        await page.GetByLabel("Symbol", new() { Exact = true }).FillAsync("SPY");
        await page.GetByLabel("Quantity, units").FillAsync("0");
        await page.GetByRole(AriaRole.Button, new() { Name = "Preview order" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("quantity is '0'");
        await Expect(page.GetByLabel("Symbol", new() { Exact = true })).ToHaveValueAsync("SPY"); // the form stays filled in
        await page.GetByLabel("Quantity, units").FillAsync("25");
        await page.GetByRole(AriaRole.Button, new() { Name = "Preview order" }).ClickAsync();
        await Expect(page.GetByText("Cash would change by")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Place buy order" }).DblClickAsync(); // twice is once
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Order filled" })).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await page.ReloadAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Executions" }).Locator("tbody tr")).ToHaveCountAsync(1);
        await page.GetByLabel("Target weights").FillAsync("SPY 5\nCASH 95");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show the trades" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Place 1 order" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Rebalanced: 1 order placed" })).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Executions" }).Locator("tbody tr")).ToHaveCountAsync(2);
        string cash = await Cash(page);
        Assert.NotEqual("100,000.00", cash);
        await Browser.Suits(page);

        await platform.KillAndRestart();
        page = await browser.SignIn(platform);
        await page.GotoAsync("/portfolios/first");
        Assert.Equal(cash, await Cash(page));
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Positions" })).ToContainTextAsync("SPY");
        Assert.Empty(browser.Faults);
    }

    [Fact]
    public async Task Pages_have_no_serious_barrier_in_either_theme_and_fit_a_narrow_screen()
    {
        await using Browser browser = await Browser.Open();
        IPage page = await browser.SignIn(platform);
        string[] paths =
        [
            "/", "/markets", "/markets/SPX", "/portfolios", "/backtests", "/backtests/new?strategy=momentum", "/backtests/compare",
            "/optimizations", "/optimizations/new?strategy=sma_cross", "/forecast", "/montecarlo", "/allocation",
            "/correlation", "/devices", "/cluster", "/system",
        ];
        foreach (string path in paths)
        {
            await page.GotoAsync(path);
            await Browser.Charts(page);
            await Browser.Suits(page);
        }
        Assert.Empty(browser.Faults);
    }

    [Fact]
    public async Task A_bad_file_is_reported_by_line_and_field()
    {
        await using Browser browser = await Browser.Open();
        IPage page = await browser.SignIn(platform);
        await page.GotoAsync("/markets");
        await page.GetByLabel("File", new() { Exact = true }).SetInputFilesAsync(new FilePayload
        {
            Name = "ABC.csv",
            MimeType = "text/csv",
            Buffer = "Date,Open,High,Low,Close,Volume\n2024-01-02,10,11,9,10,100\n2024-01-03,10,9,11,10,100\n"u8.ToArray(),
        });
        await page.GetByRole(AriaRole.Button, new() { Name = "Import" }).ClickAsync();
        ILocator findings = page.GetByRole(AriaRole.Region, new() { Name = "Findings" });
        await Expect(findings).ToContainTextAsync("ABC.csv");
        await Expect(findings.Locator("tbody tr").First).ToContainTextAsync("3"); // the line
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Instruments" })).ToContainTextAsync("ABC"); // the row that was well is there at once
        Assert.Empty(browser.Faults);
    }

    private static async Task<string> Cash(IPage page)
    {
        string text = await page.Locator(".kpi", new() { HasTextRegex = CashTile() }).Locator("dd").First.InnerTextAsync();
        Assert.True(decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out _), text);
        return text;
    }

    [GeneratedRegex("^Cash")]
    private static partial Regex CashTile();
}
