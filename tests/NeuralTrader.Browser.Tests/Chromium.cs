using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(NeuralTrader.Browser.Tests.Chromium))]

namespace NeuralTrader.Browser.Tests;

/// <summary>One Chromium for all tests; each visit has cookies and storage of its own in it.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Switches =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private static readonly string? Program =
        new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);

    private IPlaywright? playwright;
    private IBrowser? running;

    /// <summary>True where none is installed.</summary>
    public static bool IsMissing => Program is null;

    /// <summary>The one that runs, where one is installed.</summary>
    public IBrowser Running => running!;

    public async ValueTask InitializeAsync()
    {
        if (IsMissing) return;
        playwright = await Playwright.CreateAsync();
        running = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Program, Args = Switches });
    }

    public async ValueTask DisposeAsync()
    {
        if (running is not null) await running.DisposeAsync();
        playwright?.Dispose();
    }
}
