namespace NeuralTrader.Abstractions.Security;

/// <summary>Something that belongs to somebody: a portfolio, a back-test, a search. To others it is not there.</summary>
[EditorBrowsable(EditorBrowsableState.Never)] // grains call it, applications do not
[Alias("grain.owned"), MembersOnly]
public interface IOwnedGrain : IGrainWithStringKey
{
    /// <summary>Whose it is; null where there is no such thing.</summary>
    [Alias("owner"), Repeatable] Task<Ownership?> Owner(CancellationToken cancellationToken);

    /// <summary>Makes it somebody's.</summary>
    /// <returns>Whose it was; null where there is no such thing.</returns>
    [Alias("assign-owner"), Repeatable] Task<Ownership?> AssignOwner(string owner, CancellationToken cancellationToken);
}

/// <summary>Gives portfolios, back-tests and searches to their owners; a stateless worker, key 0.</summary>
[Alias("grain.owners")]
public interface IOwnersGrain : IGrainWithIntegerKey
{
    /// <summary>Makes something somebody's.</summary>
    [Alias("assign"), Repeatable, Needs(Role.Admin)] Task<Answer<AssignedOwner>> Assign(AssignOwnerRequest request, CancellationToken cancellationToken);
}
