using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NeuralTrader.ServiceDefaults.Audit;
using NeuralTrader.ServiceDefaults.Settings;
using NeuralTrader.Storage.Hosting;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace NeuralTrader.ServiceDefaults.Telemetry;

/// <summary>What every process tells of itself: metrics, traces and logs.</summary>
public static class TelemetryHosting
{
    /// <summary>The meter under which the product counts.</summary>
    public const string Meter = "NeuralTrader";

    private const string Collector = "OTEL_EXPORTER_OTLP_ENDPOINT", ServiceName = "OTEL_SERVICE_NAME", OrleansTracing = "Orleans:EnableDistributedTracing";
    private static readonly string[] Unwatched = ["/metrics", "/alive", "/health", "/signin"]; // those that repeat for ever, and the one whose path is a secret

    /// <summary>
    /// Threads enough to answer while others wait (<see cref="PoolThreads"/>). Metrics at <c>/metrics</c> for who may look inside (<see cref="InsideAccess"/>), logs without secrets, as JSON where
    /// <c>NeuralTrader:Logging:Json</c> says so or the process is in a container; and all of it with traces to the collector that
    /// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names, if one is named. The start and its settings go on the audit record.
    /// </summary>
    /// <param name="builder">The host to be.</param>
    /// <exception cref="StartupException">A setting is wrong, or known to no program.</exception>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        KnownSettings.Require(builder.Configuration);
        StartupSettings.Require(builder.Configuration);
        PoolThreads.Raise();
        InsideAccess inside = new(builder.Configuration);
        builder.Services.AddSingleton(inside);
        builder.Services.AddSingleton<IStartupFilter, MetricsEndpoint>();
        builder.Services.AddSingleton<IIncomingGrainCallFilter, GrainCallMetrics>();
        builder.Services.AddHostedService<MemoryLimit>().AddHostedService<StartAudit>();
        builder.AddLogs();
        OpenTelemetryBuilder telemetry = builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter(Meter, "Microsoft.Orleans")
            .AddAspNetCoreInstrumentation()
            .AddRuntimeInstrumentation()
            .AddNpgsqlInstrumentation()
            .AddPrometheusExporter());
        if (builder.Configuration[ServiceName] is not { Length: > 0 }) telemetry.ConfigureResource(resource => resource.AddService(builder.Environment.ApplicationName));
        if (builder.Configuration[Collector] is { Length: > 0 }) telemetry.AddCollector(builder);
        return builder;
    }

    private static void AddCollector(this OpenTelemetryBuilder telemetry, WebApplicationBuilder builder)
    {
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new MemoryConfigurationSource { InitialData = [new(OrleansTracing, "true")] });
        telemetry
            .WithTracing(traces => traces
                .AddSource("Microsoft.Orleans.*")
                .AddNpgsql()
                .AddAspNetCoreInstrumentation(http => http.Filter = static call => !Unwatched.Any(path => call.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase))))
            .WithLogging()
            .UseOtlpExporter();
    }
}
