using System.Collections.Concurrent;
using System.Globalization;
using Orleans.Storage;

namespace NeuralTrader.Cluster.Tests;

/// <summary>Grain state in memory whose writes fail while it is told so.</summary>
public sealed class FaultyStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<(string State, GrainId Grain), (object State, int Version)> rows = new();

    public bool WritesFail { get; set; }

    public TimeSpan WritesTake { get; set; }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        bool exists = rows.TryGetValue((stateName, grainId), out (object State, int Version) row);
        grainState.State = exists ? (T)row.State : Activator.CreateInstance<T>();
        grainState.ETag = exists ? row.Version.ToString(CultureInfo.InvariantCulture) : null;
        grainState.RecordExists = exists;
        return Task.CompletedTask;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (WritesTake > TimeSpan.Zero) await Task.Delay(WritesTake);
        if (WritesFail) throw new IOException("no space left on device");
        int next = 1 + int.Parse(grainState.ETag ?? "0", CultureInfo.InvariantCulture);
        rows[(stateName, grainId)] = (grainState.State!, next);
        grainState.ETag = next.ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = true;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        rows.TryRemove((stateName, grainId), out _);
        (grainState.ETag, grainState.RecordExists) = (null, false);
        return Task.CompletedTask;
    }
}
