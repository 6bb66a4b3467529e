using System.Runtime.CompilerServices;
using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Compute.Devices;
using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Grains.Hosting;
using NeuralTrader.Grains.Markets;
using NeuralTrader.Grains.Trading;

namespace NeuralTrader.Grains.Backtesting;

/// <inheritdoc cref="IBacktestGrain"/>
public sealed partial class BacktestGrain(
    [PersistentState("backtest")] IPersistentState<BacktestState> stored, MarketLibrary library, ComputeEngine engine, TimeProvider clock)
    : Grain, IBacktestGrain, IDisposable
{
    private const int Attempts = 3;
    private static readonly TimeSpan Alive = TimeSpan.FromHours(12);
    private static readonly int AtOnce = Environment.ProcessorCount;

    private readonly JobWatchers watchers = new();
    private readonly CancellationTokenSource stop = new();
    private int done;

    private string Id => this.GetPrimaryKeyString();

    private BacktestState State => stored.State;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (State is { State: JobState.Running, Request: { } request }) Begin(request); // the silo that ran it died: what is missing is done again
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
    public async Task<Answer<JobProgress>> Start(RunBacktestRequest request, CancellationToken cancellationToken)
    {
        string fingerprint = PortfolioJournal.Fingerprint(request with { Wait = true });
        if (State.Request is not null)
            return State.Fingerprint == fingerprint && !IsHidden ? Progress() : new Refusal(RefusalKind.BacktestExists, $"Back-test {Id} was started for another request.", "backtestId");
        Answer<RunBacktestRequest> accepted = BacktestAccounts.Checked(request);
        if (accepted.IsRefused) return accepted.Refusal;
        if (await Missing(accepted.Value, cancellationToken) is { } missing) return missing;
        if (engine.WhyNoJob() is { } busy) return busy;

        await stored.Commit(new BacktestState { Request = accepted.Value, Fingerprint = fingerprint, State = JobState.Running, StartedAt = Now, Owner = JobOwner.OfNew });
        Begin(accepted.Value);
        await Note(); // what is in the list is woken where it does not run
        return Progress();
    }

    /// <inheritdoc/>
    public async Task<Answer<Backtest>> Read(CancellationToken cancellationToken)
    {
        if (State.Request is not { } request || IsHidden) return NotFound();
        BacktestResult?[] results = State.State == JobState.Running
            ? []
            : await Task.WhenAll(Enumerable.Range(0, BacktestAccounts.Of(request).Count).Select(place => Result(place).Read()));
        return new Backtest(
            Id, Progress(), request, State.StartedAt, (State.EndedAt - State.StartedAt)?.TotalMilliseconds, [.. results.OfType<BacktestResult>()], State.Failures,
            State.Owner);
    }

    /// <inheritdoc/>
    public async Task<Answer<JobProgress>> Cancel(CancellationToken cancellationToken)
    {
        if (State.Request is null || IsHidden) return NotFound();
        if (State.State == JobState.Running)
        {
            await stop.CancelAsync();
            await End(JobState.Canceled, State.Failures);
        }
        return Progress();
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<JobProgress> Watch([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Caller? caller = CallerContext.Current;
        if (State.Request is null || IsHidden) yield break;
        await foreach (JobProgress progress in watchers.Follow(Progress(), cancellationToken))
        {
            if (JobOwner.Hides(State.Owner, caller)) yield break; // it was given to somebody else meanwhile
            yield return progress;
        }
    }

    private void Begin(RunBacktestRequest request)
    {
        DelayDeactivation(Alive);
        JobMetrics.Counted("backtest", RunAll(request, stop.Token)).Ignore(); // the grain goes on answering; the end is told to watchers and kept
    }

    private async Task RunAll(RunBacktestRequest request, CancellationToken stopping)
    {
        IReadOnlyList<RunBacktestRequest> accounts = BacktestAccounts.Of(request);
        List<BacktestFailure> failures = [];
        try
        {
            using SemaphoreSlim room = new(AtOnce);
            await Task.WhenAll(accounts.Select(RunOne));

            async Task RunOne(RunBacktestRequest account, int place)
            {
                await room.WaitAsync(stopping);
                try
                {
                    if (await Result(place).Read() is null) await Test(account, place, failures, stopping);
                }
                finally
                {
                    room.Release();
                }
                done++;
                watchers.Tell(Progress());
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return;
        }
        catch (Exception fault) // a store that fails must not leave a test that runs for ever
        {
            failures.Add(new BacktestFailure(string.Join('+', request.Symbols!), fault.Message));
            await Finish(JobState.Failed, failures);
            return;
        }
        if (State.State == JobState.Running) await Finish(failures.Count == accounts.Count ? JobState.Failed : JobState.Completed, failures);
    }

    // Where even the end cannot be stored the grain leaves: whoever asks next brings it back, and what is missing is done again.
    private async Task Finish(JobState state, List<BacktestFailure> failures)
    {
        try
        {
            await End(state, failures);
        }
        catch
        {
            watchers.End();
            DeactivateOnIdle();
            throw;
        }
    }

    private async Task Test(RunBacktestRequest account, int place, List<BacktestFailure> failures, CancellationToken stopping)
    {
        string symbols = string.Join('+', account.Symbols!);
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                Answer<BacktestResult> answer = await GrainFactory.GetGrain<IBacktestWorkerGrain>(0).Run(account, stopping);
                if (answer.Refusal is { Kind: RefusalKind.Overloaded } busy)
                {
                    attempt = 0; // a job has time
                    await Task.Delay(TimeSpan.FromSeconds(busy.RetryAfterSeconds ?? 1), stopping);
                    continue;
                }
                if (answer.IsRefused) failures.Add(new BacktestFailure(symbols, answer.Refusal.Detail));
                else await Result(place).Keep(answer.Value);
                return;
            }
            catch (InvalidInputException refused)
            {
                failures.Add(new BacktestFailure(symbols, refused.Message));
                return;
            }
            catch (Exception fault) when (!stopping.IsCancellationRequested) // a silo may have died: the next attempt runs elsewhere
            {
                if (attempt < Attempts) continue;
                failures.Add(new BacktestFailure(symbols, fault.Message));
                return;
            }
        }
    }

    private async Task End(JobState state, IReadOnlyList<BacktestFailure> failures)
    {
        await stored.Commit(State with { State = state, Failures = failures, EndedAt = Now });
        watchers.Tell(Progress());
        watchers.End();
        DelayDeactivation(TimeSpan.Zero);
        await Note();
    }

    private JobProgress Progress()
    {
        RunBacktestRequest request = State.Request!;
        int of = BacktestAccounts.Of(request).Count;
        int ready = State.State is JobState.Completed or JobState.Failed ? of : Math.Min(done, of);
        string message = State.State switch
        {
            JobState.Running => $"{request.Strategy}: {ready} of {of} accounts tested",
            JobState.Completed => State.Failures.Count == 0 ? of == 1 ? "tested" : $"{of} accounts tested" : $"{of - State.Failures.Count} of {of} accounts tested",
            JobState.Failed => State.Failures.Count > 0 ? State.Failures[0].Reason : "no account could be tested",
            JobState.Canceled => "stopped by a caller",
        };
        return new JobProgress(Id, State.State, ready, of, (double)ready / of, message);
    }

    private async Task Note()
    {
        BacktestResult? first = State.State == JobState.Running ? null : await Result(0).Read();
        await GrainFactory.GetGrain<IBacktestIndexGrain>(0).Note(new BacktestSummary(
            Id, State.Request!.Strategy, State.Request.Symbols!, State.State, State.StartedAt,
            first?.Statistics.TotalReturn ?? double.NaN, first?.Statistics.Sharpe ?? double.NaN, first?.Statistics.MaxDrawdown ?? double.NaN, State.Owner));
    }

    // Instruments without prices are refused before anything starts; with many of them only those are left out.
    private async Task<Refusal?> Missing(RunBacktestRequest request, CancellationToken cancellationToken)
    {
        bool isOneAccount = request.Together || request.Symbols!.Count == 1;
        foreach (string symbol in isOneAccount ? request.Symbols! : [])
            if (await library.Find(symbol, request.Interval, request.Basis, cancellationToken) is not { } bars)
                return new Refusal(RefusalKind.NoMarketData, $"There are no {request.Interval.Adjective()} bars of {symbol}; listInstruments says what is loaded.", "symbols");
            else if (bars.Between(request.From, request.To).Count < 2)
                return new Refusal(RefusalKind.InsufficientData, $"{symbol} has bars from {bars.TimeAt(0):yyyy-MM-dd} to {bars.TimeAt(bars.Count - 1):yyyy-MM-dd}, too few in the period asked for.", "from");
        return request.Benchmark is { } benchmark && await library.Find(benchmark, request.Interval, request.Basis, cancellationToken) is null
            ? new Refusal(RefusalKind.NoMarketData, $"There are no {request.Interval.Adjective()} bars of {benchmark}.", "benchmark")
            : null;
    }

    private IBacktestResultGrain Result(int place) => GrainFactory.GetGrain<IBacktestResultGrain>($"{Id}:{place}");

    private Refusal NotFound() => new(RefusalKind.BacktestNotFound, $"There is no back-test {Id}.", "backtestId");
}
