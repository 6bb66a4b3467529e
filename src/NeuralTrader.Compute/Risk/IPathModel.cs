using NeuralTrader.Compute.Lanes;
using NeuralTrader.Compute.Numbers;

namespace NeuralTrader.Compute.Risk;

/// <summary>
/// The law of a price, step by step: a blittable struct of parameters with one body for every width and for the GPU, where a kernel is
/// <c>terminal[i] = model.Walk&lt;Singles1, Words1, Wide1, Unwatched&lt;Singles1&gt;&gt;(first + i, key, steps, ref watch)</c>.
/// </summary>
internal interface IPathModel
{
    /// <summary>Walks a group of neighbouring paths, one per lane.</summary>
    /// <param name="path">The number of the group's first path.</param>
    /// <param name="key">Seed and job; with path and step they decide every draw.</param>
    /// <param name="steps">How many steps, at least 1.</param>
    /// <param name="watch">Sees the log-return since the start after every step.</param>
    /// <typeparam name="TReal">The width.</typeparam>
    /// <typeparam name="TWords">Words of the same width.</typeparam>
    /// <typeparam name="TWide">Slots of the same width.</typeparam>
    /// <typeparam name="TWatch">What is kept of the way.</typeparam>
    /// <returns>ln(S / S₀) after the last step.</returns>
    TReal Walk<TReal, TWords, TWide, TWatch>(uint path, DrawKey key, int steps, ref TWatch watch)
        where TReal : struct, ISingles<TReal, TWords>
        where TWords : struct, IWords<TWords>
        where TWide : struct, IWide<TWide, TWords>
        where TWatch : struct, IWatch<TReal>;
}

/// <summary>What is kept of the way of a group of paths.</summary>
/// <typeparam name="TReal">The width.</typeparam>
internal interface IWatch<TReal>
{
    /// <summary>False where nothing is kept, so that a body need not work it out.</summary>
    static abstract bool Watches { get; }

    /// <summary>Takes the log-returns since the start.</summary>
    /// <param name="step">How many steps were made.</param>
    /// <param name="logReturn">ln(S / S₀) in every lane.</param>
    void See(int step, TReal logReturn);
}

/// <summary>Nothing is kept: only the end of a path counts.</summary>
/// <typeparam name="TReal">The width.</typeparam>
internal struct Unwatched<TReal> : IWatch<TReal>
{
    /// <inheritdoc/>
    public static bool Watches => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void See(int step, TReal logReturn)
    {
    }
}
