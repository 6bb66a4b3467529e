using NeuralTrader.Abstractions.Security;

namespace NeuralTrader.Grains.Security;

/// <summary>
/// Lets a call into a silo when its caller may make it. Grains prove that they are some by what silos alone can sign. Whoever else calls shows an
/// identity, whose role must suffice and whose key or token has not ended; from here on it is the caller's name that goes with the call.
/// </summary>
internal sealed class CallGate(IdentitySigner identities, KeyWatch keys, Members members) : IIncomingGrainCallFilter
{
    /// <summary>Where the proof is in a call's context.</summary>
    public const string ProofKey = "nt.member";

    public Task Invoke(IIncomingGrainCallContext context)
    {
        InterfaceContext.Clear();
        if (RequestContext.Get(ProofKey) is string proof)
        {
            if (identities.IsOfMember(proof)) return context.Invoke();
            RequestContext.Remove(ProofKey);
        }
        CallNeed need = CallNeed.Of(context);
        if (need.Rule == CallRule.Inside && !Members.IsOutside(context.SourceId)) return context.Invoke();
        if (CallerContext.Current is not null) CallerContext.Clear(); // nobody's word but a silo's
        if (need.Rule == CallRule.Open) return context.Invoke(); // whoever it is: also while nobody can tell
        return keys.IsFresh || CallIdentity.Current is not { Length: > 0 } ? Admitted(need, context) : AdmittedLater(need, context);
    }

    private async Task AdmittedLater(CallNeed need, IIncomingGrainCallContext context)
    {
        await keys.Refresh(context.Request.GetCancellationToken());
        await Admitted(need, context);
    }

    private Task Admitted(CallNeed need, IIncomingGrainCallContext context)
    {
        Caller? caller = CallIdentity.Current is { Length: > 0 } signed ? identities.Read(signed) : null;
        if (caller is not null && (keys.HasEnded(caller.KeyId) || keys.HasEnded(caller.TokenId))) caller = null;
        if (caller is not null) CallerContext.Set(caller);
        if (need.Rule == CallRule.Interfaces) InterfaceContext.Set(caller?.Name ?? context.SourceId?.ToString() ?? "");
        return IsAllowed(need, caller, context.SourceId) ? context.Invoke() : throw Denied(need, caller, context);
    }

    private bool IsAllowed(CallNeed need, Caller? caller, GrainId? source) => need.Rule switch
    {
        CallRule.Open => true, // it does not come here
        CallRule.Role => caller is not null && (caller.Role.Allows(need.Role!.Value) || (need.OrService && caller.Role == Role.Service)),
        CallRule.Members => false, // a silo has proved it before it comes here
        CallRule.Interfaces => caller is { Role: Role.Service } || members.Include(source),
        CallRule.Operators => caller is { Role: Role.Admin } || members.Include(source),
        CallRule.Inside => caller is { Role: Role.Admin },
    };

    private static AccessDeniedException Denied(CallNeed need, Caller? caller, IIncomingGrainCallContext context)
    {
        string what = $"{context.MethodName} of {context.InterfaceMethod.DeclaringType!.Name}";
        string needs = need.Rule switch
        {
            CallRule.Role => $"the role {need.Role}",
            CallRule.Members => "to be made by a silo",
            CallRule.Interfaces => "a member of the cluster or the role Service",
            CallRule.Operators or CallRule.Inside or CallRule.Open => "the role Admin",
        };
        return caller is null
            ? new AccessDeniedException(
                $"{what} needs {needs}, and the call has no identity that works: set NeuralTrader:Client:ApiKey (or ApiKeyFile) to an API key of the platform.", isKnown: false)
            : new AccessDeniedException($"{what} needs {needs}; {caller.Name} has {caller.Role}.", isKnown: true);
    }
}
