using Microsoft.Extensions.Hosting;
using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.Api.Problems;
using NeuralTrader.Client;
using NeuralTrader.ServiceDefaults.Health;

namespace NeuralTrader.Api.Hosting;

/// <summary>Whether there is a platform behind this front-end, and how it is.</summary>
internal static class Health
{
    /// <summary>Asks any silo with grains.</summary>
    public static HealthQuestion Of(NeuralTraderClient client, IHostApplicationLifetime host, TimeProvider clock) =>
        new(stop => client.HealthCheckAsync(new HealthCheckRequest(), stop), Reason, host, clock);

    private static string Reason(Exception fault) => fault switch
    {
        _ when Faults.IsNobodyThere(fault) => "no silo with grains is there",
        OperationCanceledException or TimeoutException => "the silos do not answer in time",
        _ => "the silos cannot be reached",
    };
}
