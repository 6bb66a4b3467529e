using NeuralTrader.Tests;
using Npgsql;

namespace NeuralTrader.Silo.Tests.Storage;

public sealed class OrleansOnPostgresTests(PostgresServer server) : OrleansOnDatabaseTests
{
    private string? database;

    private protected override async Task<string[]> Settings() =>
    [
        "--environment", "Development", "--ConnectionStrings:neuraltrader", database ??= await server.CreateDatabase(),
        "--NeuralTrader:Security:Pepper", new string('p', 40),
    ];

    private protected override async Task<byte[]> Payload()
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(database!);
        await using NpgsqlCommand command = source.CreateCommand("SELECT payload FROM grain_state LIMIT 1");
        return (byte[])(await command.ExecuteScalarAsync(cancel))!;
    }
}
