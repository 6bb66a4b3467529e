using System.Runtime.CompilerServices;
using System.Threading.Channels;
using NeuralTrader.Abstractions.Backtesting;

namespace NeuralTrader.Grains.Backtesting;

/// <summary>
/// Who follows a job. A slow follower misses steps, never the last one, and holds nobody up. While nothing happens the last step is told again: a
/// follower that hears nothing for some seconds would take the silo for dead.
/// </summary>
internal sealed class JobWatchers
{
    private static readonly TimeSpan Pulse = TimeSpan.FromSeconds(1);

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
            for (JobProgress last = now; ;)
            {
                Task<bool> more = channel.Reader.WaitToReadAsync(cancellationToken).AsTask();
                while (await Task.WhenAny(more, Task.Delay(Pulse, cancellationToken)) != more) yield return last;
                if (!await more) yield break;
                while (channel.Reader.TryRead(out JobProgress? progress)) yield return last = progress;
            }
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
