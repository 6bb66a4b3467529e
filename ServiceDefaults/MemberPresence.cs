using System.Data;
using Npgsql;

namespace NeuralTrader.ServiceDefaults;

/// <summary>
/// A lock in the database that a member holds through an open connection from before it joins until its process ends, when the database gives it up at once.
/// So whoever cannot reach a member can tell whether it has died or is only shut off.
/// </summary>
/// <param name="database">The cluster's.</param>
/// <param name="self">Whose presence it is.</param>
internal sealed class MemberPresence(NpgsqlDataSource database, ILocalSiloDetails self) : ILifecycleParticipant<ISiloLifecycle>, IAsyncDisposable
{
    private const string Key = "hashtextextended($1, 0)";
    private static readonly TimeSpan Pulse = TimeSpan.FromSeconds(10), Pause = TimeSpan.FromMilliseconds(250);
    private readonly CancellationTokenSource left = new();
    private Task held = Task.CompletedTask;

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(MemberPresence), ServiceLifecycleStage.RuntimeInitialize, Begin, _ => DisposeAsync().AsTask());

    /// <summary>Takes the lock, and again whenever its connection is lost.</summary>
    /// <param name="cancellationToken">Gives up taking it.</param>
    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    public async Task Begin(CancellationToken cancellationToken) => held = Hold(await Take(cancellationToken));

    /// <summary>Whether a member's process has ended, as far as the database knows. One that has itself started of late knows of nobody yet.</summary>
    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    public async Task<bool> HasEnded(SiloAddress member, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand ask = database.CreateCommand(
            $"SELECT pg_postmaster_start_time() < clock_timestamp() - interval '5 s' AND pg_try_advisory_xact_lock_shared({Key})");
        ask.Parameters.AddWithValue(Name(member));
        return (bool)(await ask.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await left.CancelAsync();
        await held;
    }

    private async Task<NpgsqlConnection> Take(CancellationToken cancellationToken)
    {
        NpgsqlConnection connection = await database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using NpgsqlCommand take = new($"SELECT pg_advisory_lock({Key})", connection);
            take.Parameters.AddWithValue(Name(self.SiloAddress));
            await take.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task Hold(NpgsqlConnection? connection)
    {
        while (!left.IsCancellationRequested)
        {
            try
            {
                connection ??= await Take(left.Token);
                while (true)
                {
                    await connection.WaitAsync(Pulse, left.Token); // fails as soon as the server hangs up
                    await using NpgsqlCommand beat = new("SELECT 1", connection);
                    await beat.ExecuteNonQueryAsync(left.Token);
                }
            }
            catch (Exception fault) when (fault is NpgsqlException or OperationCanceledException)
            {
                if (connection is not null) await GiveUp(connection);
                connection = null;
                await Task.Delay(Pause, left.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        if (connection is not null) await GiveUp(connection);
    }

    // A connection that goes back to its pool would keep the lock until it is used again.
    private static async Task GiveUp(NpgsqlConnection connection)
    {
        await using NpgsqlConnection ours = connection;
        if (ours.State != ConnectionState.Open) return;
        try
        {
            await using NpgsqlCommand release = new("SELECT pg_advisory_unlock_all()", ours);
            await release.ExecuteNonQueryAsync();
        }
        catch (NpgsqlException)
        {
            // the server is gone, and the lock with it
        }
    }

    private string Name(SiloAddress member) => $"{self.ClusterId}/{member.ToParsableString()}";
}
