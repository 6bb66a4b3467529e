using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Grains.Hosting;
using NeuralTrader.Storage.Moving;

namespace NeuralTrader.Silo.Operations;

/// <summary>
/// How long ago <c>nt data backup</c> last put a back-up on record. That is told always, and found fault with only where
/// <c>NeuralTrader:Backups:FreshWithin</c> says how long that may be: who copies the database by its own tools leaves no record.
/// </summary>
internal sealed class BackupAge : IHealthProbe, IDisposable
{
    private const string FreshKey = "NeuralTrader:Backups:FreshWithin";
    private readonly Meter meter = new("NeuralTrader");
    private readonly TimeProvider clock;
    private readonly TimeSpan? fresh;
    private readonly IJournal journal;
    private long read;
    private DateTime? newest;

    public BackupAge(IJournal journal, IConfiguration configuration, TimeProvider clock)
    {
        (this.journal, this.clock) = (journal, clock);
        if (configuration[FreshKey] is { Length: > 0 } said)
            fresh = TimeSpan.TryParse(said, CultureInfo.InvariantCulture, out TimeSpan within) && within > TimeSpan.Zero
                ? within
                : throw new FormatException($"{FreshKey} is '{said}'; allowed: a time such as 1.06:00:00, thirty hours.");
        meter.CreateObservableGauge(
            "neuraltrader.backup.age", () => Age is { } age ? [new Measurement<double>(age.TotalSeconds)] : Array.Empty<Measurement<double>>(), "s",
            "Since the last back-up on record; absent where there is none.");
    }

    /// <inheritdoc/>
    public string Name => "back-ups";

    private TimeSpan? Age => clock.GetUtcNow().UtcDateTime - newest;

    /// <inheritdoc/>
    public async Task<(HealthState State, string Detail)> Look(CancellationToken cancellationToken)
    {
        foreach (JournalEntry entry in await journal.Read(DataRecord.Book, read, cancellationToken).ConfigureAwait(false))
        {
            read = entry.Seq;
            if (JsonSerializer.Deserialize<DataDeed>(entry.Body, JsonSerializerOptions.Web) is { Action: DataDeed.Backup }) newest = entry.RecordedAt;
        }
        string said = Age is { } age ? string.Create(CultureInfo.InvariantCulture, $"the last was made {age.TotalHours:0.0} hours ago") : "none is on record";
        return fresh is null ? (HealthState.Healthy, $"{said}; none is missed, as FreshWithin is not set")
            : (Age is { } old && old <= fresh ? HealthState.Healthy : HealthState.Degraded, said);
    }

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();
}
