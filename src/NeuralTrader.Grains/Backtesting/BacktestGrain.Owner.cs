using NeuralTrader.Abstractions.Security;
using NeuralTrader.Grains.Hosting;

namespace NeuralTrader.Grains.Backtesting;

/// <content>Whose the test is.</content>
public sealed partial class BacktestGrain
{
    private bool IsHidden => JobOwner.Hides(State.Owner, CallerContext.Current);

    /// <inheritdoc/>
    public Task<Ownership?> Owner(CancellationToken cancellationToken) => Task.FromResult(State.Request is null ? (Ownership?)null : JobOwner.Of(State.Owner));

    /// <inheritdoc/>
    public async Task<Ownership?> AssignOwner(string owner, CancellationToken cancellationToken)
    {
        if (State.Request is null) return null;
        Ownership before = JobOwner.Of(State.Owner);
        if (before.Owner != owner) await stored.Commit(State with { Owner = owner });
        await Note(); // again, should it have failed the first time
        return before;
    }
}
