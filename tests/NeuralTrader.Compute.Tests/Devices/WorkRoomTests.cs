using Microsoft.Extensions.Time.Testing;
using NeuralTrader.Compute.Devices;
using NeuralTrader.Domain;

namespace NeuralTrader.Compute.Tests.Devices;

public sealed class WorkRoomTests : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(100);
    private readonly FakeTimeProvider clock = new();
    private readonly WorkRoom room;

    public WorkRoomTests() => room = new WorkRoom("test", 1, 20, clock);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => room.Dispose();

    [Fact]
    public async Task Work_that_cannot_be_done_in_time_is_refused_at_once_and_told_when_to_return()
    {
        Held running = Begin(30);
        Task<Answer<int>> second = Ask(40);
        Answer<int> third = await Ask(40); // 30 + 40 + 40 s are more than four fifths of what it may take
        Assert.Equal(RefusalKind.Overloaded, third.Refusal?.Kind);
        Assert.Equal(30, third.Refusal?.RetryAfterSeconds); // 110 − 80
        Assert.Equal("About 70 s of work come before this, which takes about 40 s; it may take 100 s in all. Nothing was done.", third.Refusal?.Detail);
        running.Release();
        Assert.Equal(1, (await second).Value);
    }

    [Fact]
    public async Task Little_work_does_not_wait_for_much()
    {
        Held running = Begin(60);
        Task<Answer<int>> much = Ask(5);
        for (int i = 0; i < 10; i++) Assert.Equal(1, (await Ask(0.01)).Value);
        Assert.False(much.IsCompleted);
        running.Release();
        Assert.Equal(1, (await much).Value);
    }

    [Fact]
    public async Task The_least_work_does_not_wait_behind_much_that_is_short()
    {
        Held running = Begin(1), little = Begin(0.05);
        Task<Answer<int>>[] before = [.. Enumerable.Range(0, 5).Select(_ => room.Run(new Effort("before", 0.09), _ => 1, Longest, Stop))];
        bool isFirst = false;
        Task<Answer<int>> least = room.Run(
            new Effort("least", 0.001), _ => Convert.ToInt32(isFirst = !before.Any(one => one.IsCompleted)), Longest, Stop);
        little.Release();
        await Task.WhenAll([least, .. before]);
        Assert.True(isFirst);
        running.Release();
        await running.Answer;
    }

    [Fact]
    public async Task Less_work_goes_first_and_much_is_not_kept_waiting_for_ever()
    {
        List<string> order = [];
        Held running = Begin(1);
        Task<Answer<int>> much = Note("much", 10), less = Note("less", 2);
        clock.Advance(TimeSpan.FromSeconds(40)); // four seconds of waiting weigh as much as one of work
        Task<Answer<int>> late = Note("late", 2);
        running.Release();
        await Task.WhenAll(much, less, late);
        Assert.Equal(["less", "much", "late"], order);

        Task<Answer<int>> Note(string name, double seconds) => room.Run(new Effort(name, seconds), _ =>
        {
            order.Add(name);
            return 1;
        }, Longest, Stop);
    }

    [Fact]
    public async Task What_takes_longer_than_was_thought_is_thought_to_take_longer_the_next_time()
    {
        Held first = Begin(1);
        clock.Advance(TimeSpan.FromSeconds(50));
        first.Release();
        await first.Answer;
        Held second = Begin(1); // now known to take about 50 s
        Assert.Equal(RefusalKind.Overloaded, (await Ask(1)).Refusal?.Kind);
        Assert.InRange(room.Ahead.TotalSeconds, 45, 50);
        second.Release();
        await second.Answer;
    }

    [Fact]
    public async Task Those_that_wait_are_refused_as_soon_as_what_runs_shows_that_they_cannot_be_answered()
    {
        Held running = Begin(1);
        Task<Answer<int>>[] waiting = [.. Enumerable.Range(0, 10).Select(_ => Ask(1))];
        Assert.DoesNotContain(waiting, one => one.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(20)); // so each of them takes 20 s or more, and 80 s are left
        Answer<int>[] refused = await Task.WhenAll(waiting.TakeLast(7));
        Assert.All(refused, one => Assert.Equal(RefusalKind.Overloaded, one.Refusal?.Kind));
        Assert.DoesNotContain(waiting.Take(3), one => one.IsCompleted);
        running.Release();
        Assert.All(await Task.WhenAll(waiting.Take(3)), one => Assert.Equal(1, one.Value));
    }

    [Fact]
    public async Task Short_work_that_takes_its_time_tells_nothing_of_long_work()
    {
        Held running = Begin(20), little = Begin(0.01);
        Task<Answer<int>> much = Ask(40);
        clock.Advance(TimeSpan.FromSeconds(10)); // a thousand times what was thought of it
        Assert.False(much.IsCompleted);
        little.Release();
        await little.Answer;
        running.Release();
        Assert.Equal(1, (await much).Value);
    }

    [Fact]
    public async Task Work_whose_caller_gave_up_while_it_waited_is_not_begun()
    {
        Held running = Begin(1);
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        bool isBegun = false;
        Task<Answer<int>> abandoned = room.Run(new Effort("held", 1), _ => Convert.ToInt32(isBegun = true), Longest, patience.Token);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => abandoned);
        Assert.Equal(0, room.Waiting);
        running.Release();
        await running.Answer;
        Assert.Equal(1, (await Ask(1)).Value);
        Assert.False(isBegun);
    }

    [Fact]
    public async Task Work_is_not_refused_where_nobody_is_before_it() // what was thought of it may be wrong, and how else would that show
    {
        Assert.Equal(1, (await Ask(1_000_000)).Value);
    }

    [Fact]
    public async Task Work_that_never_got_a_place_is_told_so()
    {
        Held running = Begin(1);
        Task<Answer<int>> other = room.Run(new Effort("other", 0.2), _ => 1, TimeSpan.FromSeconds(2), Stop);
        clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(RefusalKind.Overloaded, (await other).Refusal?.Kind);
        running.Release();
        await running.Answer;
    }

    private Task<Answer<int>> Ask(double seconds) => room.Run(new Effort("held", seconds), _ => 1, Longest, Stop);

    private Held Begin(double seconds)
    {
        Held held = new();
        held.Answer = room.Run(new Effort("held", seconds), held.Compute, Longest, Stop);
        held.Began.Wait(Stop);
        return held;
    }

    private sealed class Held
    {
        private readonly TaskCompletionSource began = new(), end = new();

        public Task Began => began.Task;

        public Task<Answer<int>> Answer { get; set; } = null!;

        public int Compute(CancellationToken stop)
        {
            began.SetResult();
            end.Task.Wait(stop);
            return 0;
        }

        public void Release() => end.SetResult();
    }
}
