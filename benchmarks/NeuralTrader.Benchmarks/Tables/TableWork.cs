using System.Text.Json;

namespace NeuralTrader.Benchmarks.Tables;

/// <summary>A piece of work that several programs do on the same inputs.</summary>
/// <param name="Name">What is done.</param>
/// <param name="Size">How much of it: paths × steps, combinations × bars, assets × observations.</param>
/// <param name="Operations">How many elementary pieces that is, for a rate.</param>
/// <param name="Unit">What one piece is called.</param>
internal abstract record TableWork(string Name, string Size, double Operations, string Unit)
{
    /// <summary>Who else does it.</summary>
    public abstract IReadOnlyList<Rival> Rivals { get; }

    /// <summary>The largest time that is promised, seconds, on two cores with AVX-512; null for none.</summary>
    public virtual double? MostSeconds => null;

    /// <summary>Writes the inputs for the others and prepares our own; not timed.</summary>
    public abstract void Prepare(Inputs inputs);

    /// <summary>Does it once, as a caller of the library would.</summary>
    /// <returns>The answer, in the layout of the references'.</returns>
    public abstract double[] Ours();

    /// <summary>Whether our answer is right by what is known of it beside the rivals' answers; what is not defined may only come first, as a warm-up does.</summary>
    /// <returns>What was checked, and whether it held.</returns>
    public virtual Agreement Check(double[] ours) => new(ours.SkipWhile(double.IsNaN).All(double.IsFinite), "finite");
}

/// <summary>Somebody else's program for the same work.</summary>
/// <param name="Case">Its name in the reference servers; null for a program of this process.</param>
/// <param name="Label">What a reader calls it.</param>
/// <param name="Agree">Compares our answer with its.</param>
/// <param name="LeastRatio">How many times faster we promise to be; null for no promise.</param>
/// <param name="Share">The part of the work it does: 0.1 where it runs a tenth of the paths.</param>
/// <param name="InProcess">The work itself, where it runs in this process.</param>
internal sealed record Rival(
    string? Case, string Label, Func<double[], double[], Agreement> Agree, double? LeastRatio = null, double Share = 1, Func<double[]>? InProcess = null);

/// <summary>Whether two answers are the same, and by what measure.</summary>
/// <param name="Holds">They are.</param>
/// <param name="Measure">The distance found and the tolerance.</param>
internal sealed record Agreement(bool Holds, string Measure)
{
    /// <summary>Element by element, absolutely.</summary>
    public static Func<double[], double[], Agreement> Within(double tolerance) => (ours, theirs) =>
    {
        if (ours.Length != theirs.Length) return new Agreement(false, $"{ours.Length} figures against {theirs.Length}");
        double worst = 0;
        for (int i = 0; i < ours.Length; i++)
            if (!(double.IsNaN(ours[i]) && double.IsNaN(theirs[i]))) worst = Math.Max(worst, Math.Abs(ours[i] - theirs[i])) is var w && double.IsNaN(w) ? double.PositiveInfinity : w;
        return new Agreement(worst <= tolerance, FormattableString.Invariant($"largest difference {worst:0.0e0} of {ours.Length:N0} figures, allowed {tolerance:0e0}"));
    };

    /// <summary>Two estimates with standard errors, each as [value, standard error].</summary>
    public static Func<double[], double[], Agreement> WithinErrors(double errors) => (ours, theirs) =>
    {
        double z = Math.Abs(ours[0] - theirs[0]) / Math.Sqrt((ours[1] * ours[1]) + (theirs[1] * theirs[1]));
        return new Agreement(z <= errors, FormattableString.Invariant($"{z:0.00} standard errors apart, allowed {errors:0}"));
    };
}

/// <summary>The folder with the inputs of one piece of work.</summary>
internal sealed class Inputs(string folder)
{
    /// <summary>Where it lies.</summary>
    public string Folder => folder;

    public void Array(string name, ReadOnlySpan<double> values) => RawFile.Write(Path.Combine(folder, name + ".in"), values);

    public void Parameters(object values) => File.WriteAllText(Path.Combine(folder, "params.json"), JsonSerializer.Serialize(values));
}
