using NeuralTrader.Abstractions.Security;

namespace NeuralTrader.Grains.Security;

/// <summary>Says whether somebody may do something, by the rules that decide when he does it.</summary>
internal sealed class Authorization(IGrainFactory grains, ResourceOwners resources)
{
    /// <summary>The first rule that is against it; else the last one that had to be for it.</summary>
    /// <param name="request">Who, what, and with which resource.</param>
    /// <param name="needed">The role that the function needs.</param>
    /// <param name="orService">Whether it is for services as well.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Answer<AuthorizationVerdict>> Judge(CheckAuthorizationRequest request, Role needed, bool orService, CancellationToken cancellationToken)
    {
        Caller asking = CallerContext.Current ?? new Caller("the platform", Role.Admin);
        Caller about = asking;
        if (request.KeyId is { } keyId && keyId != asking.KeyId)
        {
            if (asking.Role != Role.Admin) return new Refusal(RefusalKind.Forbidden, "Only an administrator may ask about another key.", "keyId");
            if (await grains.GetGrain<IApiKeyGrain>(Ids.Parse(keyId, "keyId")).Find(cancellationToken) is not { } key)
                return new Refusal(RefusalKind.ApiKeyNotFound, $"No API key begins with '{keyId}'.", "keyId");
            about = Caller.Of(key.Username, key.KeyId, key.Role);
            if (!key.IsValid) return Verdict(false, "key", $"The key {keyId} does not work any more.");
        }
        if (!about.Role.Allows(needed) && !(orService && about.Role == Role.Service)) return Verdict(false, "role", $"{request.Function} needs the role {needed}; {about.Name} has {about.Role}.");
        if (request.Resource is null) return Verdict(true, "role", $"{request.Function} needs the role {needed}, and {about.Role} includes it.");
        FoundResource resource = await resources.Find(request.Resource, cancellationToken);
        if (resource.Owned is not { } owned || !owned.Includes(asking)) return Verdict(false, "owner", $"There is no {resource.Name} that {about.Name} may see.");
        string whose = owned switch
        {
            { Owner: { } owner } => $"belongs to {owner}",
            { IsShared: true } => "has no owner and is everybody's",
            _ => "has no owner and is for administrators alone",
        };
        return Verdict(owned.Includes(about), "owner", about.Role == Role.Admin ? $"An administrator may use it; the {resource.Name} {whose}." : $"The {resource.Name} {whose}.");

        AuthorizationVerdict Verdict(bool isAllowed, string rule, string detail) =>
            new(isAllowed, rule, detail, about.Username ?? about.Name, about.Role, needed);
    }
}
