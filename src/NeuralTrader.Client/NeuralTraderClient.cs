using NeuralTrader.Abstractions;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Client.Hosting;
using NeuralTrader.Domain;

namespace NeuralTrader.Client;

/// <summary>
/// Every function of the platform by its name. Refusals arrive as <see cref="RefusalException"/>, malformed arguments as
/// <see cref="InvalidInputException"/>; in both cases nothing has changed. A request that moves money or places an order and has no idempotency key is
/// given one, so that it can be sent again without being done twice. Through a gateway, what got no answer arrives as
/// <see cref="ClusterUnavailableException"/>.
/// </summary>
public sealed partial class NeuralTraderClient
{
    private const long Any = 0; // stateless workers: one key, as many activations as there is work

    private readonly GrainReferences grains;
    private readonly SiloLosses? losses; // null inside the cluster: a member hears of a death by itself

    /// <summary>Calls the platform in the name of whoever the factory's connection is.</summary>
    /// <param name="grains">A connected Orleans client, or the silo's own grain factory.</param>
    public NeuralTraderClient(IGrainFactory grains) => this.grains = new GrainReferences(grains);

    internal NeuralTraderClient(IGrainFactory grains, SiloLosses losses)
        : this(grains) => this.losses = losses;

    private NeuralTraderClient(GrainReferences grains, SiloLosses? losses) => (this.grains, this.losses) = (grains, losses);

    private IPortfolioGrain Portfolio(string id) => Named(grains.GetGrain<IPortfolioGrain>(Ids.Parse(id, "portfolioId")));

    private IAnalysisGrain Analysis => grains.GetGrain<IAnalysisGrain>(Any);

    private IBacktestGrain Backtest(string id) => grains.GetGrain<IBacktestGrain>(Ids.Parse(id, "backtestId"));

    private ISystemGrain System => Named(grains.GetGrain<ISystemGrain>(Any));

    private IApiKeyIndexGrain Keys => grains.GetGrain<IApiKeyIndexGrain>(0);

    // A call in the caller's name: what it changes goes on record with it.
    private TGrain Named<TGrain>(TGrain grain)
    {
        CallerContext.Set(caller);
        return grain;
    }

    private static TRequest Keyed<TRequest>(TRequest request)
        where TRequest : class, IIdempotentRequest<TRequest> => request.IdempotencyKey is null ? request.WithIdempotencyKey(NewKey()) : request;

    private static string NewKey() => Guid.CreateVersion7().ToString("N");
}
