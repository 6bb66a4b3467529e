using System.Diagnostics;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain.Security;
using NeuralTrader.Grains.Security;

namespace NeuralTrader.Benchmarks;

/// <summary>What knowing a caller costs: on a silo, on each call, and over HTTP.</summary>
internal sealed class SecurityCases(TimeSpan spend)
{
    private const int Batch = 1_000, PerSecond = 200;

    public async IAsyncEnumerable<Figure> Run()
    {
        byte[] pepper = RandomNumberGenerator.GetBytes(32);
        ApiKeyHasher hasher = new(pepper);
        string key = ApiKeyFormat.Make(RandomNumberGenerator.GetBytes(ApiKeyFormat.RandomBytes));
        byte[] stored = hasher.Hash(key);
        double validations = Rate(() => ApiKeyFormat.KeyId(key) is not null && CryptographicOperations.FixedTimeEquals(hasher.Hash(key), stored));
        yield return new Figure("API key: form, keyed hash, compared in constant time, one thread", validations, "keys/s", "≥ 200,000", validations >= 200_000);

        IdentitySigner signer = new(pepper, TimeProvider.System);
        Caller caller = Caller.Of("ada", "ntk_00000000", Role.User);
        string identity = signer.Sign(caller, DateTime.UtcNow.AddHours(1));
        double reads = Rate(() => signer.Read(identity) is not null);
        yield return new Figure("identity of a call, read before: per call", 1e9 / reads, "ns", "≤ 1,000", reads >= 1e6);
        int next = 0;
        string[] fresh = [.. Enumerable.Range(0, 9_000).Select(i => signer.Sign(caller, DateTime.UtcNow.AddHours(1).AddTicks(i)))];
        long start = Stopwatch.GetTimestamp();
        foreach (string one in fresh) next += signer.Read(one) is null ? 0 : 1;
        yield return new Figure("identity of a call, read for the first time", Stopwatch.GetElapsedTime(start).TotalMicroseconds / fresh.Length, "µs", Note: $"{next:N0} read");

        await using Platform platform = await Platform.Start();
        yield return await RoundTrip(platform);
    }

    // Calls are sent at fixed times, however long those before them take.
    private async Task<Figure> RoundTrip(Platform platform)
    {
        using HttpClient client = new(new SocketsHttpHandler()) { BaseAddress = new Uri($"http://127.0.0.1:{platform.Port}") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", platform.Key);
        await Load(client, TimeSpan.FromSeconds(3));
        (List<double> latencies, int refused) = await Load(client, TimeSpan.FromSeconds(spend.TotalSeconds < 1 ? 5 : 30));
        latencies.Sort();
        double p99 = latencies[(int)(latencies.Count * 0.99)] * 1e3;
        return new Figure($"listPortfolios with a key over HTTP, {PerSecond} a second: p99", p99, "ms", "≤ 5", p99 <= 5 && refused == 0,
            Note: $"{latencies.Count:N0} calls, {refused} refused, median {latencies[latencies.Count / 2] * 1e3:0.00} ms, slowest {latencies[^1] * 1e3:0.0} ms");
    }

    private static async Task<(List<double> Latencies, int Refused)> Load(HttpClient client, TimeSpan time)
    {
        long start = Stopwatch.GetTimestamp();
        Task<(double, bool)>[] calls = [.. Enumerable.Range(0, (int)(time.TotalSeconds * PerSecond)).Select(number => Call(TimeSpan.FromSeconds((double)number / PerSecond)))];
        (double Seconds, bool IsAnswered)[] done = await Task.WhenAll(calls);
        return ([.. done.Select(one => one.Seconds)], done.Count(one => !one.IsAnswered));

        async Task<(double, bool)> Call(TimeSpan due)
        {
            TimeSpan wait = due - Stopwatch.GetElapsedTime(start);
            if (wait > TimeSpan.Zero) await Task.Delay(wait);
            long sent = Stopwatch.GetTimestamp();
            using StringContent body = new("{}", Encoding.UTF8, "application/json");
            using HttpResponseMessage answer = await client.PostAsync(new Uri("/api/v1/trading/listPortfolios", UriKind.Relative), body);
            await answer.Content.ReadAsByteArrayAsync();
            return (Stopwatch.GetElapsedTime(sent).TotalSeconds, answer.IsSuccessStatusCode);
        }
    }

    private double Rate(Func<bool> work)
    {
        Measurement time = Measurement.Of(
            () =>
            {
                for (int i = 0; i < Batch; i++)
                    if (!work()) throw new InvalidOperationException("It does not hold.");
            },
            spend);
        return Batch / time.Median;
    }
}
