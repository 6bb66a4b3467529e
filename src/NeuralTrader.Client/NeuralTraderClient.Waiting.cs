using System.Diagnostics;
using System.Runtime.CompilerServices;
using NeuralTrader.Abstractions.Backtesting;
using Orleans.Runtime;

namespace NeuralTrader.Client;

public sealed partial class NeuralTraderClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30), Pause = TimeSpan.FromMilliseconds(250), Grace = TimeSpan.FromSeconds(5);

    // Through a gateway an answer that died with its silo would be waited for until the call's own limit, minutes later. So when a silo goes the answer
    // gets a little time, and is then asked for again: what computes changes nothing.
    private async Task<T> Long<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        if (losses is null) return await call(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            using CancellationTokenSource attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            Task lost = losses.Next, answer = call(attempt.Token);
            if (await Task.WhenAny(answer, lost).ConfigureAwait(false) == answer
                || await Task.WhenAny(answer, Task.Delay(Grace, cancellationToken)).ConfigureAwait(false) == answer
                || cancellationToken.IsCancellationRequested)
                return await ((Task<T>)answer).ConfigureAwait(false);
            answer.Ignore();
            await attempt.CancelAsync().ConfigureAwait(false); // it may be alive after all
        }
    }

    // A job outlives the silo it began on; whoever follows it goes on following it on the next one.
    private static async IAsyncEnumerable<JobProgress> Followed(
        Func<CancellationToken, IAsyncEnumerable<JobProgress>> watch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        JobProgress? last = null;
        long heard = Stopwatch.GetTimestamp();
        for (bool isBroken = true; isBroken || last?.State == JobState.Running;)
        {
            if (last is not null) await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            IAsyncEnumerator<JobProgress> steps = watch(cancellationToken).GetAsyncEnumerator(cancellationToken);
            try
            {
                for (JobProgress? step; ;)
                {
                    (step, isBroken) = await Next(steps, heard, cancellationToken).ConfigureAwait(false);
                    if (step is null) break;
                    heard = Stopwatch.GetTimestamp();
                    if (step != last) yield return last = step; // else it is a sign of life
                }
            }
            finally
            {
                Close(steps).Ignore(); // what is left of it may be on a silo that is gone
            }
        }
    }

    // The next step, null where there is none; and whether that is because the way to them broke.
    private static async Task<(JobProgress? Step, bool IsBroken)> Next(IAsyncEnumerator<JobProgress> steps, long heard, CancellationToken cancellationToken)
    {
        try
        {
            return (await steps.MoveNextAsync().ConfigureAwait(false) ? steps.Current : null, false);
        }
        catch (Exception fault) when (fault is TimeoutException or EnumerationAbortedException || CallRules.IsOfTheWay(fault, cancellationToken))
        {
            if (Stopwatch.GetElapsedTime(heard) >= Patience)
                throw new ClusterUnavailableException($"Nothing was heard of the job for {Patience.TotalSeconds:0} s; it may go on, ask for it by its id.", fault);
            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            return (null, true);
        }
    }

    private static async Task Close(IAsyncEnumerator<JobProgress> steps) => await steps.DisposeAsync().ConfigureAwait(false);
}
