using Microsoft.Extensions.DependencyInjection;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Grains.Hosting;
using Orleans.Serialization;

namespace NeuralTrader.Silo.Tests.Hosting;

public sealed class AnswerCacheTests : IDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddSerializer().AddCompute().BuildServiceProvider();
    private int computed;

    private AnswerCache Cache => services.GetRequiredService<AnswerCache>();

    public void Dispose() => services.Dispose();

    [Fact]
    public async Task The_same_question_of_the_same_data_is_computed_once_and_answered_with_the_same_object()
    {
        string first = await Ask(Question(14), Bars(1, 2, 3)), second = await Ask(Question(14), Bars(1, 2, 3));
        Assert.Equal("answer 1", first);
        Assert.Same(first, second);
        Assert.Equal((1, 1, 1), (Cache.Figures.Hits, Cache.Figures.Misses, Cache.Figures.Entries));
        Assert.InRange(Cache.Figures.Bytes, "answer 1".Length, 100);
    }

    [Fact]
    public async Task Another_parameter_function_or_price_is_another_question()
    {
        await Ask(Question(14), Bars(1, 2, 3));
        Assert.Equal("answer 2", await Ask(Question(15), Bars(1, 2, 3)));
        Assert.Equal("answer 3", await Ask(Question(14), Bars(1, 2, 3.0000000000000004))); // one price, one bit
        Assert.Equal("answer 4", await Ask(Question(14), Bars(1, 2, 3), "other"));
        Assert.Equal("answer 1", await Ask(Question(14), Bars(1, 2, 3)));
    }

    [Fact]
    public async Task A_refusal_is_told_and_not_kept()
    {
        Answer<string> refused = await Cache.Ask<string, string>(
            "f", "q", default, _ => Task.FromResult<Answer<string>>(new Refusal(RefusalKind.Overloaded, "busy")), TestContext.Current.CancellationToken);
        Assert.Equal("busy", refused.Refusal?.Detail);
        Answer<string> later = await Cache.Ask("f", "q", default, Done, TestContext.Current.CancellationToken);
        Assert.Equal("done", later.Value);
    }

    [Fact]
    public async Task An_error_reaches_who_asked_and_is_not_kept()
    {
        await Assert.ThrowsAsync<InvalidInputException>(() => Cache.Ask<string, string>(
            "f", "q", default, _ => throw Require.Invalid("paths", 0, "1 or more"), TestContext.Current.CancellationToken));
        Assert.Equal("done", (await Cache.Ask("f", "q", default, Done, TestContext.Current.CancellationToken)).Value);
    }

    [Fact]
    public async Task Who_gives_up_does_not_take_the_answer_from_the_others_and_the_last_to_give_up_stops_the_work()
    {
        using CancellationTokenSource first = new(), second = new();
        TaskCompletionSource<Answer<string>> work = new();
        TaskCompletionSource stopped = new();
        Task<Answer<string>> Ask(string question, CancellationToken stop) => Cache.Ask<string, string>(
            "f", question, default,
            token =>
            {
                Interlocked.Increment(ref computed);
                token.Register(() => stopped.TrySetResult());
                return work.Task.WaitAsync(token);
            },
            stop);

        Task<Answer<string>> gaveUp = Ask("q", first.Token), waits = Ask("q", second.Token);
        await first.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gaveUp);
        Assert.False(stopped.Task.IsCompleted);
        work.SetResult("done");
        Assert.Equal("done", (await waits).Value);
        Assert.Equal(1, computed);

        work = new TaskCompletionSource<Answer<string>>();
        Task<Answer<string>> last = Ask("another", second.Token);
        while (Volatile.Read(ref computed) < 2) await Task.Delay(1, TestContext.Current.CancellationToken);
        await second.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => last);
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task What_is_kept_stays_below_its_limit()
    {
        using AnswerCache small = new(services.GetRequiredService<Serializer>(), bytes: 100_000);
        for (int i = 0; i < 100; i++)
            await small.Ask("f", i, default, _ => Task.FromResult<Answer<string>>(new string('x', 9_000)), TestContext.Current.CancellationToken);
        Assert.InRange(small.Figures.Bytes, 9_000, 100_000);
        Assert.InRange(small.Figures.Entries, 1, 11);
        Assert.Equal(100, small.Figures.Misses);
    }

    private static Task<Answer<string>> Done(CancellationToken stop) => Task.FromResult<Answer<string>>("done");

    private async Task<string> Ask(CalculateIndicatorRequest request, BarSeries bars, string function = "calculateIndicator") =>
        (await Cache.Ask(
            function, request, new[] { bars.Fingerprint }, _ => Task.FromResult<Answer<string>>($"answer {++computed}"), TestContext.Current.CancellationToken)).Value!;

    private static CalculateIndicatorRequest Question(double period) => new("rsi", "SPY", new Dictionary<string, double> { ["period"] = period });

    private static BarSeries Bars(params double[] closes) => BarSeries.FromBars(
        new SeriesKey("SPY", BarInterval.Day, PriceBasis.Raw), "USD", new Provenance("by hand", false),
        [.. closes.Select((close, day) => new Bar(new DateTime(2026, 1, 5 + day, 0, 0, 0, DateTimeKind.Utc), close, close, close, close, 1))]);
}
