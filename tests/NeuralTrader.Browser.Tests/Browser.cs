using System.Globalization;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace NeuralTrader.Browser.Tests;

/// <summary>A Chromium that writes down whatever a page must not do: break its content policy, log an error, ask another host.</summary>
public sealed class Browser : IAsyncDisposable
{
    private const string WatchPolicy =
        "document.addEventListener('securitypolicyviolation', e => console.error(`content policy: ${e.violatedDirective} ${e.blockedURI}`))";

    private static readonly string[] Switches =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private readonly List<string> faults = [];
    private IPlaywright playwright = null!;
    private IBrowser browser = null!;

    /// <summary>True where no Chromium is installed.</summary>
    public static bool IsMissing => Program is null;

    private static string? Program => new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);

    /// <summary>What pages did that they must not do.</summary>
    public IReadOnlyList<string> Faults => faults;

    public static async Task<Browser> Open()
    {
        Assert.SkipWhen(IsMissing, "No Chromium is installed; on Debian: apt-get install chromium.");
        Browser opened = new() { playwright = await Playwright.CreateAsync() };
        opened.browser = await opened.playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Program, Args = Switches });
        return opened;
    }

    /// <summary>A page of a signed-in reader.</summary>
    public async Task<IPage> SignIn(Platform platform, ColorScheme theme = ColorScheme.Dark, int width = 1440)
    {
        IBrowserContext context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = platform.Address,
            ColorScheme = theme,
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
        });
        await context.AddInitScriptAsync(WatchPolicy);
        IPage page = await context.NewPageAsync();
        page.Console += (_, line) => { if (line.Type == "error") Note($"{page.Url}: {line.Text}"); };
        page.PageError += (_, error) => Note($"{page.Url}: {error}");
        page.Request += (_, request) =>
            { if (!request.Url.StartsWith(platform.Address, StringComparison.Ordinal)
            && !request.Url.StartsWith("data:", StringComparison.Ordinal)) Note($"{page.Url} asks {request.Url}"); };
        await page.GotoAsync("/signin");
        await page.GetByLabel("API key").FillAsync(platform.Key);
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

    /// <summary>What axe finds serious or worse.</summary>
    public static async Task<string> Barriers(IPage page)
    {
        AxeResult result = await page.RunAxe();
        return string.Join('\n', result.Violations.Where(found => found.Impact is "serious" or "critical")
            .Select(found => string.Create(CultureInfo.InvariantCulture,
                $"{page.Url}: {found.Id}: {found.Help}: {string.Join(" | ", found.Nodes.Select(node => node.Html).Take(3))}")));
    }

    /// <summary>How far a page scrolls sideways, in pixels, once its charts have taken their new width.</summary>
    public static async Task<int> Overhang(IPage page)
    {
        for (int patience = 30; ; patience--)
        {
            int overhang = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            if (overhang <= 0 || patience == 0) return overhang;
            await Task.Delay(100);
        }
    }

    /// <summary>A page with a reader's own figures is as free of barriers as the others, in both themes, and no wider than a narrow screen.</summary>
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
        await browser.DisposeAsync();
        playwright.Dispose();
    }

    private void Note(string fault)
    {
        lock (faults) faults.Add(fault);
    }
}
