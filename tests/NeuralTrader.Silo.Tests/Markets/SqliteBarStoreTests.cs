using Microsoft.Data.Sqlite;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Silo.Markets;
using NeuralTrader.Storage.Markets;

namespace NeuralTrader.Silo.Tests.Markets;

public sealed class SqliteBarStoreTests : BarStoreTests
{
    private readonly TemporaryFolder folder = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        folder.Dispose();
    }

    [Theory]
    [InlineData("UPDATE market_chunk SET payload = zeroblob(length(payload)) WHERE chunk = 2020", "2020")]
    [InlineData("UPDATE market_chunk SET payload = substr(payload, 1, length(payload) - 8) WHERE chunk = 2020", "2020")]
    [InlineData("UPDATE market_chunk SET payload = CAST(substr(payload, 1, 40) || x'FF' || substr(payload, 42) AS BLOB) WHERE chunk = 2020", "2020")]
    [InlineData("DELETE FROM market_chunk WHERE chunk = 2020", "all")]
    [InlineData("UPDATE market_chunk SET payload = x'' WHERE chunk = 2020", "2020")]
    public async Task A_damaged_chunk_is_named_with_its_series(string damage, string chunk)
    {
        await Store.Upsert([Sample.Days(2019)], Stop);
        Execute(damage);
        CorruptSeriesException fault = await Assert.ThrowsAsync<CorruptSeriesException>(() => Store.Load(Sample.Key, cancellationToken: Stop));
        Assert.Equal(("TEST Day Raw", chunk), (fault.Series, fault.Chunk));
    }

    [Fact]
    public async Task A_write_cut_off_before_its_commit_leaves_the_former_version()
    {
        await Store.Upsert([Sample.Days(2019)], Stop);
        using SqliteConnection dying = new($"Data Source={folder.File("markets.db")};Pooling=False");
        dying.Open();
        using SqliteCommand half = dying.CreateCommand();
        half.CommandText = "PRAGMA cache_size=1; PRAGMA cache_spill=1; BEGIN IMMEDIATE; UPDATE market_chunk SET payload = zeroblob(3000000); UPDATE market_series SET version = 9;";
        half.ExecuteNonQuery();
        // What the disk holds now is what a killed process leaves behind.
        foreach (string file in new[] { "markets.db", "markets.db-wal" }) File.Copy(folder.File(file), folder.File("left-" + file));
        Assert.True(new FileInfo(folder.File("left-markets.db-wal")).Length > 1_000_000); // the half-written pages are in it
        using BarStore left = BarStore.OnSqlite(folder.File("left-markets.db"));
        Assert.Equal(Sample.Days(2019), await left.Load(Sample.Key, cancellationToken: Stop));
        Assert.Equal(1, Assert.Single(await left.List(cancellationToken: Stop)).Version);
    }

    private protected override Task<BarStore> Open() => Task.FromResult(BarStore.OnSqlite(folder.File("markets.db")));

    private void Execute(string sql)
    {
        using SqliteConnection connection = new($"Data Source={folder.File("markets.db")};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.True(command.ExecuteNonQuery() > 0);
    }
}
