using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NeuralTrader.Abstractions;
using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.Grains.Hosting;
using NeuralTrader.ServiceDefaults;
using NeuralTrader.ServiceDefaults.Health;
using NeuralTrader.ServiceDefaults.Telemetry;

namespace NeuralTrader.Silo.Hosting;

/// <summary>One member of a cluster as a process: grains and their storage, no functions over HTTP, only the question whether it is well.</summary>
internal static class SiloProcess
{
    /// <summary>Where it answers unless told otherwise.</summary>
    public const string Address = "http://127.0.0.1:5090";


    /// <summary>What may be typed.</summary>
    public static readonly ProgramArguments Arguments = new(
        """
        NeuralTrader.Silo                                one member of a cluster: grains, on the PostgreSQL that ConnectionStrings:neuraltrader names
        NeuralTrader.Silo migrate                        make or renew the tables of that database
        NeuralTrader.Silo keys create --user NAME --role admin|user|readonly|service
                                                         make an API key and print it, whether other members run or not
        NeuralTrader.Silo ready                          ask the silo on this machine whether it is ready; exit code 0 when it is
          --urls http://127.0.0.1:5090                   where it answers /alive and /health (also ASPNETCORE_URLS)
          --environment NAME                             Production unless said otherwise (also DOTNET_ENVIRONMENT)
          --Any:Setting VALUE                            any other setting by its key, such as --ConnectionStrings:neuraltrader "Host=…"
        """,
        "urls", "http_ports", "environment");

    /// <summary>Runs until it is told to stop.</summary>
    public static async Task<int> Run(string[] args)
    {
        long start = Stopwatch.GetTimestamp();
        WebApplicationBuilder builder = Builder(args);
        builder.AddServiceDefaults();
        builder.AddNeuralTraderSilo();
        await using WebApplication app = builder.Build();
        Health(app.Services).Map(app);
        await app.StartOrStop().ConfigureAwait(false);
        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"Silo {app.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress} is up after {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s, on {app.Services.GetRequiredService<PlatformFacts>().Storage}. It answers {app.Urls.First()}/health."))
            .ConfigureAwait(false);
        await app.WaitForShutdownAsync().ConfigureAwait(false);
        return 0;
    }

    /// <summary>A host with the settings of the command line and the environment.</summary>
    public static WebApplicationBuilder Builder(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        if (!((string[])["urls", "http_ports"]).Any(key => builder.Configuration[key] is { Length: > 0 })) builder.WebHost.UseUrls(Address);
        builder.AddDrain();
        return builder;
    }

    // A worker without state is found on the silo that asks: what is told is how this one is.
    private static HealthQuestion Health(IServiceProvider services) => new(
        services.GetRequiredService<IGrainFactory>().GetGrain<ISystemGrain>(0).Health,
        static fault => fault is OperationCanceledException or TimeoutException ? "this silo does not answer in time" : "this silo cannot look at its parts",
        services.GetRequiredService<IHostApplicationLifetime>(), services.GetRequiredService<TimeProvider>());
}
