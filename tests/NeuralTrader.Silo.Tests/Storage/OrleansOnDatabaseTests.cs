using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NeuralTrader.Silo.Hosting;
using Orleans.Runtime;
using Orleans.Storage;

namespace NeuralTrader.Silo.Tests.Storage;

/// <summary>Orleans' grain state and reminders in the statements of ours, whatever database runs them.</summary>
public abstract class OrleansOnDatabaseTests
{
    private static readonly GrainId Text = GrainId.Create("test", "größe/1");
    private static readonly GrainId Number = GrainId.Create(GrainType.Create("test"), GrainIdKeyExtensions.CreateIntegerKey(42));
    private static readonly GrainId Pair = GrainId.Create(GrainType.Create("test"), GrainIdKeyExtensions.CreateGuidKey(new Guid("00112233-4455-6677-8899-aabbccddeeff"), "ext"));
    private protected readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    /// <summary>The settings of a host on the test's own database.</summary>
    private protected abstract Task<string[]> Settings();

    /// <summary>The only stored state, as bytes.</summary>
    private protected abstract Task<byte[]> Payload();

    [Fact]
    public async Task State_of_every_kind_of_key_survives_a_restart()
    {
        GrainId[] grains = [Text, Number, Pair];
        using (IHost host = await Start())
        {
            foreach (GrainId grain in grains)
            {
                GrainState<List<string>> state = new([grain.ToString()]);
                await Storage(host).WriteStateAsync("state", grain, state);
                state.State!.Add("twice");
                await Storage(host).WriteStateAsync("state", grain, state);
                Assert.Equal("2", state.ETag);
            }
            await host.StopAsync(cancel);
        }
        using IHost again = await Start();
        foreach (GrainId grain in grains)
        {
            GrainState<List<string>> read = await Read(again, grain);
            Assert.Equal([grain.ToString(), "twice"], read.State);
            Assert.Equal("2", read.ETag);
            Assert.True(read.RecordExists);
        }
        await again.StopAsync(cancel);
        Assert.DoesNotContain("\"twice\"", Encoding.UTF8.GetString(await Payload()), StringComparison.Ordinal); // Orleans' binary form, not JSON
    }

    [Fact]
    public async Task Of_two_writers_with_one_version_the_second_is_refused()
    {
        using IHost host = await Start();
        GrainState<List<string>> first = new(["first"]), second = new(["second"]);
        await Storage(host).WriteStateAsync("state", Text, first);
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage(host).WriteStateAsync("state", Text, second)); // both thought it new
        second = await Read(host, Text);
        await Storage(host).WriteStateAsync("state", Text, first);
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage(host).WriteStateAsync("state", Text, second)); // both had version 1
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage(host).ClearStateAsync("state", Text, second));
        Assert.Equal(["first"], (await Read(host, Text)).State);
        await host.StopAsync(cancel);
    }

    [Fact]
    public async Task Cleared_state_is_gone_and_can_be_made_again()
    {
        using IHost host = await Start();
        GrainState<List<string>> state = new(["one"]), late = new(["late"]);
        await Storage(host).WriteStateAsync("state", Text, state);
        late.ETag = state.ETag;
        await Storage(host).ClearStateAsync("state", Text, state);
        Assert.False((await Read(host, Text)).RecordExists);
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage(host).WriteStateAsync("state", Text, late)); // what it knew is gone
        GrainState<List<string>> anew = await Read(host, Text);
        anew.State = ["two"];
        await Storage(host).WriteStateAsync("state", Text, anew);
        Assert.Equal(["two"], (await Read(host, Text)).State);
        await host.StopAsync(cancel);
    }

    [Fact]
    public async Task A_reminder_survives_a_restart_and_can_be_changed_and_removed()
    {
        DateTime at = new(2030, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc);
        using (IHost host = await Start())
        {
            IReminderTable table = host.Services.GetRequiredService<IReminderTable>();
            await table.UpsertRow(new ReminderEntry { GrainId = Text, ReminderName = "daily", StartAt = at, Period = TimeSpan.FromDays(40) }, cancel);
            await host.StopAsync(cancel);
        }
        using IHost again = await Start();
        IReminderTable reminders = again.Services.GetRequiredService<IReminderTable>();
        ReminderEntry entry = (await reminders.ReadRow(Text, "daily", cancel))!;
        Assert.Equal((Text, "daily", at, TimeSpan.FromDays(40)), (entry.GrainId, entry.ReminderName, entry.StartAt, entry.Period));
        uint hash = Text.GetUniformHashCode();
        Assert.Single((await reminders.ReadRows(hash - 1, hash, cancel)).Reminders); // (begin, end]
        Assert.Empty((await reminders.ReadRows(hash, hash + 1, cancel)).Reminders);
        Assert.Single((await reminders.ReadRows(0, 0, cancel)).Reminders); // the whole ring
        Assert.Single((await reminders.ReadRows(Text, cancel)).Reminders);
        string changed = (await reminders.UpsertRow(entry, cancel))!;
        Assert.False(await reminders.RemoveRow(Text, "daily", entry.ETag!, cancel));
        Assert.True(await reminders.RemoveRow(Text, "daily", changed, cancel));
        Assert.Null(await reminders.ReadRow(Text, "daily", cancel));
        await again.StopAsync(cancel);
    }

    private static IGrainStorage Storage(IHost host) => host.Services.GetRequiredKeyedService<IGrainStorage>("Default");

    private static async Task<GrainState<List<string>>> Read(IHost host, GrainId grain)
    {
        GrainState<List<string>> state = new();
        await Storage(host).ReadStateAsync("state", grain, state);
        return state;
    }

    private async Task<IHost> Start()
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(await Settings());
        builder.Logging.ClearProviders();
        builder.AddNeuralTraderSilo();
        IHost host = builder.Build();
        await host.StartAsync(cancel);
        return host;
    }
}
