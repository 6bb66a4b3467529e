using NeuralTrader.Abstractions.Security;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Domain.Trading.Portfolios;
using NeuralTrader.Grains.Security;

namespace NeuralTrader.Grains.Trading;

/// <content>Whose the portfolio is. To whom it does not belong it is not there.</content>
public sealed partial class PortfolioGrain
{
    private bool IsHiddenFrom(Caller? caller) => IsHidden(Book, caller);

    // The platform itself, which has no caller, sees all.
    private bool IsHidden(PortfolioBook book, Caller? caller) => caller is not null && book.Opened is { } opened && !caller.Owns(owners.GivenTo(Id) ?? opened.Owner);

    /// <inheritdoc/>
    public Task<Ownership?> Owner(CancellationToken cancellationToken) => owners.Find(Id, cancellationToken);

    /// <inheritdoc/>
    public async Task<Ownership?> AssignOwner(string owner, CancellationToken cancellationToken)
    {
        if (await owners.Find(Id, cancellationToken) is not { } before) return null;
        if (before.Owner == owner) return before;
        await owners.Give(new PortfolioGiven(Id, owner, before.Owner, CallerContext.Current?.Name ?? "platform"), Now);
        return before;
    }

    private static string? OwnerOf(CreatePortfolioRequest request)
    {
        Caller? caller = CallerContext.Current;
        if (request.Owner is not { } named) return caller?.Username;
        OwnerName.Checked(named);
        if (caller is { Role: not Role.Admin } && named != caller.Username) throw Require.Invalid("owner", named, $"{caller.Username}; only an administrator opens portfolios for others");
        return named;
    }
}
