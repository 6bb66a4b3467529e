namespace NeuralTrader.Domain.Tests.Security.Data;

/// <summary>Whether work takes memory.</summary>
internal static class Memory
{
    /// <summary>Asserts that work takes none once it is compiled as it will stay; code that is fresh boxes what the finished code does not.</summary>
    public static void AssertNone(Action work)
    {
        long taken = long.MaxValue;
        for (int attempt = 0; attempt < 600 && taken > 0; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 200; i++) work();
            taken = GC.GetAllocatedBytesForCurrentThread() - before;
            if (taken > 0) Thread.Sleep(100); // lets the compiler finish, which a busy machine delays
        }
        Assert.Equal(0, taken);
    }
}
