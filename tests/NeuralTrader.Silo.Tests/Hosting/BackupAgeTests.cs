using System.Diagnostics.Metrics;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;
using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Silo.Operations;
using NeuralTrader.Storage.Ledger;
using NeuralTrader.Storage.Moving;

namespace NeuralTrader.Silo.Tests.Hosting;

public sealed class BackupAgeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero));
    private readonly SqliteJournal journal;
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    public BackupAgeTests() => journal = new SqliteJournal(folder.File("journal.db"));

    public void Dispose()
    {
        journal.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Only_back_ups_count_and_the_newest_of_them()
    {
        using BackupAge age = Of("1.06:00:00");
        Assert.Equal((HealthState.Degraded, "none is on record"), await age.Look(cancel));
        Assert.Null(Told());
        await Note(1, DataDeed.Backup, hoursAgo: 50);
        await Note(2, "data.restore", hoursAgo: 1);
        Assert.Equal((HealthState.Degraded, "the last was made 50.0 hours ago"), await age.Look(cancel));
        await Note(3, DataDeed.Backup, hoursAgo: 30);
        Assert.Equal((HealthState.Healthy, "the last was made 30.0 hours ago"), await age.Look(cancel));
        Assert.Equal(30 * 3600, Told());
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HealthState.Degraded, (await age.Look(cancel)).State);
        Assert.Equal((30 * 3600) + 1, Told());
    }

    [Fact]
    public async Task Where_nothing_is_said_none_is_missed()
    {
        using BackupAge age = Of(null);
        Assert.Equal((HealthState.Healthy, "none is on record; none is missed, as FreshWithin is not set"), await age.Look(cancel));
    }

    [Theory, InlineData("daily"), InlineData("-1"), InlineData("00:00:00")]
    public void What_is_no_time_is_refused(string said)
    {
        FormatException refused = Assert.Throws<FormatException>(() => Of(said));
        Assert.Equal($"NeuralTrader:Backups:FreshWithin is '{said}'; allowed: a time such as 1.06:00:00, thirty hours.", refused.Message);
    }

    private BackupAge Of(string? within) => new(
        journal, new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["NeuralTrader:Backups:FreshWithin"] = within }).Build(), clock);

    private Task Note(long seq, string action, int hoursAgo) => journal.Append(
        new JournalEntry(
            DataRecord.Book, seq, null, null, clock.GetUtcNow().UtcDateTime.AddHours(-hoursAgo),
            JsonSerializer.Serialize(new DataDeed(action, "root@here", "journal.db", "monday.ntb"), JsonSerializerOptions.Web), []),
        cancel);

    private static double? Told()
    {
        double? told = null;
        using MeterListener listener = new() { InstrumentPublished = (instrument, listening) => { if (instrument.Name == "neuraltrader.backup.age") listening.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<double>((_, measured, _, _) => told = measured);
        listener.Start();
        listener.RecordObservableInstruments();
        return told;
    }
}
