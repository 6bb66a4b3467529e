namespace NeuralTrader.Domain;

/// <summary>A small random generator with its seed as its whole state: the same seed gives the same numbers on every machine.</summary>
/// <remarks>SplitMix64: Steele, Lea and Flood (2014), Fast splittable pseudorandom number generators, OOPSLA.</remarks>
internal struct SeededRandom(ulong seed)
{
    private ulong state = seed;

    public ulong Next()
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>Uniform in [0, 1) with 53 bits.</summary>
    public double NextUnit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [0, n), biased by less than n / 2⁶⁴.</summary>
    public int NextIndex(int n) => (int)Math.BigMul(Next(), (ulong)n, out _);

    /// <summary>Standard normal. Box and Muller (1958), Annals of Mathematical Statistics 29(2).</summary>
    public double NextNormal() => Math.Sqrt(-2 * Math.Log(1 - NextUnit())) * Math.Cos(2 * Math.PI * NextUnit());
}
