using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using NeuralTrader.Storage.Ledger;
using NeuralTrader.Tests;
using Xunit.Sdk;

namespace NeuralTrader.Faults.Tests;

/// <summary>The disk that a platform on SQLite keeps everything on is full for some seconds.</summary>
public sealed class FullDiskTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo disk = Directory.CreateTempSubdirectory("neuraltrader-disk-");
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Run("umount", disk.FullName);
        disk.Delete();
    }

    [Fact]
    public async Task While_the_disk_is_full_orders_are_refused_and_reads_answered_and_with_space_all_goes_on_by_itself()
    {
        if (Run("mount", "-t", "tmpfs", "-o", "size=160m", "tmpfs", disk.FullName) != 0) throw SkipException.ForSkip("This user may not mount a small disk.");
        string data = Path.Combine(disk.FullName, "data"), ballast = Path.Combine(disk.FullName, "ballast");
        using StandaloneProcess platform = new(data);
        await platform.Up(cancel);
        using CarefulClient client = new((await File.ReadAllTextAsync(Path.Combine(data, "first-api-key"), cancel)).Trim(), platform);
        Traffic traffic = new(client, portfolios: 4, clients: 8);
        await traffic.Open(cancel);
        await client.Insist("trading/createPortfolio", new JsonObject { ["portfolioId"] = "spare", ["initialCash"] = 1 }, "open", cancel);
        await traffic.Send(100, cancel);

        bool isOver = false;
        Task load = traffic.Send(() => Volatile.Read(ref isOver), cancel);
        Fill(ballast);
        await Refused(client, platform);
        foreach (string portfolio in traffic.Portfolios)
        {
            Answered read = await client.Send(platform, "trading/getPortfolioStatus", new JsonObject { ["portfolioId"] = portfolio }, null, cancel);
            Assert.True(read.IsSuccess, read.ToString());
        }
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await platform.Ask("/health", cancel)).Status);
        Assert.Equal(HttpStatusCode.OK, (await platform.Ask("/alive", cancel)).Status);

        File.Delete(ballast);
        int before = traffic.Acknowledged.Count;
        long emptied = Stopwatch.GetTimestamp();
        while (traffic.Acknowledged.Count <= before + 50)
        {
            Assert.True(Stopwatch.GetElapsedTime(emptied) < Patience, traffic.Report());
            await Task.Delay(50, cancel);
        }
        Volatile.Write(ref isOver, true);
        await load;
        await platform.Healthy(cancel);
        Assert.All(traffic.Calls.Select(call => call.First).Where(first => !first.IsSuccess), refused => refused.IsClearRefusal());
        TestContext.Current.TestOutputHelper?.WriteLine(traffic.Report());
        platform.Kill();
        await platform.Ended(cancel);
        using (SqliteJournal journal = new(Path.Combine(data, "journal.db"))) await JournalProof.Check(journal, traffic, cancel);
        foreach (string file in Directory.GetFiles(data, "*.db")) Assert.Equal("ok", Integrity(file));
    }

    // The log of the journal has room of its own for a while.
    private async Task Refused(CarefulClient client, PlatformProcess platform)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        for (int i = 0; ; i++)
        {
            JsonObject request = new() { ["portfolioId"] = "spare", ["amount"] = 1 };
            Answered answer = await client.Send(platform, "trading/moveCash", request, $"spare-{i}", patience.Token);
            if (answer.IsSuccess) continue;
            answer.IsClearRefusal();
            return;
        }
    }

    private static void Fill(string ballast)
    {
        byte[] block = new byte[64 << 10];
        using FileStream file = new(ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true) file.Write(block);
        }
        catch (IOException)
        {
            // there is no more space
        }
    }

    private static string Integrity(string file)
    {
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        using SqliteCommand check = connection.CreateCommand();
        check.CommandText = "PRAGMA integrity_check";
        return (string)check.ExecuteScalar()!;
    }

    private static int Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
