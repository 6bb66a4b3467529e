using NeuralTrader.Compute.Devices;
using NeuralTrader.Domain;

namespace NeuralTrader.Silo.Tests.Hosting;

public sealed class ComputeEngineTests
{
    private static readonly Effort Little = new("little", 0.001), Much = new("much", 0.2);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task Studies_that_fill_their_room_leave_room_for_back_tests_and_end_when_they_are_canceled()
    {
        using ComputeEngine engine = new(new ComputeOptions());
        using CancellationTokenSource stop = new();
        Task<Answer<int>>[] studies = [.. Enumerable.Range(0, 2 * Environment.ProcessorCount).Select(_ => engine.Study(Much, Endless, stop.Token))];
        Assert.Equal(7, (await engine.Test(Little, _ => 7, TestContext.Current.CancellationToken)).Value);
        Assert.All(studies, study => Assert.False(study.IsCompleted));
        await stop.CancelAsync();
        foreach (Task<Answer<int>> study in studies) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => study);
        Assert.Equal(8, (await engine.Study(Little, _ => 8, TestContext.Current.CancellationToken)).Value); // its place is free again
    }

    [Fact]
    public async Task Jobs_are_not_begun_while_those_before_them_wait_for_long()
    {
        using ComputeEngine engine = new(new ComputeOptions());
        using CancellationTokenSource stop = new();
        Effort part = new("part", 20);
        List<Task<Answer<int>>> parts = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => engine.Test(part, Endless, stop.Token))];
        Assert.Null(engine.WhyNoJob());
        parts.AddRange(Enumerable.Range(0, 3 * Environment.ProcessorCount).Select(_ => engine.Test(part, Endless, stop.Token)));
        Refusal busy = engine.WhyNoJob()!;
        Assert.Equal(RefusalKind.Overloaded, busy.Kind);
        Assert.InRange(busy.RetryAfterSeconds!.Value, 15, 22); // four times twenty seconds, less a minute
        await stop.CancelAsync();
        foreach (Task<Answer<int>> one in parts) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
    }

    [Fact]
    public async Task A_full_queue_refuses_the_next_and_no_other()
    {
        using ComputeEngine engine = new(new ComputeOptions());
        using CancellationTokenSource stop = new();
        int places = Math.Max(1, Environment.ProcessorCount / 2);
        Task<Answer<int>>[] studies = [.. Enumerable.Range(0, places + 256).Select(_ => engine.Study(Much, Endless, stop.Token))];
        Answer<int> next = await engine.Study(Much, _ => 1, TestContext.Current.CancellationToken);
        Assert.Equal(RefusalKind.Overloaded, next.Refusal?.Kind);
        Assert.Equal("256 computations are waiting already. Nothing was done.", next.Refusal?.Detail);
        Assert.All(studies, study => Assert.False(study.IsCompleted));
        await stop.CancelAsync();
        foreach (Task<Answer<int>> study in studies) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => study);
    }

    [Fact]
    public async Task Work_that_passes_its_deadline_is_refused()
    {
        using ComputeEngine engine = new(new ComputeOptions());
        Answer<int> answer = await engine.Study(Much, Endless, TestContext.Current.CancellationToken, Moment);
        Assert.Equal(RefusalKind.ComputationTooLong, answer.Refusal?.Kind);
        Assert.Equal("The computation had not ended after 0.05 s, the most it may take; ask for less at once.", answer.Refusal?.Detail);
    }

    [Fact]
    public async Task An_error_in_the_work_is_the_callers_and_frees_its_place()
    {
        using ComputeEngine engine = new(new ComputeOptions());
        for (int i = 0; i < 2 * Environment.ProcessorCount; i++)
            await Assert.ThrowsAsync<InvalidInputException>(() => engine.Study<int>(Little, _ => throw Wrong, TestContext.Current.CancellationToken));
        Assert.Equal(1, (await engine.Study(Little, _ => 1, TestContext.Current.CancellationToken)).Value);
    }

    [Fact]
    public async Task Work_that_is_under_way_when_the_engine_closes_is_canceled()
    {
        ComputeEngine engine = new(new ComputeOptions());
        Task<Answer<int>> study = engine.Study(Much, Endless, TestContext.Current.CancellationToken);
        engine.Dispose();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => study);
    }

    [Theory, InlineData(DeviceWish.Auto, null), InlineData(DeviceWish.Cpu, null)]
    [InlineData(DeviceWish.Cuda, "This function has no CUDA path; it runs on the processor.")]
    public async Task A_wish_that_cannot_be_met_is_answered_with_the_reason(DeviceWish wish, string? reason)
    {
        using ComputeEngine engine = new(new ComputeOptions());
        Answer<Computed<int>> answer = await engine.Study(wish, Little, _ => 7, TestContext.Current.CancellationToken);
        Assert.Equal(new Computed<int>(7, "cpu", reason), answer.Value);
    }

    private static InvalidInputException Wrong => Require.Invalid("paths", 0, "1 or more");

    private static int Endless(CancellationToken stop)
    {
        stop.WaitHandle.WaitOne();
        stop.ThrowIfCancellationRequested();
        return 0;
    }
}
