namespace NeuralTrader.Domain.Markets;

/// <summary>Logarithm, exponential and random bits that are the same bit for bit on every machine: only + − × ÷ √ and integers.</summary>
internal static class Portable
{
    private const double Ln2High = 6.93147180369123816490e-01, Ln2Low = 1.90821492927058770002e-10; // as in fdlibm

    /// <summary>e^x for |x| ≤ 700, within 2 ulp.</summary>
    public static double Exp(double x)
    {
        double n = Math.Round(x / (Ln2High + Ln2Low));
        double r = x - (n * Ln2High) - (n * Ln2Low), term = 1, sum = 1; // |r| ≤ 0.35
        for (int k = 1; k <= 16; k++) sum += term *= r / k;
        return sum * BitConverter.Int64BitsToDouble((1023L + (long)n) << 52);
    }

    /// <summary>ln x for normal positive x, within 2 ulp or 1e-16.</summary>
    public static double Log(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        long exponent = (bits >> 52) - 1023;
        double mantissa = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFF) | (1023L << 52)); // in [1, 2)
        if (mantissa > 1.4142135623730951) (mantissa, exponent) = (mantissa / 2, exponent + 1);
        double s = (mantissa - 1) / (mantissa + 1), square = s * s, sum = 0; // ln m = 2 artanh s
        for (int k = 25; k >= 1; k -= 2) sum = (sum * square) + (1.0 / k);
        return (exponent * Ln2High) + ((exponent * Ln2Low) + (2 * s * sum));
    }

    /// <summary>64 random bits for a place in a sequence: SplitMix64 (Steele, Lea, Flood 2014), read by counter.</summary>
    public static ulong Bits(ulong seed, ulong counter)
    {
        ulong z = seed + ((counter + 1) * 0x9E3779B97F4A7C15);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
