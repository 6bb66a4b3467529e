using NeuralTrader.Domain.Backtesting.Search;
using NeuralTrader.Domain.Trading.Strategies;

namespace NeuralTrader.Domain.Tests.Backtesting.Search;

/// <summary>The model against NumPy, and the search against drawing by lot.</summary>
public sealed class BayesianSearchTests
{
    [Fact]
    public void The_process_is_that_of_an_independent_program() // NumPy: Matérn 5/2, length 0.4, noise 0.01, values standardised
    {
        double[][] points = [[0, 0], [0.5, 0.25], [1, 0.75], [0.25, 1]];
        GaussianProcess process = GaussianProcess.Of(points, [1, 3, 2, 0.5], 0.4, 0.01);
        (double mean, double deviation) = process.At([0.6, 0.4]);
        Assert.Equal(2.8258179679506847, mean, tolerance: 1e-10);
        Assert.Equal(0.45629537980411017, deviation, tolerance: 1e-10);
        Assert.Equal(-6.265632405122861, process.LogLikelihood, tolerance: 1e-10);
        Assert.Equal(0.08433636612087776, BayesianSearch.ExpectedImprovement(1.2, 0.5, 1.5), tolerance: 1e-12); // SciPy
        Assert.Equal(0, BayesianSearch.ExpectedImprovement(1, 0, 1.5));
    }

    [Fact]
    public void A_known_optimum_is_found_in_fewer_trials_than_by_lot()
    {
        SearchSpace space = Space(40, 41, 200, 239);
        (double bayesian, double random) = (0, 0);
        for (int seed = 1; seed <= 8; seed++)
        {
            bayesian += TrialsToOptimum(space, seed, isBayesian: true);
            random += TrialsToOptimum(space, seed, isBayesian: false);
        }
        Assert.True(bayesian * 2 < random, $"{bayesian / 8} trials against {random / 8}");
    }

    [Fact]
    public void The_search_goes_on_from_what_was_found_as_if_it_had_not_stopped()
    {
        SearchSpace space = Space(40, 60, 150, 190);
        var undisturbed = new BayesianSearch(space, 40, 5);
        List<(long Point, double Score)> found = [];
        for (int i = 0; i < 25; i++) Step(undisturbed);
        foreach (int stop in new[] { 3, 11, 17, 24 })
        {
            var resumed = new BayesianSearch(space, 40, 5);
            foreach ((long point, double score) in found.Take(stop)) resumed.Learn(point, score);
            Assert.Equal(found[stop].Point, resumed.Next());
        }

        void Step(BayesianSearch search)
        {
            long point = search.Next();
            double score = found.Count % 7 == 3 ? double.NaN : Hill(space, point); // some combinations have no figure
            found.Add((point, score));
            search.Learn(point, score);
        }
    }

    [Theory, InlineData(1), InlineData(2), InlineData(7), InlineData(1000), InlineData(4097)]
    public void An_order_holds_every_number_once(long count)
    {
        var order = new SearchOrder(count, 3);
        long[] seen = [.. Enumerable.Range(0, (int)count).Select(place => order[place])];
        Assert.Equal(Enumerable.Range(0, (int)count).Select(place => (long)place), seen.Order());
        if (count >= 1000) Assert.NotEqual(seen, [.. Enumerable.Range(0, (int)count).Select(place => new SearchOrder(count, 4)[place])]);
    }

    private static double TrialsToOptimum(SearchSpace space, int seed, bool isBayesian)
    {
        const int trials = 60;
        double best = Enumerable.Range(0, (int)space.Count).Max(point => Hill(space, point));
        var search = new BayesianSearch(space, trials, seed);
        (long[] drawn, _) = SearchOrder.Draw(space, space.Count, seed);
        int most = isBayesian ? trials : drawn.Length;
        for (int i = 0; i < most; i++)
        {
            long point = isBayesian ? search.Next() : drawn[i];
            if (Hill(space, point) >= 0.99 * best) return i + 1;
            search.Learn(point, Hill(space, point));
        }
        return most;
    }

    // A smooth hill on a slope, highest at 27/40 and 13/40 of the axes.
    private static double Hill(SearchSpace space, long point)
    {
        int[] places = space.Places(point);
        double x = (places[0] / 40.0) - 0.675, y = (places[1] / 40.0) - 0.325;
        return Math.Exp(-12 * ((x * x) + (y * y))) + (0.1 * x);
    }

    private static SearchSpace Space(double fastFrom, double fastTo, double slowFrom, double slowTo) => SearchSpace.Of(
        StrategyCatalog.Find("sma_cross"),
        new Dictionary<string, ParameterRange>
        {
            ["fast"] = ParameterRange.Between(fastFrom - 20, fastTo - 1, 1), ["slow"] = ParameterRange.Between(slowFrom, slowTo, 1),
        },
        null);
}
