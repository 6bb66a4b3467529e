using NeuralTrader.Abstractions;
using NeuralTrader.Domain;

namespace NeuralTrader.Client;

/// <summary>
/// Every function of the platform by its name. Refusals arrive as <see cref="RefusalException"/>, malformed arguments as
/// <see cref="InvalidInputException"/>; in both cases nothing has changed.
/// </summary>
/// <param name="grains">A connected Orleans client, or the silo's own grain factory.</param>
public sealed partial class NeuralTraderClient(IGrainFactory grains)
{
    private const long Any = 0; // stateless workers: one key, as many activations as there is work

    private IPortfolioGrain Portfolio(string id) => grains.GetGrain<IPortfolioGrain>(Ids.Parse(id, "portfolioId"));

    private IAnalysisGrain Analysis => grains.GetGrain<IAnalysisGrain>(Any);

    private IBacktestGrain Backtest(string id) => grains.GetGrain<IBacktestGrain>(Ids.Parse(id, "backtestId"));

    private ISystemGrain System => grains.GetGrain<ISystemGrain>(Any);

    private IApiKeyIndexGrain Keys => grains.GetGrain<IApiKeyIndexGrain>(0);
}
