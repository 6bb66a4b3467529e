using System.Diagnostics;
using NeuralTrader.Api;
using NeuralTrader.Api.Console;
using NeuralTrader.Api.Hosting;
using NeuralTrader.Client;
using NeuralTrader.Grains.Hosting;
using NeuralTrader.ServiceDefaults;
using NeuralTrader.ServiceDefaults.Telemetry;
using NeuralTrader.Silo.Hosting;
using NeuralTrader.Storage.Hosting;

namespace NeuralTrader.Standalone;

/// <summary>The whole platform in this process.</summary>
internal static class Platform
{
    private const string Address = "http://127.0.0.1:5080";
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(4);
    private static readonly Dictionary<string, string> Switches = new() { ["--data-dir"] = "NeuralTrader:DataDirectory" };

    /// <summary>Runs until it is told to stop.</summary>
    public static async Task<int> Run(string[] args)
    {
        long start = Stopwatch.GetTimestamp();
        WebApplicationBuilder builder = Builder(args);
        builder.AddServiceDefaults();
        if (!IsOfCluster(builder.Configuration)) builder.Configuration[OperatorsDashboard.Key] ??= bool.TrueString;
        builder.AddNeuralTraderSilo();
        builder.Services.AddSingleton<FirstKey>().AddHostedService(all => all.GetRequiredService<FirstKey>()); // after the silo, and before anybody can call
        builder.AddNeuralTraderApi().AddNeuralTraderConsole();
        await using WebApplication app = builder.Build();
        app.MapNeuralTraderApi().MapNeuralTraderConsole().MapDashboard();
        await app.StartOrStop();
        await app.Services.GetRequiredService<IShippedData>().Import(app.Lifetime.ApplicationStopping);
        FirstKey firstKey = app.Services.GetRequiredService<FirstKey>();
        if (firstKey.Made is null) await firstKey.Make(app.Lifetime.ApplicationStopping);
        await Welcome.Print(app, firstKey.Made, Stopwatch.GetElapsedTime(start));
        await app.WaitForShutdownAsync();
        return 0;
    }

    private static bool IsOfCluster(ConfigurationManager configuration) =>
        configuration[ClusterDatabase.ConnectionKey] is { Length: > 0 } named && ClusterDatabase.IsMeant(named);

    /// <summary>A host with this program's settings, read from beside the program, whatever the working directory is.</summary>
    public static WebApplicationBuilder Builder(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddCommandLine(args, Switches);
        if (!((string[])["urls", "http_ports", "https_ports"]).Any(key => builder.Configuration[key] is { Length: > 0 })
            && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
            builder.WebHost.UseUrls(Address);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeToStop);
        builder.WebHost.UseStaticWebAssets(); // a build that was not published has its styles and scripts too, in every environment
        builder.Services.AddSingleton<NeuralTraderClient>();
        return builder;
    }
}
