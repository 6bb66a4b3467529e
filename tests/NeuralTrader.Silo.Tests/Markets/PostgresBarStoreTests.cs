using NeuralTrader.Domain.Markets;
using NeuralTrader.Silo.Markets;
using NeuralTrader.Storage.Databases;
using NeuralTrader.Storage.Markets;
using NeuralTrader.Tests;
using Npgsql;

namespace NeuralTrader.Silo.Tests.Markets;

public sealed class PostgresBarStoreTests(PostgresServer server) : BarStoreTests
{
    private NpgsqlDataSource source = null!;

    public override async ValueTask InitializeAsync()
    {
        source = NpgsqlDataSource.Create(await server.CreateDatabase());
        await PostgresSchema.Migrate(source, Stop);
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (source is not null) await source.DisposeAsync();
    }

    [Theory]
    [InlineData("UPDATE market_chunk SET payload = substr(payload, 1, length(payload) - 8) WHERE chunk = 2020", "2020")]
    [InlineData("UPDATE market_chunk SET payload = set_byte(payload, 40, 255 - get_byte(payload, 40)) WHERE chunk = 2020", "2020")]
    [InlineData("DELETE FROM market_chunk WHERE chunk = 2020", "all")]
    public async Task A_damaged_chunk_is_named_with_its_series(string damage, string chunk)
    {
        await Store.Upsert([Sample.Days(2019)], Stop);
        await using (NpgsqlCommand command = source.CreateCommand(damage)) Assert.Equal(1, await command.ExecuteNonQueryAsync(Stop));
        CorruptSeriesException fault = await Assert.ThrowsAsync<CorruptSeriesException>(() => Store.Load(Sample.Key, cancellationToken: Stop));
        Assert.Equal(("TEST Day Raw", chunk), (fault.Series, fault.Chunk));
    }

    private protected override Task<BarStore> Open() => Task.FromResult(BarStore.OnPostgres(source));
}
