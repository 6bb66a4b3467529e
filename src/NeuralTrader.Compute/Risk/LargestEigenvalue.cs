using MathNet.Numerics.LinearAlgebra;

namespace NeuralTrader.Compute.Risk;

/// <summary>The largest eigenvalue of a symmetric matrix that is known by its products with vectors.</summary>
internal static class LargestEigenvalue
{
    private const int MostSteps = 60;
    private const double Tolerance = 1e-10; // relative change that ends the search

    /// <summary>Lanczos's method; each new direction is made orthogonal to all earlier ones.</summary>
    /// <param name="size">Rows of the matrix.</param>
    /// <param name="start">Any vector that is not orthogonal to the eigenvector, shape [size].</param>
    /// <param name="times">The matrix times a vector.</param>
    public static double Of(int size, double[] start, Func<double[], double[]> times)
    {
        List<double[]> directions = [];
        List<double> diagonal = [], beside = [];
        double[] next = start;
        double value = double.NaN;
        for (int step = 0; step < Math.Min(size, MostSteps); step++)
        {
            double length = Math.Sqrt(Dot(next, next));
            if (step > 0)
            {
                if (length <= 1e-12 * Math.Abs(value)) return value; // the directions so far hold the eigenvector
                beside.Add(length);
            }
            double[] direction = [.. next.Select(x => x / length)];
            directions.Add(direction);
            next = times(direction);
            diagonal.Add(Dot(direction, next));
            for (int pass = 0; pass < 2; pass++)
            {
                foreach (double[] earlier in directions)
                {
                    double part = Dot(earlier, next);
                    for (int i = 0; i < size; i++) next[i] -= part * earlier[i];
                }
            }
            double found = Largest(diagonal, beside);
            if (step > 0 && Math.Abs(found - value) <= Tolerance * Math.Abs(found)) return found;
            value = found;
        }
        return value;
    }

    private static double Largest(List<double> diagonal, List<double> beside)
    {
        Matrix<double> small = Matrix<double>.Build.Dense(diagonal.Count, diagonal.Count);
        for (int i = 0; i < diagonal.Count; i++) small[i, i] = diagonal[i];
        for (int i = 0; i < beside.Count; i++) small[i, i + 1] = small[i + 1, i] = beside[i];
        return small.Evd(Symmetricity.Symmetric).EigenValues[^1].Real;
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
