using NeuralTrader.Abstractions.Security;

namespace NeuralTrader.Grains.Security;

/// <summary>
/// Gives the calls of a silo's grains, and those that its services make by themselves, the proof that they come from a silo. What comes in over HTTP in
/// the same process is made in its caller's name and has none; and nothing that goes out to a client takes it along.
/// </summary>
internal sealed class MemberCalls(IdentitySigner identities) : IOutgoingGrainCallFilter
{
    public Task Invoke(IOutgoingGrainCallContext context)
    {
        bool isGrains = context.SourceId is { } source && !source.IsClient();
        string? proof = !context.TargetId.IsClient() && (isGrains || CallIdentity.Current is null) ? identities.OfMember : null;
        if (!ReferenceEquals(RequestContext.Get(CallGate.ProofKey), proof))
        {
            if (proof is null) RequestContext.Remove(CallGate.ProofKey);
            else RequestContext.Set(CallGate.ProofKey, proof);
        }
        return context.Invoke();
    }
}
