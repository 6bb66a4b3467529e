using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using NeuralTrader.Api.Console;
using NeuralTrader.ServiceDefaults;
using NeuralTrader.ServiceDefaults.Telemetry;
using Output = System.Console;

namespace NeuralTrader.Api.Hosting;

/// <summary>The front-end as a process of its own: HTTP and console for a cluster whose grains live in other processes.</summary>
internal static class ApiProcess
{
    /// <summary>Where it listens unless told otherwise.</summary>
    public const string Address = "http://127.0.0.1:5080";

    /// <summary>What may be typed.</summary>
    public static readonly ProgramArguments Arguments = new(
        """
        NeuralTrader.Api                                 HTTP interface and console of the cluster on the PostgreSQL that ConnectionStrings:neuraltrader names
        NeuralTrader.Api ready                           ask the interface on this machine whether it is ready; exit code 0 when it is
          --urls http://127.0.0.1:5080                   where it listens (also ASPNETCORE_URLS)
          --environment NAME                             Production unless said otherwise (also DOTNET_ENVIRONMENT)
          --NeuralTrader:Api:Mode Silo|Client            a member of the cluster without grains, as usual; or a client through its gateways
          --NeuralTrader:Client:Gateways host:30000,…    of a client: the gateways, if it is not to read them from the database
          --Any:Setting VALUE                            any other setting by its key, such as --ConnectionStrings:neuraltrader "Host=…"
        """,
        "urls", "http_ports", "https_ports", "environment");

    /// <summary>Runs until it is told to stop.</summary>
    public static async Task<int> Run(string[] args)
    {
        long start = Stopwatch.GetTimestamp();
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        bool isToldWhere = ((string[])["urls", "http_ports", "https_ports"]).Any(key => builder.Configuration[key] is { Length: > 0 })
            || builder.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();
        if (!isToldWhere) builder.WebHost.UseUrls(Address);
        builder.WebHost.UseStaticWebAssets(); // a build that was not published has its styles and scripts too, in every environment
        builder.AddServiceDefaults();
        builder.AddDrain();
        string cluster = builder.AddCluster();
        builder.AddNeuralTraderApi().AddNeuralTraderConsole();
        await using WebApplication app = builder.Build();
        app.MapNeuralTraderApi().MapNeuralTraderConsole().MapDashboard();
        await app.StartOrStop();
        await Output.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"The interface is up after {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s at {app.Urls.First()}, {cluster}."));
        await app.WaitForShutdownAsync();
        return 0;
    }
}
