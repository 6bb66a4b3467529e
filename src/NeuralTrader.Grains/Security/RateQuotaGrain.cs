using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain.Security.Limits;

namespace NeuralTrader.Grains.Security;

/// <inheritdoc cref="IRateQuotaGrain"/>
internal sealed class RateQuotaGrain(TimeProvider clock) : Grain, IRateQuotaGrain
{
    private const int MostCallers = 10_000;

    private readonly QuotaLedger ledger = new(MostCallers);

    /// <inheritdoc/>
    public Task<QuotaGrant> Lease(string id, RateLimit limit, string holder, QuotaAsk ask) =>
        Task.FromResult(ledger.Lease(id, limit, holder, ask, clock.Milliseconds()));

    /// <inheritdoc/>
    public Task<RateLimitCheck> Take(CheckRateLimitRequest request, RateLimit otherwise)
    {
        long now = clock.Milliseconds();
        RateLimit limit = ledger.Find(request.Id)?.Limit ?? otherwise;
        bool isTaken = ledger.TryTake(request.Id, limit, request.Tokens, now);
        TokenBucket bucket = ledger.Find(request.Id) ?? new TokenBucket(limit);
        return Task.FromResult(new RateLimitCheck(
            request.Id, isTaken, limit, bucket.Left(now), bucket.UntilFull(now) / 1e3, isTaken ? null : bucket.Wait(request.Tokens, now) / 1e3));
    }

    /// <inheritdoc/>
    public Task<QuotaFigures> Figures(string? id, int most)
    {
        long now = clock.Milliseconds();
        RateLimitLoad[] callers =
        [
            .. ledger.All.Where(one => id is null || one.Key == id)
                .Select(one => new RateLimitLoad(one.Key, one.Value.Limit, one.Value.Left(now), one.Value.UntilFull(now) / 1e3))
                .OrderBy(one => (double)one.Remaining / one.Limit.Burst).ThenBy(one => one.Id, StringComparer.Ordinal).Take(most),
        ];
        return Task.FromResult(new QuotaFigures(ledger.Count, ledger.Granted, ledger.Refused, callers));
    }

    /// <inheritdoc/>
    public Task<bool> Reset(string id) => Task.FromResult(ledger.Reset(id));

    /// <inheritdoc/>
    public Task<int> Sweep() => Task.FromResult(ledger.Sweep(clock.Milliseconds()));
}
