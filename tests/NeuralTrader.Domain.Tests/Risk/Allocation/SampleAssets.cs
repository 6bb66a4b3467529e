using NeuralTrader.Domain.Risk.Allocation;

namespace NeuralTrader.Domain.Tests.Risk.Allocation;

/// <summary>Daily returns of made-up assets with one factor, the same as Reference/goldens.py makes.</summary>
internal static class SampleAssets
{
    public static AllocationMarket Of(int assets, int periods, long seed = 12345, bool isEstimate = false)
    {
        double[] returns = Returns(assets, periods, seed);
        double[] means = new double[assets], covariance = new double[assets * assets];
        for (int t = 0; t < periods; t++)
            for (int i = 0; i < assets; i++) means[i] += returns[(t * assets) + i] / periods;
        for (int t = 0; t < periods; t++)
            for (int i = 0; i < assets; i++)
                for (int j = 0; j < assets; j++)
                    covariance[(i * assets) + j] += (returns[(t * assets) + i] - means[i]) * (returns[(t * assets) + j] - means[j]) * 252 / (periods - 1);
        return new AllocationMarket(
            [.. Enumerable.Range(1, assets).Select(i => $"A{i}")], covariance, [.. means.Select(mean => mean * 252)], returns, 252, isEstimate ? periods : 0);
    }

    public static double[] Returns(int assets, int periods, long seed)
    {
        long state = seed;
        double[] beta = [.. Enumerable.Range(0, assets).Select(_ => 0.4 + (1.2 * Next()))];
        double[] size = [.. Enumerable.Range(0, assets).Select(_ => 0.5 + (1.5 * Next()))];
        double[] drift = [.. Enumerable.Range(0, assets).Select(_ => 0.0002 + (0.0008 * Next()))];
        double[] returns = new double[assets * periods];
        for (int t = 0; t < periods; t++)
        {
            double market = Next() - 0.5;
            for (int i = 0; i < assets; i++) returns[(t * assets) + i] = drift[i] + (0.02 * beta[i] * market) + (0.02 * size[i] * (Next() - 0.5));
        }
        return returns;

        double Next() => (state = ((1103515245 * state) + 12345) % (1L << 31)) / (double)(1L << 31);
    }

    public static double[] Weights(this AllocatedPortfolio portfolio) => [.. portfolio.Assets.Select(asset => asset.Weight)];

    public static AllocatedPortfolio Best(this AllocationMarket market, AllocationSpec spec, MarketViews? views = null)
    {
        Answer<AllocatedPortfolio> answer = PortfolioOptimizer.Optimize(market, spec, views);
        Assert.True(!answer.IsRefused, answer.Refusal?.Detail);
        return answer.Value;
    }
}
