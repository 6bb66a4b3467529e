using NeuralTrader.Domain;
using NeuralTrader.Grains.Hosting;

namespace NeuralTrader.Silo.Tests.Hosting;

public sealed class ComputeRoomTests
{
    [Fact]
    public async Task Studies_that_fill_their_room_leave_room_for_back_tests_and_end_when_they_are_canceled()
    {
        using ComputeRoom room = new();
        using CancellationTokenSource stop = new();
        Task<Answer<int>>[] studies = [.. Enumerable.Range(0, 2 * Environment.ProcessorCount).Select(_ => room.Study(Endless, stop.Token))];
        Assert.Equal(7, (await room.Test(_ => 7, TestContext.Current.CancellationToken)).Value);
        Assert.All(studies, study => Assert.False(study.IsCompleted));
        await stop.CancelAsync();
        foreach (Task<Answer<int>> study in studies) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => study);
        Assert.Equal(8, (await room.Study(_ => 8, TestContext.Current.CancellationToken)).Value); // its place is free again

        static int Endless(CancellationToken stop)
        {
            stop.WaitHandle.WaitOne();
            stop.ThrowIfCancellationRequested();
            return 0;
        }
    }
}
