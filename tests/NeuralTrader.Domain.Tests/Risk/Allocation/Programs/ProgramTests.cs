using NeuralTrader.Domain.Risk.Allocation;
using NeuralTrader.Domain.Risk.Allocation.Programs;

namespace NeuralTrader.Domain.Tests.Risk.Allocation.Programs;

public sealed class ProgramTests
{
    [Fact]
    public void A_quadratic_programme_solved_by_hand()
    {
        // Least (x − 3)²/2 + (y − 1)²/2 with x + y = 2 and x ≤ 1.5: x at its bound, y = 0.5; y's gradient is the row's multiplier, −0.5; x's is −1.5 + 0.5 = −1.
        QuadraticProgram program = new(2, [1, 0, 0, 1], [-3, -1], [0, 0], [1.5, 9], [new("sum", [1, 1], 2, 2)], []);
        ProgramSolution found = new ProgramSolver().Solve(program)!;
        Assert.Equal([1.5, 0.5], found.X);
        Assert.Equal([-0.5], found.RowMultipliers);
        Assert.Equal([-1, 0], found.BoundMultipliers);
        Assert.Equal([Side.Upper, Side.Free], found.Variables);
        Assert.Equal(0, found.KktResidual);
    }

    [Fact]
    public void A_linear_programme_solved_by_hand()
    {
        // Most 3x + 2y with x + y ≤ 4, x + 3y ≤ 6, x ≤ 3: the corner (3, 1), with shadow prices 2 for the first row and 1 for x's bound.
        QuadraticProgram program = new(2, null, [-3, -2], [0, 0], [3, double.PositiveInfinity],
            [new("a", [1, 1], double.NegativeInfinity, 4), new("b", [1, 3], double.NegativeInfinity, 6)], []);
        ProgramSolution found = new ProgramSolver().Solve(program)!;
        Assert.All(found.X.Zip([3, 1]), pair => Assert.Equal(pair.Second, pair.First, 9));
        Assert.Equal(-11, found.Objective, 9);
    }

    [Fact]
    public void Absolute_values_and_positive_parts_are_minimised_by_hand()
    {
        // Least |x − 1| + |x − 4| + 3·max(0, x − 2) over x: flat from 1 to 2 without the last, so any x in [1, 2], value 3.
        Epigraph sums = new(true, [1, 1], [1, 4], [1, 1]), part = new(false, [1], [2], [3]);
        ProgramSolution found = InteriorPointSolver.Solve(new(1, null, [0], [-9], [9], [], [sums, part]))!;
        Assert.InRange(found.X[0], 1 - 1e-8, 2 + 1e-8);
        // With a slope of −1.5 the best is where it turns: −1.5 + 1 − 1 < 0 before 2, +1.5 after it.
        found = InteriorPointSolver.Solve(new(1, null, [-1.5], [-9], [9], [], [sums, part]))!;
        Assert.Equal(2, found.X[0], 8);
    }

    [Theory, InlineData(5), InlineData(31), InlineData(32), InlineData(33), InlineData(100), InlineData(131)]
    public void Factor_and_solve_agree_with_the_matrix(int n)
    {
        AllocationMarket market = SampleAssets.Of(n, (2 * n) + 10);
        CholeskyFactor factor = new();
        factor.Begin(n);
        for (int i = 0; i < n; i++) market.Covariance.AsSpan((i * n) + i, n - i).CopyTo(factor.Row(i)[i..]);
        Assert.True(factor.Factor());
        double[] x = new double[factor.Stride], back = new double[n];
        for (int i = 0; i < n; i++) x[i] = Math.Sin(i);
        factor.Solve(x);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) back[i] += market.Covariance![(i * n) + j] * x[j];
        Assert.All(Enumerable.Range(0, n), i => Assert.Equal(Math.Sin(i), back[i], 9));
    }

    [Fact]
    public void A_matrix_that_is_not_positive_definite_has_no_factor_and_the_row_is_named()
    {
        CholeskyFactor factor = new();
        factor.Begin(3);
        double[][] rows = [[1, 0, 1], [0, 1, 1], [0, 0, 2]]; // the third is the sum of the first two
        for (int i = 0; i < 3; i++) rows[i].CopyTo(factor.Row(i));
        Assert.False(factor.Factor());
        Assert.Equal(2, factor.FailedAt);
    }

    [Theory, InlineData(11), InlineData(12), InlineData(13), InlineData(14)]
    public void Two_methods_that_share_nothing_find_the_same_portfolio(int seed)
    {
        AllocationMarket market = SampleAssets.Of(40, 200, seed);
        double[] ones = new double[40], lower = new double[40], upper = new double[40];
        Array.Fill(ones, 1);
        Array.Fill(upper, 0.08);
        QuadraticProgram program = new(40, market.Covariance, [.. market.ExpectedReturns!.Select(value => -0.05 * value)], lower, upper,
            [new("sum", ones, 1, 1), new("return", market.ExpectedReturns!, 0.15, double.PositiveInfinity)], []);
        ProgramSolution exact = new ProgramSolver().Solve(program)!, other = InteriorPointSolver.Solve(program)!;
        Assert.InRange(exact.KktResidual, 0, 1e-10); // of the active set's equations
        Assert.All(exact.X.Zip(other.X), pair => Assert.Equal(pair.First, pair.Second, 6));
        Assert.Equal(exact.Objective, program.Objective(other.X), 10);
    }

    [Fact]
    public void What_has_no_solution_is_said_to_have_none()
    {
        QuadraticProgram empty = new(2, [1, 0, 0, 1], [0, 0], [0, 0], [1, 1], [new("a", [1, 1], 1.5, 2), new("b", [1, 1], 0, 1)], []);
        Assert.Null(new ProgramSolver().Solve(empty));
        QuadraticProgram endless = new(1, null, [-1], [0], [double.PositiveInfinity], [], []);
        Assert.Null(new ProgramSolver().Solve(endless));
    }

    [Fact]
    public void A_guess_from_the_last_answer_takes_one_step()
    {
        AllocationMarket market = SampleAssets.Of(60, 200);
        double[] ones = new double[60], upper = new double[60];
        Array.Fill(ones, 1);
        Array.Fill(upper, 0.1);
        QuadraticProgram program = new(60, market.Covariance, new double[60], new double[60], upper, [new("sum", ones, 1, 1)], []);
        ProgramSolver solver = new();
        ProgramSolution cold = solver.Solve(program)!, warm = solver.Solve(program)!;
        Assert.True(cold.Iterations > 1);
        Assert.Equal(1, warm.Iterations);
        Assert.Equal(cold.X, warm.X);
    }
}
