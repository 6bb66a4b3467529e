using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain.Security;

namespace NeuralTrader.Grains.Security;

/// <summary>Something that functions work on, and whose it is.</summary>
/// <param name="Name">What it is called in a sentence, such as "portfolio growth".</param>
/// <param name="Owned">Whose it is; null where there is no such thing.</param>
internal readonly record struct FoundResource(string Name, Ownership? Owned);

/// <summary>Finds out whose anything is that functions work on, also what cannot be given to somebody else.</summary>
internal sealed class ResourceOwners(IGrainFactory grains)
{
    private const string Known = "portfolio/, order/, backtest/, optimization/, key/ or token/ and its id, or market/ and its symbol, which is everybody's";

    /// <summary>Whose a thing is.</summary>
    /// <param name="resource">Its kind, a slash and its id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidInputException">Of its kind nothing is known, or the id is malformed.</exception>
    public async Task<FoundResource> Find(string resource, CancellationToken cancellationToken)
    {
        int slash = resource.IndexOf('/', StringComparison.Ordinal);
        if (slash < 1 || slash == resource.Length - 1) throw Require.Invalid("resource", resource, Known);
        string id = resource[(slash + 1)..];
        return resource[..slash] switch
        {
            "portfolio" or "backtest" or "optimization" when OwnedResource.Parse(resource) is var owned => new FoundResource($"{owned.Noun} {id}", await Owner(owned, cancellationToken)),
            "order" => new FoundResource($"order {id}", await Owner(new OwnedResource(OwnedKind.Portfolio, PortfolioOf(Ids.Parse(id, "resource"))), cancellationToken)),
            "key" => await OfKey($"key {id}", Ids.Parse(id, "resource"), cancellationToken),
            "token" => await OfKey($"token {id}", TokenIds.KeyOf(id) ?? throw Require.Invalid("resource", resource, "token/ and the id that generateToken gave"), cancellationToken),
            "market" => new FoundResource($"market {id}", new Ownership(null, IsShared: true)),
            _ => throw Require.Invalid("resource", resource, Known),
        };
    }

    private Task<Ownership?> Owner(OwnedResource resource, CancellationToken cancellationToken) => resource.Grain(grains).Owner(cancellationToken);

    private async Task<FoundResource> OfKey(string name, string id, CancellationToken cancellationToken)
    {
        ApiKeyInfo? found = ApiKeyFormat.IsKeyId(id) ? await grains.GetGrain<IApiKeyGrain>(id).Find(cancellationToken) : null;
        return new FoundResource(name, found is null ? null : new Ownership(found.Username));
    }

    // Orders are named after their portfolio: growth-12.
    private static string PortfolioOf(string order) =>
        order.LastIndexOf('-') is > 0 and var end ? order[..end] : throw Require.Invalid("resource", $"order/{order}", "order/ and an id such as growth-12");
}
