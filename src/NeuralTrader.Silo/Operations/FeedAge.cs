using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Grains.Hosting;

namespace NeuralTrader.Silo.Operations;

/// <summary>
/// How old the newest bar is. That is told always, and found fault with only where <c>NeuralTrader:Markets:FreshWithin</c> says how old it may be: who
/// tests strategies on the past has no feed.
/// </summary>
internal sealed class FeedAge : IHealthProbe, IDisposable
{
    private const string FreshKey = "NeuralTrader:Markets:FreshWithin";
    private readonly Meter meter = new("NeuralTrader");
    private readonly TimeProvider clock;
    private readonly TimeSpan? fresh;
    private readonly IBarStore bars;
    private DateTime? newest;

    public FeedAge(IBarStore bars, IConfiguration configuration, TimeProvider clock)
    {
        (this.bars, this.clock) = (bars, clock);
        if (configuration[FreshKey] is { Length: > 0 } said)
            fresh = TimeSpan.TryParse(said, CultureInfo.InvariantCulture, out TimeSpan within) && within > TimeSpan.Zero
                ? within
                : throw new FormatException($"{FreshKey} is '{said}'; allowed: a time such as 3.00:00:00, three days.");
        meter.CreateObservableGauge(
            "neuraltrader.feed.age", () => Age is { } age ? [new Measurement<double>(age.TotalSeconds)] : Array.Empty<Measurement<double>>(), "s",
            "Since the start of the newest bar of all; absent where there is none.");
    }

    /// <inheritdoc/>
    public string Name => "feeds";

    private TimeSpan? Age => clock.GetUtcNow().UtcDateTime - newest;

    /// <inheritdoc/>
    public async Task<(HealthState State, string Detail)> Look(CancellationToken cancellationToken)
    {
        newest = (await bars.Summarize(cancellationToken).ConfigureAwait(false)).Newest;
        return Age is not { } age ? (HealthState.Healthy, "there are no bars")
            : (age > fresh ? HealthState.Degraded : HealthState.Healthy, string.Create(CultureInfo.InvariantCulture, $"the newest bar began {age.TotalDays:0.0} days ago{(fresh is null ? "; no age is too old, as FreshWithin is not set" : "")}"));
    }

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();
}
