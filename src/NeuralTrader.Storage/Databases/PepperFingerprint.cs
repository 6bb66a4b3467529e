using System.Security.Cryptography;
using NeuralTrader.Storage.Hosting;
using Npgsql;
using static NeuralTrader.Storage.Databases.Sql;

namespace NeuralTrader.Storage.Databases;

/// <summary>
/// By what the members of a cluster know that they hash API keys with one secret: the database keeps a fingerprint of it, which the first member leaves.
/// A member with another secret would refuse the keys of all others, or make keys that only it knows.
/// </summary>
internal static class PepperFingerprint
{
    private const string Name = "fingerprint of the pepper"; // beside the versions of the tables, where every build finds a row for it
    private const int Rounds = 100_000; // whoever reads the database is to pay for every guess
    private static readonly byte[] Salt = "NeuralTrader fingerprint of the pepper"u8.ToArray();

    /// <summary>Leaves the fingerprint where there is none yet; refuses a secret with another.</summary>
    /// <exception cref="StartupException">The database's keys are hashed with another secret.</exception>
    public static void Require(NpgsqlDataSource source, ReadOnlySpan<byte> pepper)
    {
        string own = Of(pepper);
        try
        {
            using NpgsqlConnection connection = source.OpenConnection();
            Execute(connection, "INSERT INTO nt_schema VALUES ($1, 0, $2) ON CONFLICT (script) DO NOTHING", Name, own);
            if (Query(connection, row => row.GetString(0), "SELECT applied_at FROM nt_schema WHERE script = $1", Name)[0] == own) return;
        }
        catch (NpgsqlException fault)
        {
            throw new StartupException($"The database cannot be reached: {fault.Message}");
        }
        throw new StartupException(
            $"{PepperText.Key} is not the secret that this database's API keys are hashed with: give this process the one that the other members have "
            + "(docs/operating.md, Where everything is, says how to begin with another where it is lost).");
    }

    /// <summary>Puts the fingerprint of a secret in the place of what is there, or takes it away: the keys of a database that is filled anew are others.</summary>
    public static void Replace(NpgsqlConnection connection, string? fingerprint)
    {
        Execute(connection, "DELETE FROM nt_schema WHERE script = $1", Name);
        if (fingerprint is not null) Execute(connection, "INSERT INTO nt_schema VALUES ($1, 0, $2)", Name, fingerprint);
    }

    /// <summary>The fingerprint of a secret.</summary>
    public static string Of(ReadOnlySpan<byte> pepper) => Convert.ToHexStringLower(Rfc2898DeriveBytes.Pbkdf2(pepper, Salt, Rounds, HashAlgorithmName.SHA256, 16));
}
