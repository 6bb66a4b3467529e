using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NeuralTrader.Storage.Hosting;

namespace NeuralTrader.ServiceDefaults;

/// <summary>
/// How a process leaves when it is told to: it says at once that it is no longer ready (<c>/health</c> 503), goes on taking work for as long as
/// <c>NeuralTrader:Drain</c> says, so that whoever shares work out has noticed, then takes none, and ends when what runs has ended, or at the limit.
/// </summary>
public static class Drain
{
    /// <summary>Configuration's name for how long work is taken after the word to stop; hh:mm:ss, 0 unless set.</summary>
    public const string Key = "NeuralTrader:Drain";

    /// <summary>What runs at the word to stop has this long to end, after the drain.</summary>
    public static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(25);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Makes a host leave so.</summary>
    /// <exception cref="StartupException">The drain that is configured is none.</exception>
    public static IHostApplicationBuilder AddDrain(this IHostApplicationBuilder builder)
    {
        TimeSpan drain = Read(builder.Configuration[Key]);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = drain + TimeToStop);
        if (drain > TimeSpan.Zero) builder.Services.AddHostedService(_ => new Pause(drain));
        return builder;
    }

    /// <summary>Whether the process was told to stop.</summary>
    public static bool IsLeaving(this IHostApplicationLifetime host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.ApplicationStopping.IsCancellationRequested;
    }

    private static TimeSpan Read(string? text)
    {
        if (text is not { Length: > 0 }) return TimeSpan.Zero;
        return TimeSpan.TryParseExact(text, [@"h\:m\:s", @"hh\:mm\:ss"], CultureInfo.InvariantCulture, out TimeSpan drain) && drain <= Longest
            ? drain : throw new StartupException($"{Key} is '{text}'; allowed: hh:mm:ss from 00:00:00 to {Longest:c}.");
    }

    // The host awaits it before it stops anything.
    private sealed class Pause(TimeSpan drain) : IHostedLifecycleService
    {
        public Task StoppingAsync(CancellationToken cancellationToken) =>
            Task.Delay(drain, cancellationToken).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
