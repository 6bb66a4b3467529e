using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.Grains.Hosting;

namespace NeuralTrader.Cluster.Tests.Hosting;

public sealed class NewsTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly FakeTimeProvider clock = new();

    [Fact]
    public async Task A_question_waits_for_a_version_that_is_not_known()
    {
        Bell<Word> bell = new(new Word(1), clock);
        Assert.Equal(1, (await bell.Hear(0, Long, None)).Version);
        Task<Word> waits = bell.Hear(1, Long, None);
        Assert.False(waits.IsCompleted);
        bell.Ring(new Word(2));
        Assert.Equal(2, (await waits.WaitAsync(Long)).Version);
    }

    [Fact]
    public async Task A_question_is_answered_after_its_time_and_after_five_seconds_at_most()
    {
        Bell<Word> bell = new(new Word(1), clock);
        (Task<Word> brief, Task<Word> lasting) = (bell.Hear(1, TimeSpan.FromSeconds(1), None), bell.Hear(1, Long, None));
        clock.Advance(TimeSpan.FromSeconds(1));
        await brief.WaitAsync(Long);
        Assert.False(lasting.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(4));
        await lasting.WaitAsync(Long);
    }

    [Fact]
    public async Task A_reader_hears_news_at_once_and_knows_their_age()
    {
        Bell<Word> bell = new(new Word(1), TimeProvider.System);
        using Reader reader = new(bell.Hear, clock);
        Assert.Null(reader.Newest);
        await reader.StartAsync(None);
        await Until(() => reader.Newest?.Version == 1);
        bell.Ring(new Word(2));
        await Until(() => reader.Newest?.Version == 2);
        await reader.StopAsync(None);
        clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Null(reader.Within(TimeSpan.FromSeconds(2.9)));
        Assert.Equal(2, reader.Within(TimeSpan.FromSeconds(3))!.Version);
        Assert.Equal([1, 2], reader.Seen);
    }

    [Fact]
    public async Task Old_news_is_asked_for_again_and_where_nobody_answers_there_is_none()
    {
        Bell<Word> bell = new(new Word(1), TimeProvider.System);
        bool isCut = false;
        using Reader reader = new((known, hold, stop) => isCut ? throw new TimeoutException() : bell.Hear(known, hold, stop), clock);
        Assert.Equal(1, (await reader.Fresh(TimeSpan.FromSeconds(1), None)).Version);
        bell.Ring(new Word(2));
        Assert.Equal(1, (await reader.Fresh(TimeSpan.FromSeconds(1), None)).Version);
        clock.Advance(TimeSpan.FromSeconds(1.1));
        Assert.Equal(2, (await reader.Fresh(TimeSpan.FromSeconds(1), None)).Version);
        isCut = true;
        clock.Advance(TimeSpan.FromSeconds(1.1));
        await Assert.ThrowsAsync<TimeoutException>(async () => await reader.Fresh(TimeSpan.FromSeconds(1), None));
        Assert.Equal(2, reader.Newest!.Version);
    }

    [Fact]
    public async Task A_reader_gets_over_faults()
    {
        int asked = 0;
        using Reader reader = new(
            (known, hold, stop) => Interlocked.Increment(ref asked) < 3 ? throw new InvalidOperationException("no cluster yet") : Task.FromResult(new Word(7)), clock);
        await reader.StartAsync(None);
        await Until(() => reader.Newest?.Version == 7);
        await reader.StopAsync(None);
    }

    [Fact]
    public async Task An_answer_that_was_overtaken_does_not_bring_old_news_back()
    {
        TaskCompletionSource<Word> slow = new();
        Queue<Task<Word>> answers = new([slow.Task, Task.FromResult(new Word(2))]);
        using Reader reader = new((_, _, _) => answers.Dequeue(), clock);
        Task first = reader.StartAsync(None);
        await Until(() => answers.Count == 1);
        clock.Advance(TimeSpan.FromSeconds(1));
        await reader.Fresh(TimeSpan.Zero, None);
        slow.SetResult(new Word(1));
        await reader.StopAsync(None);
        await first;
        Assert.Equal(2, reader.Newest!.Version);
    }

    private static async Task Until(Func<bool> holds)
    {
        for (long start = TimeProvider.System.GetTimestamp(); !holds(); await Task.Delay(5)) Assert.True(TimeProvider.System.GetElapsedTime(start) < Long);
    }

    private sealed record Word(long Version) : INews;

    private sealed class Reader(Func<long, TimeSpan, CancellationToken, Task<Word>> ask, TimeProvider clock) : NewsReader<Word>(clock, NullLogger.Instance)
    {
        public List<long> Seen { get; } = [];

        protected override Task<Word> Ask(long known, TimeSpan hold, CancellationToken cancellationToken) => ask(known, hold, cancellationToken);

        protected override void Changed(Word? before, Word now) => Seen.Add(now.Version);
    }
}
