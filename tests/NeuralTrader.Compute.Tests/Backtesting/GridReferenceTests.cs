using NeuralTrader.Compute.Backtesting;
using NeuralTrader.Domain.Backtesting;

namespace NeuralTrader.Compute.Tests.Backtesting;

/// <summary>The convention of vectorised research against NumPy.</summary>
public sealed class GridReferenceTests
{
    // NumPy 1.24 on the shipped S&P 500 closes: positions are the signs of the bar before, 10 basis points of equity for each change.
    [Theory]
    [InlineData(2, 105, 0.14813944151861747, 4.7638507297175195e-05, 0.006405790433349179, 0.33149963176777764, 176)]
    [InlineData(10, 105, 1.0455401146323777, 0.00016265000385909704, 0.0066911339820796235, 0.25244408977096944, 68)]
    [InlineData(20, 155, 1.262924902952292, 0.0001851190172916185, 0.0070728029680108, 0.2674158070985485, 44)]
    [InlineData(50, 201, 1.7402867663839907, 0.00022831762380481137, 0.007827191381665764, 0.33924960006097193, 20)]
    [InlineData(101, 303, 1.760730716237343, 0.00023335794372837906, 0.008274834011888752, 0.33924960006097227, 11)]
    public void A_cost_charged_on_the_change_gives_the_figures_of_NumPy(
        int fast, int slow, double total, double mean, double deviation, double drawdown, int changes)
    {
        var job = new GridJob(
            new BacktestSpec("sma_cross", AllowShort: false), GridBars.Sp500, GridParameters.Product(new("fast", [fast, 3]), new("slow", [slow, 400])));
        GridTask task = StrategyGrid.Task(job, 1);
        using IGridEngine engine = GridEngines.Compound(task, GridMarkets.ChargedOnChange(job.Series.Close, 1e-3, 0));
        GridFigures figures = StrategyGrid.Run(engine, task, null, TestContext.Current.CancellationToken)[0];
        Assert.Equal(total, figures.TotalReturn, 1e-12);
        Assert.Equal(mean, figures.MeanExcess, 1e-15);
        Assert.Equal(deviation, figures.Deviation, 1e-14);
        Assert.Equal(drawdown, figures.MaxDrawdown, 1e-12);
        Assert.Equal(changes / 2, figures.Trades);
    }
}
