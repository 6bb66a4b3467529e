using System.Globalization;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace NeuralTrader.Browser.Tests;

/// <summary>A reader's visits, with a note of whatever a page must not do: break its content policy, log an error, ask another host.</summary>
public sealed class Browser : IAsyncDisposable
{
    private const string WatchPolicy =
        "document.addEventListener('securitypolicyviolation', e => console.error(`content policy: ${e.violatedDirective} ${e.blockedURI}`))";

    private static readonly AxeRunOptions OnlyWhatIsWrong = new() { ResultTypes = [ResultType.Violations] };
    private readonly List<string> faults = [];
    private readonly List<IBrowserContext> contexts = [];
    private readonly IBrowser browser;

    private Browser(IBrowser browser) => this.browser = browser;

    /// <summary>What pages did that they must not do.</summary>
    public IReadOnlyList<string> Faults => faults;

    public static async Task<Browser> Open()
    {
        Assert.SkipWhen(Chromium.IsMissing, "No Chromium is installed; on Debian: apt-get install chromium.");
        Chromium chromium = (await TestContext.Current.GetFixture<Chromium>())!;
        return new Browser(chromium.Running);
    }

    /// <summary>A page of a signed-in reader.</summary>
    /// <param name="platform">Where.</param>
    /// <param name="key">His key; null for the first one, an administrator's.</param>
    public async Task<IPage> SignIn(Platform platform, string? key = null)
    {
        IBrowserContext context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = platform.Address,
            ColorScheme = ColorScheme.Dark,
            ViewportSize = new ViewportSize { Width = 1440, Height = 900 },
        });
        contexts.Add(context);
        await context.AddInitScriptAsync(WatchPolicy);
        IPage page = await context.NewPageAsync();
        page.Console += (_, line) => { if (line.Type == "error") Note($"{page.Url}: {line.Text}"); };
        page.PageError += (_, error) => Note($"{page.Url}: {error}");
        page.Request += (_, request) =>
            { if (!request.Url.StartsWith(platform.Address, StringComparison.Ordinal)
            && !request.Url.StartsWith("data:", StringComparison.Ordinal)) Note($"{page.Url} asks {request.Url}"); };
        await page.GotoAsync("/signin");
        await page.GetByLabel("API key").FillAsync(key ?? platform.Key);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Overview", Level = 1 }).WaitForAsync();
        return page;
    }

    /// <summary>Every chart of a page, drawn.</summary>
    public static async Task Charts(IPage page)
    {
        foreach (ILocator chart in await page.Locator("nt-chart").AllAsync())
        {
            await Assertions.Expect(chart).ToHaveAttributeAsync("data-ready", "", new() { Timeout = 30_000 });
            await Assertions.Expect(chart.Locator("canvas")).ToBeVisibleAsync();
        }
    }

    /// <summary>A page is free of barriers in both themes, and no wider than a narrow screen.</summary>
    public static async Task Suits(IPage page)
    {
        foreach (ColorScheme theme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await page.EmulateMediaAsync(new() { ColorScheme = theme });
            Assert.Equal("", await Barriers(page));
        }
        await page.SetViewportSizeAsync(360, 900);
        int overhang = await Overhang(page);
        Assert.True(overhang <= 0, $"{page.Url} scrolls sideways by {overhang} px");
        await page.SetViewportSizeAsync(1440, 900);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IBrowserContext context in contexts) await context.DisposeAsync();
    }

    // What axe finds serious or worse.
    private static async Task<string> Barriers(IPage page)
    {
        AxeResult result = await page.RunAxe(OnlyWhatIsWrong);
        return string.Join('\n', result.Violations.Where(found => found.Impact is "serious" or "critical")
            .Select(found => string.Create(CultureInfo.InvariantCulture,
                $"{page.Url}: {found.Id}: {found.Help}: {string.Join(" | ", found.Nodes.Select(node => node.Html).Take(3))}")));
    }

    // How far a page scrolls sideways, in pixels, once its charts have taken their new width.
    private static async Task<int> Overhang(IPage page)
    {
        for (int patience = 30; ; patience--)
        {
            int overhang = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            if (overhang <= 0 || patience == 0) return overhang;
            await Task.Delay(100);
        }
    }

    private void Note(string fault)
    {
        lock (faults) faults.Add(fault);
    }
}
