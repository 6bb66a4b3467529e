using FsCheck;
using FsCheck.Fluent;
using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Domain.Tests.Risk;

public class HierarchicalClusteringTests
{
    private static readonly double[] FiveCorrelations = [.8, .1, .3, -.2, .15, .35, -.1, .6, .05, .2];

    [Theory] // scipy 1.10 cluster.hierarchy.linkage and leaves_list of √(½(1 − ρ))
    [InlineData(Linkage.Average, 0.6211090811574331, 0.7094686218973092)]
    [InlineData(Linkage.Single, 0.570087712549569, 0.6324555320336759)]
    [InlineData(Linkage.Complete, 0.6708203932499369, 0.7745966692414834)]
    public void Five_series_merge_as_in_scipy(Linkage linkage, double third, double fourth)
    {
        double[] distances = [.. FiveCorrelations.Select(HierarchicalClustering.CorrelationDistance)];
        ClusterMerge[] merges = HierarchicalClustering.Merges(distances, 5, linkage);
        Assert.Equal([(0, 1, 2), (2, 3, 2), (5, 6, 4), (4, 7, 5)], merges.Select(merge => (merge.First, merge.Second, merge.Size)));
        double[] expected = [0.3162277660168379, 0.4472135954999579, third, fourth];
        for (int i = 0; i < 4; i++) Assert.Equal(expected[i], merges[i].Distance, tolerance: 1e-14);
        Assert.Equal([4, 0, 1, 2, 3], HierarchicalClustering.LeafOrder(merges));
    }

    [Fact]
    public void Leaves_are_each_item_once_and_merges_do_not_fall() => Prop.ForAll(
        Gen.Choose(0, 20).Select(x => x / 20.0).ArrayOf(21).ToArbitrary(), // coarse, so that ties are common
        distances => Enum.GetValues<Linkage>().All(linkage =>
        {
            ClusterMerge[] merges = HierarchicalClustering.Merges(distances, 7, linkage);
            bool rises = merges.Zip(merges.Skip(1)).All(pair => pair.First.Distance <= pair.Second.Distance + 1e-12);
            return rises && merges[^1].Size == 7 && HierarchicalClustering.LeafOrder(merges).Order().SequenceEqual(Enumerable.Range(0, 7));
        })).QuickCheckThrowOnFailure();

    [Fact]
    public void One_item_is_its_own_order() => Assert.Equal([0], HierarchicalClustering.LeafOrder(HierarchicalClustering.Merges([], 1)));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.1)]
    [InlineData(double.PositiveInfinity)]
    public void A_distance_that_is_none_is_named(double distance) =>
        Assert.Equal("distances[1]", Assert.Throws<InvalidInputException>(() => HierarchicalClustering.Merges([1, distance, 1], 3)).Field);

    [Fact]
    public void Too_few_distances_are_refused() => Assert.Throws<InvalidInputException>(() => HierarchicalClustering.Merges([1, 1], 3));
}
