using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NeuralTrader.Abstractions;
using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.Grains.Hosting;
using NeuralTrader.ServiceDefaults.Telemetry;

namespace NeuralTrader.Silo.Hosting;

/// <summary>One member of a cluster as a process: grains and their storage, no functions over HTTP, only the question whether it is well.</summary>
internal static class SiloProcess
{
    private const string Address = "http://127.0.0.1:5090";
    private const string Text = """
        NeuralTrader.Silo                                one member of a cluster: grains, on the PostgreSQL that ConnectionStrings:neuraltrader names
        NeuralTrader.Silo migrate                        make or renew the tables of that database
          --urls http://127.0.0.1:5090                   where it answers /alive and /health (also ASPNETCORE_URLS)
          --environment NAME                             Production unless said otherwise (also DOTNET_ENVIRONMENT)
          --Any:Setting VALUE                            any other setting by its key, such as --ConnectionStrings:neuraltrader "Host=…"
        """;

    private static readonly string[] Options = ["urls", "http_ports", "environment"];
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(60); // work in progress is handed on or finished

    /// <summary>Runs until it is told to stop.</summary>
    public static async Task<int> Run(string[] args)
    {
        long start = Stopwatch.GetTimestamp();
        WebApplicationBuilder builder = Builder(args);
        builder.AddServiceDefaults();
        builder.AddNeuralTraderSilo();
        await using WebApplication app = builder.Build();
        app.MapGet("/alive", () => "alive");
        app.MapGet("/health", Health);
        try
        {
            await app.StartAsync().ConfigureAwait(false);
        }
        catch
        {
            await app.StopAsync().ConfigureAwait(false); // a silo that is only disposed complains at length
            throw;
        }
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
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new MemoryConfigurationSource { InitialData = new Dictionary<string, string?> { ["Logging:LogLevel:Default"] = "Warning" } });
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeToStop);
        return builder;
    }

    /// <summary>The first option that is none; null where all are known. A setting's key has a colon in it.</summary>
    public static string? Stranger(string[] args)
    {
        for (int at = 0; at < args.Length; at += args[at].Contains('=') ? 1 : 2)
        {
            string name = args[at].Split('=')[0];
            if (!name.StartsWith("--", StringComparison.Ordinal) || !(name.Contains(':') || Options.Contains(name[2..], StringComparer.OrdinalIgnoreCase))) return args[at];
        }
        return null;
    }

    /// <summary>What may be typed.</summary>
    public static int Usage()
    {
        Console.Error.WriteLine(Text);
        return 2;
    }

    private static async Task<IResult> Health(IGrainFactory grains, CancellationToken cancellationToken)
    {
        HealthState state = (await grains.GetGrain<ISystemGrain>(0).Health(cancellationToken).WaitAsync(TimeSpan.FromSeconds(5), cancellationToken).ConfigureAwait(false)).State;
        return Results.Text(state.ToString(), statusCode: state == HealthState.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }
}
