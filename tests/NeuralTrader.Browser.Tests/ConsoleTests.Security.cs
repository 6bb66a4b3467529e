using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace NeuralTrader.Browser.Tests;

/// <content>What administrators see and do, and others do not.</content>
public sealed partial class ConsoleTests
{
    [Fact]
    public async Task An_administrator_sees_keys_and_limits_blocks_an_address_and_lets_it_in_again()
    {
        await using Browser browser = await Browser.Open();
        IPage page = await browser.SignIn(platform);
        await platform.Ask(page, "security/createApiKey", new { username = "limited", role = "user", rateLimit = 90 });
        await page.GetByRole(AriaRole.Link, new() { Name = "Security" }).ClickAsync();
        ILocator key = page.GetByRole(AriaRole.Region, new() { Name = "Keys", Exact = true }).GetByRole(AriaRole.Row).Filter(new() { HasText = "limited" });
        await Expect(key).ToContainTextAsync("works");
        await Expect(key.GetByRole(AriaRole.Cell).Last).ToHaveTextAsync("90");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Callers and their limits" })).ToContainTextAsync("console:");
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "An address without a key" })).ToContainTextAsync("120 a minute, 60 at once");

        await Block(page, "203.0.113.999");
        await Expect(page.Locator("#addresses").GetByRole(AriaRole.Alert)).ToContainTextAsync("203.0.113.999");
        await Expect(page.GetByLabel("Why", new() { Exact = true })).ToHaveValueAsync("Tries keys"); // the form stays filled in
        await Block(page, "203.0.113.0/24");
        ILocator blocked = page.GetByRole(AriaRole.Region, new() { Name = "Blocked addresses" });
        await Expect(blocked).ToContainTextAsync("203.0.113.0/24");
        await Expect(page.Locator(".kpi", new() { HasText = "Addresses blocked" }).Locator("dd").First).ToHaveTextAsync("1");
        await Browser.Suits(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Let in again: 203.0.113.0/24" }).ClickAsync();
        await Expect(page.GetByText("No address is blocked.")).ToBeVisibleAsync();
        Assert.DoesNotContain(browser.Faults, fault => !fault.Contains("400", StringComparison.Ordinal)); // the browser notes the refused form
    }

    [Fact]
    public async Task The_audit_log_is_read_by_pages_searched_and_verified()
    {
        await using Browser browser = await Browser.Open();
        IPage page = await browser.SignIn(platform);
        for (int i = 0; i < 55; i++) await platform.Ask(page, "security/logAuditEvent", new { action = "model.deploy", category = "system", resource = $"model/{i}", idempotencyKey = $"deploy-{i}" });
        await page.GotoAsync("/audit?what=model.deploy");
        ILocator events = page.Locator("#events tbody tr");
        await Expect(events).ToHaveCountAsync(50);
        await Expect(events.First).ToContainTextAsync("model/54");
        await page.GetByRole(AriaRole.Link, new() { Name = "Older" }).ClickAsync();
        await Expect(events).ToHaveCountAsync(5);
        await Expect(events.Last).ToContainTextAsync("model/0");
        await page.GetByRole(AriaRole.Link, new() { Name = "Newest" }).ClickAsync();
        await Expect(events).ToHaveCountAsync(50);

        await page.GetByLabel("Resource").FillAsync("model/7");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await Expect(events).ToHaveCountAsync(1);
        await page.GetByLabel("Level, at least").SelectOptionAsync("Critical");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await Expect(page.GetByText("No event is so")).ToBeVisibleAsync();

        await page.GotoAsync("/audit");
        await page.GetByRole(AriaRole.Button, new() { Name = "Verify now" }).ClickAsync();
        await Expect(page.Locator("#whole")).ToContainTextAsync("Whole", new() { Timeout = 30_000 });
        await Expect(page.Locator("#whole")).ToContainTextAsync("entries with");
        await Browser.Suits(page);
        Assert.Empty(browser.Faults);
    }

    [Fact]
    public async Task A_user_finds_neither_the_administrators_pages_nor_anothers_back_test()
    {
        await using Browser browser = await Browser.Open();
        IPage admin = await browser.SignIn(platform);
        string key = (await platform.Ask(admin, "security/createApiKey", new { username = "ada", role = "user" })).GetProperty("key").GetString()!;
        await platform.Ask(admin, "trading/runBacktest", new { strategy = "buy_and_hold", symbol = "SPY", backtestId = "not-adas" });
        IPage page = await browser.SignIn(platform, key);
        foreach (string hidden in (string[])["Security", "Audit log"]) await Expect(page.GetByRole(AriaRole.Link, new() { Name = hidden })).ToHaveCountAsync(0);
        foreach (string path in (string[])["/security", "/audit"])
        {
            Assert.Equal(403, (await page.GotoAsync(path))!.Status);
            await Expect(page.Locator("#events, #addresses")).ToHaveCountAsync(0);
        }
        Assert.Equal(404, (await page.GotoAsync("/backtests/not-adas"))!.Status);
        await page.GotoAsync("/backtests");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Back-tests", Level = 1 })).ToBeVisibleAsync();
        await Expect(page.Locator("a[href*='not-adas']")).ToHaveCountAsync(0);
        await admin.GotoAsync("/backtests");
        await Expect(admin.Locator("a[href*='not-adas']")).ToHaveCountAsync(1);

        await platform.Ask(admin, "security/assignOwner", new { resource = "backtest/not-adas", owner = "ada" });
        Assert.Equal(200, (await page.GotoAsync("/backtests/not-adas"))!.Status);
        Assert.DoesNotContain(browser.Faults, fault => !fault.Contains("403", StringComparison.Ordinal) && !fault.Contains("404", StringComparison.Ordinal));
    }

    private static async Task Block(IPage page, string address)
    {
        if (!await page.GetByLabel("Address or range").IsVisibleAsync()) await page.GetByText("Block an address…").ClickAsync();
        await page.GetByLabel("Address or range").FillAsync(address);
        await page.GetByLabel("Why", new() { Exact = true }).FillAsync("Tries keys");
        await page.GetByRole(AriaRole.Button, new() { Name = "Block", Exact = true }).ClickAsync();
    }
}
