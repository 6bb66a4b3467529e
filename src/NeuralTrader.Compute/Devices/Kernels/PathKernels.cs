using ILGPU;
using NeuralTrader.Compute.Lanes;
using NeuralTrader.Compute.Numbers;
using NeuralTrader.Compute.Risk;

namespace NeuralTrader.Compute.Devices.Kernels;

/// <summary>One question of a batch: a run of paths of one law.</summary>
/// <typeparam name="TModel">The law.</typeparam>
/// <param name="Model">Its parameters.</param>
/// <param name="Key">Seed and job.</param>
/// <param name="Steps">Steps of a path.</param>
/// <param name="First">Number of the run's first path.</param>
/// <param name="Count">How many paths; 0 for a question that was canceled.</param>
internal readonly record struct PathRun<TModel>(TModel Model, DrawKey Key, int Steps, uint First, int Count)
    where TModel : unmanaged, IPathModel;

/// <summary>The bodies of random numbers and paths as a GPU runs them: one lane a thread.</summary>
internal static class PathKernels
{
    /// <summary>Fills with random words; thread i draws block 0 of path i. What a device's self-test begins with.</summary>
    /// <param name="words">Out, shape [paths · 4], the words of a path side by side.</param>
    /// <param name="key">Seed and job.</param>
    public static void Draw(ArrayView<uint> words, DrawKey key)
    {
        int path = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (path >= words.IntLength / 4) return;
        new Draws<Wide1, Words1>((uint)path, key).Four(0, out Words1 a, out Words1 b, out Words1 c, out Words1 d);
        words[4 * path] = a.Lane;
        words[(4 * path) + 1] = b.Lane;
        words[(4 * path) + 2] = c.Lane;
        words[(4 * path) + 3] = d.Lane;
    }

    /// <summary>Walks the paths of all questions of a batch: grid.x over paths, grid.y over questions.</summary>
    /// <typeparam name="TModel">The law they share.</typeparam>
    /// <param name="runs">Shape [questions].</param>
    /// <param name="stride">Places a question has in <paramref name="ends"/>.</param>
    /// <param name="ends">Out, shape [questions · stride]: ln(S / S₀) after the last step.</param>
    public static void Walk<TModel>(ArrayView<PathRun<TModel>> runs, int stride, ArrayView<float> ends)
        where TModel : unmanaged, IPathModel
    {
        PathRun<TModel> run = runs[Grid.IdxY];
        int path = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (path >= run.Count) return;
        Unwatched<Singles1> watch = default;
        Singles1 end = run.Model.Walk<Singles1, Words1, Wide1, Unwatched<Singles1>>(run.First + (uint)path, run.Key, run.Steps, ref watch);
        ends[(Grid.IdxY * stride) + path] = end.Lane;
    }
}
