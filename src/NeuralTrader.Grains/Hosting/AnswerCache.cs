using System.Diagnostics.Metrics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace NeuralTrader.Grains.Hosting;

/// <summary>
/// Answers by what was asked and by the content of the data they were computed of, so that none is ever stale: other data are another question.
/// Many who ask the same at once wait for one computation, which goes on until the last of them has given up. Refusals are not kept.
/// </summary>
public sealed class AnswerCache : IDisposable
{
    /// <summary>What the kept answers may weigh together unless the host says otherwise: 256 MiB.</summary>
    public const long UsualLimit = 256L << 20;

    private const long HeaviestAnswer = 32L << 20;
    private static readonly TimeSpan Age = TimeSpan.FromDays(1); // none is ever wrong, but few are asked for so long

    private readonly Serializer serializer;
    private readonly ServiceProvider services; // a memory of its own: a limit in bytes would bind everybody who shares one
    private readonly HybridCache answers;
    private readonly MemoryCache memory;
    private readonly Meter meter = new("NeuralTrader");
    private readonly Counter<long> asked, computed;
    private long asks, computations;

    /// <summary>An empty cache.</summary>
    /// <param name="serializer">Weighs questions and answers.</param>
    /// <param name="bytes">What the kept answers may weigh together.</param>
    public AnswerCache(Serializer serializer, long bytes = UsualLimit)
    {
        this.serializer = serializer;
        ServiceCollection own = new();
        own.AddMemoryCache(options => (options.SizeLimit, options.TrackStatistics) = (bytes, true));
        own.AddSingleton(serializer);
        own.AddHybridCache(options =>
        {
            options.MaximumPayloadBytes = Math.Min(bytes, HeaviestAnswer);
            options.DefaultEntryOptions = new HybridCacheEntryOptions { Expiration = Age, LocalCacheExpiration = Age };
        }).AddSerializerFactory<KeptAnswers>();
        services = own.BuildServiceProvider();
        answers = services.GetRequiredService<HybridCache>();
        memory = (MemoryCache)services.GetRequiredService<IMemoryCache>();
        asked = meter.CreateCounter<long>("neuraltrader.answers.asked", "{question}", "Questions that may be answered from memory.");
        computed = meter.CreateCounter<long>("neuraltrader.answers.computed", "{question}", "Questions that had to be computed.");
        meter.CreateObservableUpDownCounter("neuraltrader.answers.size", () => Figures.Bytes, "By", "What the kept answers weigh.");
    }

    /// <summary>How the cache does.</summary>
    public AnswerCacheFigures Figures
    {
        get
        {
            MemoryCacheStatistics? now = memory.GetCurrentStatistics();
            long all = Interlocked.Read(ref asks), missed = Interlocked.Read(ref computations);
            return new AnswerCacheFigures(Math.Max(0, all - missed), missed, now?.CurrentEntryCount ?? 0, now?.CurrentEstimatedSize ?? 0);
        }
    }

    /// <summary>The answer to a question, from memory where it was computed before.</summary>
    /// <typeparam name="TRequest">The question's type.</typeparam>
    /// <typeparam name="T">The answer's type: immutable, since all who ask get the same object.</typeparam>
    /// <param name="function">Whose question it is.</param>
    /// <param name="request">All that the answer depends on beside the data, symbols in their one spelling.</param>
    /// <param name="data">Fingerprints of all data that are read, in the order in which they are used.</param>
    /// <param name="compute">Makes the answer, outside the grain: it calls no grain. Its token ends when nobody waits for the answer any more.</param>
    /// <param name="cancellationToken">Gives up waiting; others go on.</param>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<Answer<T>> Ask<TRequest, T>(
        string function, TRequest request, ReadOnlyMemory<UInt128> data, Func<CancellationToken, Task<Answer<T>>> compute, CancellationToken cancellationToken)
        where T : class
    {
        KeyValuePair<string, object?> of = new("function", function);
        Interlocked.Increment(ref asks);
        asked.Add(1, of);
        try
        {
            KeptAnswer<T> kept = await answers.GetOrCreateAsync(
                Key(function, request, data.Span),
                async stop =>
                {
                    Interlocked.Increment(ref computations);
                    computed.Add(1, of);
                    Answer<T> answer = await compute(stop).ConfigureAwait(false);
                    return answer.IsRefused ? throw new NotKeptException(answer.Refusal) : new KeptAnswer<T>(answer.Value);
                },
                cancellationToken: cancellationToken).ConfigureAwait(false);
            return kept.Value;
        }
        catch (NotKeptException refused)
        {
            return refused.Refusal;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        meter.Dispose();
        services.Dispose();
    }

    private string Key<TRequest>(string function, TRequest request, ReadOnlySpan<UInt128> data)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] question = serializer.SerializeToArray(request);
        hash.AppendData(BitConverter.GetBytes(question.Length));
        hash.AppendData(question);
        hash.AppendData(MemoryMarshal.AsBytes(data));
        return $"{function}/{Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }

#pragma warning disable CA1064, CA1032 // leaves the factory and is caught above; it is no fault
    private sealed class NotKeptException(Refusal refusal) : Exception
    {
        public Refusal Refusal => refusal;
    }
#pragma warning restore CA1064, CA1032
}

/// <summary>How a silo's answer cache does.</summary>
/// <param name="Hits">Questions answered from memory, or by a computation that was under way.</param>
/// <param name="Misses">Questions that were computed.</param>
/// <param name="Entries">Answers kept.</param>
/// <param name="Bytes">What they weigh.</param>
public readonly record struct AnswerCacheFigures(long Hits, long Misses, long Entries, long Bytes);
