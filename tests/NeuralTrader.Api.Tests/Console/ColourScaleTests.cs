using NeuralTrader.Api.Console;

namespace NeuralTrader.Api.Tests.Console;

public sealed class ColourScaleTests
{
    [Fact] // quartiles of 1 … 9 and 1000 are 3.25 and 7.75: far out is below −10.25 and above 21.25
    public void A_cell_far_from_the_others_does_not_stretch_the_colours()
    {
        Assert.Equal((1, 9), ColourScale.Of([5, 1, 9, 3, 1000, 2, 4, double.NaN, 6, 7, 8]));
        Assert.Equal((1, 21), ColourScale.Of([5, 1, 9, 3, 21, 2, 4, 6, 7, 8]));
        Assert.Equal((-10, 9), ColourScale.Of([5, -10, 9, 3, 1000, 2, 4, 6, 7, 8]));
    }

    [Fact]
    public void Where_most_cells_are_equal_and_where_there_is_none_the_scale_still_has_ends()
    {
        Assert.Equal((0, 4), ColourScale.Of([0, 0, 0, 0, 0, 0, 4]));
        Assert.Equal((2, 2), ColourScale.Of([2]));
        Assert.Equal((0, 1), ColourScale.Of([double.NaN]));
    }
}
