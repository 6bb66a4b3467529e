using System.Diagnostics;
using NeuralTrader.Storage.Databases;
using NeuralTrader.Storage.Hosting;
using NeuralTrader.Storage.Moving;
using NeuralTrader.Tests;
using Npgsql;
using static NeuralTrader.Silo.Tests.Moving.SamplePlatform;

namespace NeuralTrader.Silo.Tests.Moving;

/// <summary>A process that moves a platform is killed half-way.</summary>
public sealed class KilledMoveTests(PostgresServer server) : IDisposable
{
    internal const string Child = "NEURALTRADER_TEST_MOVE";
    private const string HalfWay = "half-way", Separator = "\n";
    private readonly TemporaryFolder folder = new();
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_database_says_that_not_all_is_there_and_the_move_can_be_begun_again()
    {
        string source = await Make(folder), database = await server.CreateDatabase();
        await KillHalfWay(source, database);
        await using NpgsqlDataSource postgres = NpgsqlDataSource.Create(database);
        StartupException sentence = await Assert.ThrowsAsync<StartupException>(() => PostgresSchema.Check(postgres, cancel)); // as a member that starts hears it
        Assert.Contains("begin `nt data move` or `nt data restore` again", sentence.Message, StringComparison.Ordinal);
        Assert.Contains("is not all there", await Refusal(() => Verify(database)), StringComparison.Ordinal);
        TransferReport again = await Begin(source, database);
        await PostgresSchema.Check(postgres, cancel);
        Assert.Equal((await Verify(source)).Tables, again.Tables);
    }

    [Fact]
    public async Task A_directory_is_not_there_yet_and_the_move_can_be_begun_again()
    {
        string source = await Make(folder), target = folder.File("target");
        await KillHalfWay(source, target);
        Assert.False(Directory.Exists(target));
        Assert.True(Directory.Exists(target + ".incoming"));
        Assert.Equal((await Verify(source)).Tables, (await Copy(source, target, alone: true)).Tables);
        Assert.False(Directory.Exists(target + ".incoming"));
    }

    /// <summary>The child: moves, and waits for its end in the midst of it.</summary>
    internal static Task MoveHalfWay(string places)
    {
        string[] words = places.Split(Separator);
        return DataTransfer.Copy(DataPlace.Of(words[0]), DataPlace.Of(words[1]), alone: true, progress: step =>
        {
            if (step.Work != "copying market_chunk") return;
            Console.WriteLine(HalfWay);
            Thread.Sleep(Timeout.Infinite);
        });
    }

    // The server notices the death of a connection's client in its own time.
    private async Task<TransferReport> Begin(string source, string database)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await Copy(source, database, alone: true);
            }
            catch (MovingException fault) when (attempt < 100 && fault.Message.Contains("at this moment", StringComparison.Ordinal))
            {
                await Task.Delay(100, cancel);
            }
        }
    }

    private async Task KillHalfWay(string source, string target)
    {
        ProcessStartInfo start = new("dotnet", [typeof(KilledMoveTests).Assembly.Location]) { RedirectStandardOutput = true };
        start.Environment[Child] = source + Separator + target;
        using Process mover = Process.Start(start)!;
        Assert.Equal(HalfWay, await mover.StandardOutput.ReadLineAsync(cancel).AsTask().WaitAsync(TimeSpan.FromSeconds(60), cancel));
        mover.Kill();
        await mover.WaitForExitAsync(cancel);
    }
}
