using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain.Security.Audit;
using NeuralTrader.Grains.Trading;
using Orleans.Concurrency;

namespace NeuralTrader.Grains.Security;

/// <inheritdoc cref="IOwnersGrain"/>
[StatelessWorker]
internal sealed class OwnersGrain(IAuditTrail? audit = null) : Grain, IOwnersGrain
{
    /// <inheritdoc/>
    public async Task<Answer<AssignedOwner>> Assign(AssignOwnerRequest request, CancellationToken cancellationToken)
    {
        OwnedResource resource = OwnedResource.Parse(request.Resource);
        string owner = OwnerName.Checked(request.Owner);
        if (await resource.Grain(GrainFactory).AssignOwner(owner, cancellationToken) is not { } before) return resource.NotFound();
        await OnRecord(resource, owner, before, cancellationToken);
        return new AssignedOwner(resource.ToString(), owner, before.Owner, before.Owner == owner);
    }

    // A portfolio's is in the book of owners, from where the audit log carries it, once; a job's is told here, again when it is asked for again.
    private Task OnRecord(OwnedResource resource, string owner, Ownership before, CancellationToken cancellationToken)
    {
        if (audit is null) return Task.CompletedTask;
        if (resource.Kind == OwnedKind.Portfolio) return GrainFactory.GetGrain<IAuditLogGrain>(0).Fetch(PortfolioOwners.Book, cancellationToken);
        return audit.Record(OwnerAudit.Of(resource.ToString(), owner, before.Owner, CallerContext.Current?.Name ?? "platform"), cancellationToken);
    }
}
