using NeuralTrader.Storage.Databases;
using NeuralTrader.Storage.Hosting;
using NeuralTrader.Tests;
using Npgsql;

namespace NeuralTrader.Silo.Tests.Storage;

public sealed class PepperFingerprintTests(PostgresServer server)
{
    private static readonly byte[] One = [.. Enumerable.Repeat((byte)1, 32)], Other = [.. Enumerable.Repeat((byte)2, 32)];
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_member_s_secret_is_the_one_and_another_is_refused_by_name()
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(await server.CreateDatabase());
        await PostgresSchema.Migrate(source, cancel);
        PepperFingerprint.Require(source, One);
        PepperFingerprint.Require(source, One);
        StartupException refused = Assert.Throws<StartupException>(() => PepperFingerprint.Require(source, Other));
        Assert.StartsWith("NeuralTrader:Security:Pepper is not the secret", refused.Message, StringComparison.Ordinal);
        PepperFingerprint.Require(source, One);
        await PostgresSchema.Check(source, cancel); // which it does not disturb
        Assert.Empty(await PostgresSchema.Migrate(source, cancel));
    }

    [Fact]
    public async Task A_database_that_is_filled_anew_goes_by_the_secret_that_came_with_its_keys()
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(await server.CreateDatabase());
        await PostgresSchema.Migrate(source, cancel);
        PepperFingerprint.Require(source, One);
        await using NpgsqlConnection connection = await source.OpenConnectionAsync(cancel);
        PepperFingerprint.Replace(connection, PepperFingerprint.Of(Other));
        PepperFingerprint.Require(source, Other);
        Assert.Throws<StartupException>(() => PepperFingerprint.Require(source, One));
        PepperFingerprint.Replace(connection, null);
        PepperFingerprint.Require(source, One);
    }
}
