using NeuralTrader.Abstractions.Security;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Trading.Halts;
using Orleans.Concurrency;

namespace NeuralTrader.Grains.Trading.Halts;

/// <inheritdoc cref="ITradingHaltGrain"/>
[StatelessWorker, Reentrant]
public sealed class TradingHaltGrain(IJournal journal, TradingGate gate, HaltAnnouncement announcement, HaltSweep sweep, PortfolioOwners owners, TimeProvider clock) : Grain, ITradingHaltGrain
{
    private const int MostEnded = 1_000;

    private static readonly TimeSpan PatienceWithPortfolios = TimeSpan.FromSeconds(10), PatienceWithAudit = TimeSpan.FromSeconds(2);

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <inheritdoc/>
    public async Task<Answer<TradingHaltReceipt>> Halt(HaltTradingRequest request, Caller by, CancellationToken cancellationToken)
    {
        by = CallerContext.Current ?? by;
        string reason = TradingHalt.ParseReason(request.Reason);
        if (await Against(request.PortfolioId, by, "halt") is { } refusal) return refusal;
        bool isAdmin = IsAdmin(by);
        return await Carry(request, request.PortfolioId, halts =>
            halts.Of(request.PortfolioId) is { } stands && (stands.CancelOpenOrders || !request.CancelOpenOrders) && (stands.ByAdmin || !isAdmin)
                ? new HaltDecision(null) // it is halted already, and as thoroughly
                : new HaltDecision(new TradingHalted(request.PortfolioId, reason, by.Name, Now, isAdmin, request.CancelOpenOrders)));
    }

    /// <inheritdoc/>
    public async Task<Answer<TradingHaltReceipt>> Lift(ResumeTradingRequest request, Caller by, CancellationToken cancellationToken)
    {
        by = CallerContext.Current ?? by;
        string reason = TradingHalt.ParseReason(request.Reason);
        if (await Against(request.PortfolioId, by, "resume") is { } refusal) return refusal;
        return await Carry(request, request.PortfolioId, halts =>
            halts.Of(request.PortfolioId) is not { } stands ? NotHalted(request.PortfolioId, halts)
            : stands.ByAdmin && !IsAdmin(by) ? Forbidden($"Halt {stands.HaltId} was ordered by an administrator, {stands.HaltedBy}; only an administrator resumes.")
            : new HaltDecision(new TradingResumed(request.PortfolioId, reason, by.Name, Now)));
    }

    /// <inheritdoc/>
    public async Task<TradingHaltList> Read(GetTradingHaltsRequest request, CancellationToken cancellationToken)
    {
        int limit = Require.Between(request.Limit, 0, MostEnded);
        string? only = request.PortfolioId is null ? null : Ids.Parse(request.PortfolioId, "portfolioId");
        await gate.Renew(cancellationToken);
        TradingHalt[] concerned = [.. gate.Known.History.Where(halt => only is null || halt.PortfolioId is null || halt.PortfolioId == only)];
        if (CallerContext.Current is { } caller)
        {
            HashSet<string> seen = [.. await owners.Visible([.. concerned.Select(halt => halt.PortfolioId).OfType<string>().Distinct()], caller, cancellationToken)];
            concerned = [.. concerned.Where(halt => halt.PortfolioId is null || seen.Contains(halt.PortfolioId))];
        }
        return new TradingHaltList(
            [.. concerned.Where(halt => halt.IsInForce).OrderBy(halt => halt.PortfolioId, StringComparer.Ordinal)],
            [.. concerned.Reverse().Where(halt => !halt.IsInForce).Take(limit)]);
    }

    private static bool IsAdmin(Caller by) => by.Role is Role.Admin or Role.Service;

    private static Refusal Forbidden(string sentence) => new(RefusalKind.Forbidden, sentence, "portfolioId");

    private static Refusal NotHalted(string? portfolioId, TradingHalts halts) => new(
        RefusalKind.TradingNotHalted,
        portfolioId is null ? "Trading of the whole platform is not halted."
        : halts.Of(null) is { } platform ? $"Portfolio {portfolioId} is not halted by itself; halt {platform.HaltId} of the whole platform stands against it."
        : $"Trading of portfolio {portfolioId} is not halted.",
        "portfolioId");

    // Who may not, and what is not there.
    private async Task<Refusal?> Against(string? portfolioId, Caller by, string what)
    {
        if (portfolioId is null) return IsAdmin(by) ? null : Forbidden($"Only an administrator may {what} the whole platform; {by.Name} has the role {by.Role}.");
        Ids.Parse(portfolioId, "portfolioId");
        if (by.Role == Role.ReadOnly) return Forbidden($"{by.Name} may read only.");
        return await owners.Find(portfolioId, CancellationToken.None) is { } found && (by.Username is null || by.Owns(found.Owner))
            ? null
            : new Refusal(RefusalKind.PortfolioNotFound, $"There is no portfolio {portfolioId}; listPortfolios names them.", "portfolioId");
    }

    // The audit log carries it over; a halt does not wait for more than a moment, and what is not carried now is found later.
    private Task Told() => GrainFactory.GetGrain<IAuditLogGrain>(0).Fetch(TradingHalts.Book, CancellationToken.None);

    // Written first; then all silos know; then the portfolios act on it.
    private async Task<Answer<TradingHaltReceipt>> Carry<TRequest>(TRequest request, string? portfolioId, Func<TradingHalts, Answer<HaltDecision>> decide)
        where TRequest : IIdempotentRequest<TRequest>
    {
        string key = Ids.Key(request.IdempotencyKey);
        Answer<AuditedHalts> written = await HaltAudit.Write(journal, key, PortfolioJournal.Fingerprint(request), decide);
        if (written.IsRefused) return written.Refusal;
        (TradingHalts halts, long entry, bool isNew) = written.Value;
        Task onRecord = Told();
        Announced announced = await announcement.Tell(entry);
        SweepFigures swept = await sweep.Run(portfolioId, entry, PatienceWithPortfolios);
        await onRecord.WaitAsync(PatienceWithAudit, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        TradingHalt halt = halts.History.Last(one => one.PortfolioId == portfolioId && one.HaltId <= entry);
        return new TradingHaltReceipt(
            halt, halt.IsInForce || portfolioId is null ? null : halts.Against(portfolioId), announced.Waited.TotalSeconds, announced.Confirmed,
            announced.WaitedOut, swept.Done, swept.OrdersCanceled, swept.Left, IsRepeat: !isNew, announced.Gone);
    }
}
