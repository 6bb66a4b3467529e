using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Compute.Devices;
using NeuralTrader.Domain.Backtesting.Search;
using NeuralTrader.Grains.Hosting;
using NeuralTrader.Grains.Trading;

namespace NeuralTrader.Grains.Backtesting;

/// <inheritdoc cref="IOptimizationGrain"/>
public sealed partial class OptimizationGrain([PersistentState("optimization")] IPersistentState<OptimizationState> stored, ComputeEngine engine, TimeProvider clock)
    : Grain, IOptimizationGrain, IDisposable
{
    private const int Attempts = 5;
    private static readonly TimeSpan Alive = TimeSpan.FromHours(24), Breath = TimeSpan.FromMilliseconds(200);
    private static readonly int AtOnceOnASilo = Environment.ProcessorCount;

    private readonly JobWatchers watchers = new();
    private readonly CancellationTokenSource stop = new();
    private int done;

    private string Id => this.GetPrimaryKeyString();

    private OptimizationState State => stored.State;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (State is { State: JobState.Running, Plan: not null }) Begin(); // the silo that ran it died: what is missing is done again
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        stop.Cancel();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose() => stop.Dispose();

    /// <inheritdoc/>
    public async Task<Answer<JobProgress>> Start(OptimizeStrategyRequest request, CancellationToken cancellationToken)
    {
        string fingerprint = PortfolioJournal.Fingerprint(request with { Wait = true });
        if (State.Request is not null)
            return State.Fingerprint == fingerprint && !IsHidden ? Where() : new Refusal(RefusalKind.OptimizationExists, $"Search {Id} was started for another request.", "optimizationId");
        Answer<OptimizeStrategyRequest> accepted = OptimizationRequests.Checked(request);
        if (accepted.IsRefused) return accepted.Refusal;
        if (engine.WhyNoJob() is { } busy) return busy;
        Answer<OptimizationPlan> plan = await Worker(0).Plan(accepted.Value, cancellationToken);
        if (plan.IsRefused) return plan.Refusal;

        await stored.Commit(new OptimizationState
        {
            Request = accepted.Value, Fingerprint = fingerprint, State = JobState.Running, StartedAt = Now, Plan = plan.Value, Owner = JobOwner.OfNew,
        });
        Begin();
        await Note(); // what is in the list is woken where it does not run
        return Where();
    }

    /// <inheritdoc/>
    public async Task<Answer<Optimization>> Read(CancellationToken cancellationToken)
    {
        if (State.Request is not { } request || IsHidden) return NotFound();
        SearchReport? report = State.State == JobState.Completed ? await Report().Read() : null;
        return new Optimization(Id, Where(), request, State.StartedAt, (State.EndedAt - State.StartedAt)?.TotalMilliseconds, report, State.Plan!.Device, State.Owner);
    }

    /// <inheritdoc/>
    public Task<Answer<JobProgress>> Progress() => Task.FromResult<Answer<JobProgress>>(State.Request is null || IsHidden ? NotFound() : Where());

    /// <inheritdoc/>
    public async Task<Answer<JobProgress>> Cancel(CancellationToken cancellationToken)
    {
        if (State.Request is null || IsHidden) return NotFound();
        if (State.State == JobState.Running)
        {
            await stop.CancelAsync();
            await End(JobState.Canceled, null);
        }
        return Where();
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<JobProgress> Watch([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Caller? caller = CallerContext.Current;
        if (State.Request is null || IsHidden) yield break;
        await foreach (JobProgress progress in watchers.Follow(Where(), cancellationToken))
        {
            if (JobOwner.Hides(State.Owner, caller)) yield break; // it was given to somebody else meanwhile
            yield return progress;
        }
    }

    private void Begin()
    {
        DelayDeactivation(Alive);
        OptimizationTask task = new(Id, State.Request!, State.Plan!.Data, State.Plan.ChunkSize, State.Plan.Chunks);
        JobMetrics.Counted("optimization", RunAll(task, stop.Token)).Ignore(); // the grain goes on answering; the end is told to watchers and kept
    }

    private async Task RunAll(OptimizationTask task, CancellationToken stopping)
    {
        CallerContext.Clear(); // it goes on whoever the search is given to
        string? failure;
        try
        {
            failure = await RunParts(task, stopping) ?? await Try(() => Worker(0).Conclude(task, stopping), stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return;
        }
        catch (Exception fault) // a store that fails must not leave a search that runs for ever
        {
            failure = fault.Message;
        }
        if (State.State != JobState.Running || stopping.IsCancellationRequested) return;
        try
        {
            await End(failure is null ? JobState.Completed : JobState.Failed, failure);
        }
        catch // even the end cannot be stored: the grain leaves, and whoever asks next brings it back to what is missing
        {
            watchers.End();
            DeactivateOnIdle();
            throw;
        }
    }

    // Every part is kept when it is done, so a search that is taken up again does only what is missing. A Bayesian part needs those before it.
    private async Task<string?> RunParts(OptimizationTask task, CancellationToken stopping)
    {
        int slots = task.Request.Method == SearchMethod.Bayesian ? 1 : Math.Min(task.Chunks, AtOnceOnASilo * await Silos());
        string? failure = null;
        int next = 0;
        done = 0;
        await Task.WhenAll(Enumerable.Range(0, slots).Select(Work));
        return failure;

        async Task Work(int slot)
        {
            while (failure is null && next < task.Chunks)
            {
                int number = next++;
                if (!await GrainFactory.GetGrain<IOptimizationChunkGrain>($"{Id}:{number}").IsKept())
                    failure = await Try(() => Worker(slot).Run(task, number, stopping), stopping) ?? failure;
                stopping.ThrowIfCancellationRequested();
                done++;
                watchers.Tell(Where());
            }
        }
    }

    // A silo may have died: the next attempt runs elsewhere. One that is busy says when it will be less so.
    private static async Task<string?> Try(Func<Task<Answer<int>>> work, CancellationToken stopping)
    {
        for (int attempt = 1; ; attempt++)
        {
            string fault;
            try
            {
                Answer<int> answer = await work();
                if (!answer.IsRefused) return null;
                if (answer.Refusal.Kind != RefusalKind.Overloaded) return answer.Refusal.Detail;
                attempt = 0; // a job has time
                await Task.Delay(TimeSpan.FromSeconds(answer.Refusal.RetryAfterSeconds ?? 1), stopping);
                continue;
            }
            catch (InvalidInputException refused)
            {
                return refused.Message;
            }
            catch (Exception failed) when (!stopping.IsCancellationRequested)
            {
                fault = failed.Message;
            }
            if (attempt == Attempts) return fault;
            await Task.Delay(attempt * Breath, stopping);
        }
    }

    private async Task End(JobState state, string? failure)
    {
        SearchReport? report = state == JobState.Completed ? await Report().Read() : null;
        await stored.Commit(State with { State = state, Failure = failure, EndedAt = Now, Done = done, Tried = report?.Trials });
        watchers.Tell(Where());
        watchers.End();
        DelayDeactivation(TimeSpan.Zero);
        await Note();
    }

    private JobProgress Where()
    {
        OptimizationPlan plan = State.Plan!;
        int of = plan.Chunks + 1, ready = State.State switch { JobState.Completed => of, JobState.Running => Math.Min(done, plan.Chunks), _ => State.Done };
        long tried = Math.Min(plan.Trials, (long)Math.Min(ready, plan.Chunks) * plan.ChunkSize);
        string message = State.State switch
        {
            JobState.Running => ready >= plan.Chunks ? "weighing what was found"
                : $"{State.Request!.Strategy}: {tried:N0} of {plan.Trials:N0} combinations gone through",
            JobState.Completed => $"{State.Tried ?? plan.Trials:N0} combinations tried",
            JobState.Failed => State.Failure ?? "it failed",
            JobState.Canceled => "stopped by a caller",
        };
        return new JobProgress(Id, State.State, ready, of, (double)ready / of, message);
    }

    private async Task Note()
    {
        SearchReport? report = State.State == JobState.Completed ? await Report().Read() : null;
        FoundCombination? best = report?.Best.FirstOrDefault();
        await GrainFactory.GetGrain<IOptimizationIndexGrain>(0).Note(new OptimizationSummary(
            Id, State.Request!.Strategy, State.Request.Symbols!, State.Request.Method, State.Request.Metric, State.State, State.StartedAt, report?.Trials ?? 0,
            best?.InSample.Sharpe ?? double.NaN, best?.OutOfSample?.Sharpe ?? double.NaN, report?.Selection?.Deflated ?? double.NaN,
            report?.Overfitting?.Probability ?? double.NaN, State.Owner));
    }

    private async Task<int> Silos() => Math.Max(1, (await GrainFactory.GrainSilos(ServiceProvider.GetRequiredService<IClusterManifestProvider>())).Length);

    private IOptimizationWorkerGrain Worker(int slot) => GrainFactory.GetGrain<IOptimizationWorkerGrain>($"{Id}/{slot}");

    private IOptimizationReportGrain Report() => GrainFactory.GetGrain<IOptimizationReportGrain>(Id);

    private Refusal NotFound() => new(RefusalKind.OptimizationNotFound, $"There is no search {Id}.", "optimizationId");
}
