using NeuralTrader.Domain.Risk.Allocation.Programs;

namespace NeuralTrader.Domain.Risk.Allocation;

/// <summary>Efficient portfolios from the least variance to the largest return, their returns evenly spaced.</summary>
internal static class EfficientFrontier
{
    private const double Flat = 1e-10;

    /// <summary>The portfolios; one alone where least variance and largest return are the same.</summary>
    /// <param name="program">Whose portfolios.</param>
    /// <param name="points">At least 2.</param>
    /// <param name="riskFree">Annual.</param>
    /// <param name="withWeights">True keeps the weights.</param>
    public static List<FrontierPoint> Of(MeanVariance program, int points, double riskFree, bool withWeights)
    {
        List<FrontierPoint> frontier = [];
        if (program.At(0) is not { } first || program.Steep() is not { } last) return frontier;
        double least = program.Excess(first.X), most = program.Excess(last.X);
        frontier.Add(Point(first));
        if (most - least <= Flat * (1 + Math.Abs(most))) return frontier;
        for (int k = 1; k < points - 1; k++)
            if (program.AtExcess(least + ((most - least) * k / (points - 1))) is { } found) frontier.Add(Point(found));
        frontier.Add(Point(last));
        return frontier;

        FrontierPoint Point(ProgramSolution solution)
        {
            double excess = program.Excess(solution.X), volatility = Math.Sqrt(program.Variance(solution.X));
            return new FrontierPoint(
                excess + riskFree, volatility, volatility > 0 ? excess / volatility : double.NaN, 1 / Dense.Dot(solution.X, solution.X), withWeights ? solution.X : null);
        }
    }
}
