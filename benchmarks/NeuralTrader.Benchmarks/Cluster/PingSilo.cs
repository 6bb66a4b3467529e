using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace NeuralTrader.Benchmarks.Cluster;

/// <summary>A silo with nothing but pings, in a process of its own, and clients outside of it that come by its gateway.</summary>
internal static class PingSilo
{
    private const string Ready = "ready";
    private const int Grains = 256;

    /// <summary>The child: a silo until its parent kills it.</summary>
    public static async Task<int> Serve(int siloPort, int gatewayPort)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo => silo.UseLocalhostClustering(siloPort, gatewayPort));
        using IHost host = builder.Build();
        await host.StartAsync();
        await Console.Out.WriteLineAsync(Ready);
        await host.WaitForShutdownAsync();
        return 0;
    }

    /// <summary>Calls from outside, so many in flight.</summary>
    public static async Task<ClosedLoop> Call(int callers, int callsEach)
    {
        (int siloPort, int gatewayPort) = (OwnPostgres.FreePort(), OwnPostgres.FreePort());
        using Process silo = Process.Start(new ProcessStartInfo(
            "dotnet",
            [typeof(PingSilo).Assembly.Location, "cluster-silo", siloPort.ToString(CultureInfo.InvariantCulture), gatewayPort.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
        })!;
        try
        {
            while (await silo.StandardOutput.ReadLineAsync() is { } line && line != Ready)
            {
            }
            HostApplicationBuilder builder = Host.CreateApplicationBuilder();
            builder.Logging.ClearProviders();
            builder.UseOrleansClient(client => client.UseStaticClustering(new IPEndPoint(IPAddress.Loopback, gatewayPort)));
            using IHost host = builder.Build();
            await host.StartAsync();
            IGrainFactory factory = (IGrainFactory)host.Services.GetService(typeof(IGrainFactory))!;
            IPingGrain[] grains = [.. Enumerable.Range(0, Grains).Select(i => factory.GetGrain<IPingGrain>(i))];
            ClosedLoop best = await ClosedLoop.Best(callers, callsEach, async (caller, i) =>
            {
                if (await grains[(int)(i % Grains)].Ping(caller) != caller) throw new InvalidOperationException("Another caller's answer came.");
            });
            await host.StopAsync();
            return best;
        }
        finally
        {
            silo.Kill();
            await silo.WaitForExitAsync();
        }
    }
}
