using System.Globalization;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Storage.Databases;
using NeuralTrader.Storage.Ledger;
using Npgsql;

namespace NeuralTrader.Benchmarks.Cluster;

/// <summary>What a cluster promises: calls from outside, durable postings, HTTP to a grain. Callers, silo and database share this machine.</summary>
/// <param name="isQuick">A fifth of the calls.</param>
/// <param name="only">client, postgres, sqlite or http; null for all.</param>
internal sealed class ClusterCases(bool isQuick, string? only)
{
    private const int Callers = 64, ManyBooks = 1_000;
    private const string Info = "/api/v1/trading/getStrategyInfo", Body = """{"strategy":"sma_cross"}""";

    public async IAsyncEnumerable<Figure> Run()
    {
        int each = isQuick ? 300 : 1_500;
        if (Wanted("client"))
        {
            ClosedLoop calls = await PingSilo.Call(Callers, each * 20);
            yield return new Figure(
                "external client → grain of one silo, 64 in flight", calls.Rate, "calls/s", "≥ 250,000, p99 ≤ 1 ms", calls is { Rate: >= 250_000, P99: <= 0.001 }, Note: calls.Told);
        }
        if (OwnPostgres.IsInstalled && Wanted("postgres"))
        {
            await using OwnPostgres server = await OwnPostgres.Start();
            await foreach (Figure figure in OnPostgres(server, each)) yield return figure;
        }
        if (Wanted("sqlite")) await foreach (Figure figure in OnSqlite(each)) yield return figure;
        if (Wanted("http")) yield return await OverHttp(each * 4);
    }

    private bool Wanted(string part) => only is null || only == part;

    private static async IAsyncEnumerable<Figure> OnSqlite(int each)
    {
        string folder = Directory.CreateTempSubdirectory("nt-bench-").FullName;
        using (SqliteJournal journal = new(Path.Combine(folder, "journal.db")))
        {
            yield return Durable("SQLite, one hot book, journal alone", await Bare(journal, each), null);
            await using LedgerSilo silo = await LedgerSilo.Start(journal);
            ClosedLoop hot = await silo.Deposits(1, Callers, each), many = await silo.Deposits(ManyBooks, Callers, each);
            yield return Durable("SQLite, one hot portfolio, through its grain", hot, 50_000, worst: 0.030);
            yield return Durable("SQLite, 1,000 portfolios, through their grains", many, 50_000, worst: 0.030);
        }
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<Figure> OverHttp(int callsEach)
    {
        await using Platform platform = await Platform.Start();
        HttpLoad load = new(platform.Port, platform.Key);
        double best = 0;
        Measurement latency = null!;
        for (int round = 0; round <= 3; round++) // the first warms up
        {
            HttpLoad.Outcome outcome = await load.Run(Info, Body, Callers, callsEach);
            if (outcome.Statuses is not { Count: 1 } || !outcome.Statuses.ContainsKey(200)) throw new InvalidOperationException("A call was not answered with 200.");
            double rate = outcome.Latencies.Count / outcome.Seconds;
            if (round > 0 && rate > best) (best, latency) = (rate, Measurement.Summary(outcome.Latencies));
        }
        return new Figure(
            "HTTP → grain (getStrategyInfo, authenticated), 64 connections", best, "calls/s", "≥ 40,000", best >= 40_000,
            Note: FormattableString.Invariant($"median {latency.Median * 1e3:0.00} ms, p95 {latency.P95 * 1e3:0.00} ms; the platform is another process, the callers are bare sockets"));
    }

    private static async IAsyncEnumerable<Figure> OnPostgres(OwnPostgres server, int each)
    {
        await using NpgsqlDataSource source = await server.Database("ledger");
        await PostgresSchema.Migrate(source, default);
        ClosedLoop naive = await Naive(source, each / 4);
        using PostgresJournal journal = new(source);
        ClosedLoop bare = await Bare(journal, each);
        yield return Durable("PostgreSQL, one hot book, journal alone", bare, null, reference: naive.Rate);
        await using LedgerSilo silo = await LedgerSilo.Start(journal);
        ClosedLoop hot = await silo.Deposits(1, Callers, each), many = await silo.Deposits(ManyBooks, Callers, each);
        yield return Durable("PostgreSQL, one hot portfolio, through its grain", hot, 30_000, p99: 0.005, reference: naive.Rate);
        yield return Durable("PostgreSQL, 1,000 portfolios, through their grains", many, 50_000, reference: naive.Rate);
    }

    // What code without a journal does: each posting is a transaction of its own.
    private static async Task<ClosedLoop> Naive(NpgsqlDataSource source, int each)
    {
        await using (NpgsqlCommand table = source.CreateCommand("CREATE TABLE naive (id BIGSERIAL PRIMARY KEY, op_id TEXT UNIQUE, debit TEXT, credit TEXT, amount NUMERIC)"))
            await table.ExecuteNonQueryAsync();
        return await ClosedLoop.Best(Callers, each, async (_, i) =>
        {
            await using NpgsqlCommand insert = source.CreateCommand("INSERT INTO naive (op_id, debit, credit, amount) VALUES ($1, 'cash', 'capital', 0.01)");
            insert.Parameters.Add(new NpgsqlParameter { Value = string.Create(CultureInfo.InvariantCulture, $"k{i}") });
            await insert.ExecuteNonQueryAsync();
        });
    }

    private static async Task<ClosedLoop> Bare(IJournal journal, int each)
    {
        BookSequencer<int> sequencer = new("bench/hot");
        Posting[] postings = [new("cash", "capital", 0.01m)];
        return await ClosedLoop.Best(Callers, each, async (_, i) =>
        {
            JournalEntry entry;
            Task written;
            lock (sequencer)
            {
                entry = sequencer.Decide(
                    string.Create(CultureInfo.InvariantCulture, $"k{i}"), "0123456789abcdef0123456789abcdef", DateTime.UtcNow,
                    """[{"kind":"cash-moved","amount":0.01,"at":"2026-01-02T03:04:05.678901Z"}]""", postings, 0);
                written = journal.Append(entry, CancellationToken.None);
            }
            await written;
            lock (sequencer) sequencer.Written(entry.Seq);
        });
    }

    private static Figure Durable(string where, ClosedLoop loop, double? goal, double? p99 = null, double? worst = null, double? reference = null)
    {
        string? promised = goal is null ? null
            : FormattableString.Invariant($"≥ {goal:N0}{(p99 is null ? "" : FormattableString.Invariant($", p99 ≤ {p99 * 1e3:0} ms"))}{(worst is null ? "" : FormattableString.Invariant($", worst ≤ {worst * 1e3:0} ms"))}");
        bool? isMet = goal is null ? null : loop.Rate >= goal && loop.P99 <= (p99 ?? double.MaxValue) && loop.Worst <= (worst ?? double.MaxValue);
        return new Figure(
            $"durable postings at 64 callers: {where}", loop.Rate, "1/s", promised, isMet, reference, reference is null ? null : "an INSERT per commit", loop.Rate / reference, loop.Told);
    }
}
