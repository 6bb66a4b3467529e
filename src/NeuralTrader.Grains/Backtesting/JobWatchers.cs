using System.Runtime.CompilerServices;
using System.Threading.Channels;
using NeuralTrader.Abstractions.Backtesting;

namespace NeuralTrader.Grains.Backtesting;

/// <summary>Who follows a job. A slow follower misses steps, never the last one, and holds nobody up.</summary>
internal sealed class JobWatchers
{
    private readonly List<Channel<JobProgress>> watchers = [];

    /// <summary>Where the job stands now, and every step from here to its end.</summary>
    public async IAsyncEnumerable<JobProgress> Follow(JobProgress now, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Channel<JobProgress> channel = Channel.CreateBounded<JobProgress>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        if (now.State == JobState.Running) watchers.Add(channel);
        else channel.Writer.Complete();
        try
        {
            yield return now;
            await foreach (JobProgress progress in channel.Reader.ReadAllAsync(cancellationToken)) yield return progress;
        }
        finally
        {
            watchers.Remove(channel);
        }
    }

    /// <summary>Tells all of a step.</summary>
    public void Tell(JobProgress progress)
    {
        foreach (Channel<JobProgress> watcher in watchers) watcher.Writer.TryWrite(progress);
    }

    /// <summary>There are no more steps.</summary>
    public void End()
    {
        foreach (Channel<JobProgress> watcher in watchers) watcher.Writer.TryComplete();
    }
}
