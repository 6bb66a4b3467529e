using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace NeuralTrader.Browser.Tests;

/// <summary>The kill switch as an operator uses it, and what everybody sees of it.</summary>
public sealed class HaltTests(Platform platform) : IClassFixture<Platform>
{
    [Fact]
    public async Task An_operator_halts_the_platform_everybody_sees_it_orders_are_refused_over_a_kill_and_he_resumes()
    {
        await using Browser browser = await Browser.Open();
        IPage page = await browser.SignIn(platform);
        await page.GotoAsync("/portfolios");
        await page.GetByLabel("Id:").FillAsync("growth");
        await page.GetByRole(AriaRole.Button, new() { Name = "Open portfolio" }).ClickAsync();
        await page.WaitForURLAsync("**/portfolios/growth");

        await page.GetByRole(AriaRole.Link, new() { Name = "Cluster" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Members", Exact = true }).Locator("tbody tr")).ToHaveCountAsync(1);
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Members", Exact = true })).ToContainTextAsync("Active");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Queues" })).ToContainTextAsync("Journal");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Activations by class" })).ToContainTextAsync("PortfolioGrain");
        await Expect(Banner(page)).ToHaveCountAsync(0);
        await page.GetByText("Halt trading…").ClickAsync();
        await page.GetByLabel("Why; everybody").FillAsync("Prices look wrong.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Halt trading" }).ClickAsync(); // not confirmed: the browser does not send it
        await Expect(Banner(page)).ToHaveCountAsync(0);
        await page.GetByLabel("Yes, stop all trading of the whole platform").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Halt trading" }).ClickAsync();
        await Expect(Banner(page)).ToContainTextAsync("All trading is halted", new() { Timeout = 30_000 });
        await Expect(page.GetByText("Resume trading…")).ToBeVisibleAsync();
        await Browser.Suits(page);

        await platform.KillAndRestart();
        page = await browser.SignIn(platform);
        foreach (string path in (string[])["/", "/markets", "/system", "/portfolios/growth"])
        {
            await page.GotoAsync(path);
            await Expect(Banner(page)).ToContainTextAsync("Prices look wrong.");
        }
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Preview order" })).ToBeDisabledAsync();
        await Browser.Suits(page);

        await page.GotoAsync("/cluster");
        await page.GetByText("Resume trading…").ClickAsync();
        await page.GetByLabel("Why trading can go on").FillAsync("They are right.");
        await page.GetByLabel("Yes, let the whole platform trade again").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Resume trading" }).ClickAsync();
        await Expect(Banner(page)).ToHaveCountAsync(0, new() { Timeout = 30_000 });
        ILocator ended = page.GetByRole(AriaRole.Region, new() { Name = "Halts that have ended" });
        await Expect(ended).ToContainTextAsync("Prices look wrong.");
        await Expect(ended).ToContainTextAsync("They are right.");
        Assert.DoesNotContain(browser.Faults, fault => !fault.Contains("423", StringComparison.Ordinal) && !fault.Contains("ERR_", StringComparison.Ordinal)); // the refused form, and the kill
    }

    [Fact]
    public async Task A_portfolio_is_halted_on_its_own_page()
    {
        await using Browser browser = await Browser.Open();
        IPage page = await browser.SignIn(platform);
        await page.GotoAsync("/portfolios");
        await page.GetByLabel("Id:").FillAsync("income");
        await page.GetByRole(AriaRole.Button, new() { Name = "Open portfolio" }).ClickAsync();
        await page.WaitForURLAsync("**/portfolios/income");
        IPage trader = await page.Context.NewPageAsync(); // has an order ready before anybody halts
        await trader.GotoAsync("/portfolios/income");
        await trader.GetByLabel("Symbol", new() { Exact = true }).FillAsync("SPY");
        await trader.GetByLabel("Quantity, units").FillAsync("1");
        await trader.GetByRole(AriaRole.Button, new() { Name = "Preview order" }).ClickAsync();
        await Expect(trader.GetByRole(AriaRole.Button, new() { Name = "Place buy order" })).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await page.GetByText("Halt trading…").ClickAsync();
        await page.GetByLabel("Why; everybody").FillAsync("Strategy out of control.");
        await page.GetByLabel("Yes, stop all trading of portfolio income").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Halt trading" }).ClickAsync();
        await Expect(Banner(page)).ToContainTextAsync("Trading is halted in income", new() { Timeout = 30_000 });
        await trader.GetByRole(AriaRole.Button, new() { Name = "Place buy order" }).ClickAsync();
        await Expect(trader.Locator("#ticket").GetByRole(AriaRole.Alert)).ToContainTextAsync("Strategy out of control.", new() { Timeout = 30_000 });
        await page.GotoAsync("/markets");
        await Banner(page).GetByRole(AriaRole.Link, new() { Name = "income" }).ClickAsync();
        await page.GetByText("Resume trading…").ClickAsync();
        await page.GetByLabel("Why trading can go on").FillAsync("Mended.");
        await page.GetByLabel("Yes, let portfolio income trade again").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Resume trading" }).ClickAsync();
        await Expect(Banner(page)).ToHaveCountAsync(0, new() { Timeout = 30_000 });
        Assert.DoesNotContain(browser.Faults, fault => !fault.Contains("423", StringComparison.Ordinal)); // the browser notes the refused form
    }

    private static ILocator Banner(IPage page) => page.GetByRole(AriaRole.Alert, new() { Name = "Trading is halted" });
}
