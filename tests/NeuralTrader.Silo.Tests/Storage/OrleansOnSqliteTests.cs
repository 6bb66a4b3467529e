using Microsoft.Data.Sqlite;
using NeuralTrader.Silo.Hosting;
using NeuralTrader.Storage.Hosting;

namespace NeuralTrader.Silo.Tests.Storage;

public sealed class OrleansOnSqliteTests : OrleansOnDatabaseTests, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_file_of_a_newer_build_is_refused_in_words()
    {
        string data = folder.File("data");
        using (DataDirectory directory = DataDirectory.Take(data)) SqliteStorage.Open(directory, null).Dispose();
        using (SqliteConnection connection = new($"Data Source={Path.Combine(data, "state.db")};Pooling=false"))
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "UPDATE nt_schema SET version = 99";
            command.ExecuteNonQuery();
        }
        StartupException refusal = Assert.Throws<StartupException>(() => SqliteStorage.Open(DataDirectory.Take(data), null));
        Assert.Contains("schema version 99", refusal.Message, StringComparison.Ordinal);
        DataDirectory.Take(data).Dispose(); // the refusal let it go
    }

    private protected override Task<string[]> Settings() => Task.FromResult<string[]>(["--NeuralTrader:DataDirectory", folder.File("data")]);

    private protected override Task<byte[]> Payload()
    {
        using SqliteConnection connection = new($"Data Source={Path.Combine(folder.File("data"), "state.db")};Pooling=false");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT payload FROM grain_state LIMIT 1";
        return Task.FromResult((byte[])command.ExecuteScalar()!);
    }
}
