namespace NeuralTrader.Compute.Lanes;

/// <summary>Lanes in memory: neighbours in an array are neighbours in the lanes. Nothing is checked; whoever calls knows the bounds.</summary>
internal static class Place
{
    /// <summary>Reads as many numbers as there are lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Load<TReal, TScalar>(ref TScalar first, nint index)
        where TReal : struct => Unsafe.ReadUnaligned<TReal>(ref Unsafe.As<TScalar, byte>(ref Unsafe.Add(ref first, index)));

    /// <summary>Writes as many numbers as there are lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TReal, TScalar>(TReal lanes, ref TScalar first, nint index)
        where TReal : struct => Unsafe.WriteUnaligned(ref Unsafe.As<TScalar, byte>(ref Unsafe.Add(ref first, index)), lanes);
}
