using System.Text.Json.Nodes;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Storage.Databases;
using NeuralTrader.Storage.Hosting;
using NeuralTrader.Storage.Ledger;
using NeuralTrader.Storage.Markets;
using NeuralTrader.Tests;

namespace NeuralTrader.Cli.Tests;

/// <summary>`nt data` and `nt doctor` on files, with no platform anywhere.</summary>
public sealed class LocalVerbTests(PostgresServer server) : IDisposable
{
    private readonly Nt nt = new();
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    public void Dispose() => nt.Dispose();

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task A_back_up_is_made_verified_and_restored_with_the_secret_of_the_keys_beside_it()
    {
        (string data, string file, string secret, string again) = (await Platform(), Path("monday.ntb"), Path("secret.env"), Path("again"));
        string hash = Hash(await Good("data", "backup", file, "--from", data, "--pepper", secret, "--json"));
        Assert.Equal(hash, Hash(await Good("data", "verify", "--in", file, "--json")));
        Assert.Equal(hash, Hash(await Good("data", "restore", file, "--to", again, "--pepper", secret, "--json")));
        Assert.Equal(await File.ReadAllBytesAsync(System.IO.Path.Combine(data, "pepper"), cancel), await File.ReadAllBytesAsync(System.IO.Path.Combine(again, "pepper"), cancel));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(secret));
        Assert.Contains("is whole", await Good("data", "verify", "--in", again), StringComparison.Ordinal);
        foreach ((string place, string action) in ((string, string)[])[(data, "data.backup"), (again, "data.restore")]) // from where a platform carries it to its audit log
        {
            using SqliteJournal journal = new(System.IO.Path.Combine(place, "journal.db"));
            JsonNode deed = JsonNode.Parse(Assert.Single(await journal.Read("audit/data", 0, cancel)).Body)!;
            Assert.Equal(action, (string?)deed["action"]);
            Assert.Contains(file, deed.ToJsonString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_cannot_be_noted_was_done_and_is_said()
    {
        (string data, string file) = (await Platform(), Path("noted.ntb"));
        using SqliteJournal journal = new(System.IO.Path.Combine(data, "journal.db"));
        using SqliteDataSource source = SqliteDataSource.OfFile(System.IO.Path.Combine(data, "journal.db"));
        using Microsoft.Data.Sqlite.SqliteConnection connection = source.OpenConnection();
        Sql.Execute(connection, "CREATE TRIGGER no_more BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'no more'); END"); // as an account that may only read
        Ran ran = await nt.Run(["data", "backup", file, "--from", data], cancel);
        Assert.Equal(0, ran.Code);
        Assert.Contains("not on the audit record", ran.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(file));
    }

    [Fact]
    public async Task Without_the_option_the_platform_s_own_variables_say_where()
    {
        nt.Variables["NeuralTrader__DataDirectory"] = await Platform();
        string text = await Good("data", "backup", Path("b.ntb"));
        Assert.Contains("The secret that keys are hashed with is not in it", text, StringComparison.Ordinal);
        Assert.Contains(nt.Variables["NeuralTrader__DataDirectory"], await Good("data", "move", "--to", Path("moved")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "it has no state.db", "data", "verify", "--in", "/nowhere/at/all")]
    [InlineData(1, "There is no file /nowhere/b.ntb", "data", "restore", "/nowhere/b.ntb", "--to", "/nowhere/else")]
    [InlineData(2, "--to is missing", "data", "move", "--from", "/nowhere")]
    [InlineData(1, "Failed to connect", "data", "verify", "--in", "Host=127.0.0.1;Port=1;Database=x;Username=x;Timeout=2")]
    [InlineData(1, "no connection string of PostgreSQL", "data", "verify", "--in", "Host=127.0.0.1;Colour=blue")]
    [InlineData(2, "file", "data", "backup")]
    public async Task What_cannot_be_done_is_said_in_a_sentence(int code, string sentence, params string[] words)
    {
        Ran ran = await nt.Run(words, cancel);
        Assert.Equal(code, ran.Code);
        Assert.Contains(sentence, ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_book_that_was_changed_by_hand_fails_with_its_name()
    {
        string data = await Platform();
        using (SqliteDataSource journal = SqliteDataSource.OfFile(System.IO.Path.Combine(data, "journal.db")))
        using (Microsoft.Data.Sqlite.SqliteConnection connection = journal.OpenConnection()) Sql.Execute(connection, "UPDATE journal SET body = '[]' WHERE seq = 2");
        Ran ran = await nt.Run(["data", "verify", "--in", data, "--json"], cancel);
        Assert.Equal(1, ran.Code);
        Assert.Contains("'portfolio/p' is damaged: entry 2", JsonNode.Parse(ran.Error)!["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Empty(ran.Out);
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task The_doctor_looks_at_directory_and_platform()
    {
        string data = await Platform();
        await using Fake fake = await Fake.Start((http, _) => Fake.Json(http, """{"state":"degraded"}"""));
        JsonNode found = JsonNode.Parse(await Good("doctor", "--in", data, "--url", fake.Url, "--json"))!;
        Assert.Equal("warn", found["verdict"]!.GetValue<string>());
        Dictionary<string, string> verdicts = found["findings"]!.AsArray().ToDictionary(one => one!["check"]!.GetValue<string>(), one => one!["verdict"]!.GetValue<string>());
        Assert.Equal(("ok", "ok", "warn", "ok"), (verdicts["Data directory"], verdicts["Pepper"], verdicts["Platform"], verdicts["Clock (platform)"]));
        File.SetUnixFileMode(System.IO.Path.Combine(data, "pepper"), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Ran ill = await nt.Run(["doctor", "--in", data], cancel);
        Assert.Equal(1, ill.Code);
        Assert.Contains("others can read the file `pepper`", ill.Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_says_what_is_wrong_with_a_database_without_its_password()
    {
        nt.Variables["ConnectionStrings__neuraltrader"] = "Host=127.0.0.1;Port=1;Database=x;Username=x;Password=very-secret";
        Ran ran = await nt.Run(["doctor"], cancel);
        Assert.Equal(1, ran.Code);
        Assert.Contains("Failed to connect", ran.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("very-secret", ran.Out + ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_looks_at_a_database_before_and_after_a_platform_moved_there()
    {
        string data = await Platform(), database = nt.Variables["ConnectionStrings__neuraltrader"] = await server.CreateDatabase(), secret = Path("secret.env");
        Assert.Equal("bad", await Verdict("Tables")); // there are none
        string moved = await Good("data", "move", "--from", data, "--pepper", secret);
        Assert.Contains(secret, moved, StringComparison.Ordinal);
        string line = await File.ReadAllTextAsync(secret, cancel);
        Assert.Equal("warn", await Verdict("Pepper"));
        nt.Variables["NeuralTrader__Security__Pepper"] = line.Split('=', 2)[1].Trim();
        foreach (string check in (string[])["Database", "Clock (database)", "Tables", "Durability", "Encryption", "Connections", "Pepper"]) Assert.Equal("ok", await Verdict(check));
        Assert.Contains("is not empty", (await nt.Run(["data", "move", "--from", data, "--to", database, "--pepper", secret], cancel)).Error, StringComparison.Ordinal);
        await File.WriteAllTextAsync(secret, "NeuralTrader__Security__Pepper=" + new string('x', 40), cancel);
        Assert.Contains("holds another secret", (await nt.Run(["data", "move", "--from", data, "--to", database, "--pepper", secret], cancel)).Error, StringComparison.Ordinal);
    }

    private async Task<string> Verdict(string check) => JsonNode.Parse((await nt.Run(["doctor", "--json"], cancel)).Out)!["findings"]!.AsArray()
        .Single(one => one!["check"]!.GetValue<string>() == check)!["verdict"]!.GetValue<string>();

    private string Path(string name) => System.IO.Path.Combine(nt.Config, name);

    private static string Hash(string json) => JsonNode.Parse(json)!["journal"]!["sha256"]!.GetValue<string>();

    private async Task<string> Good(params string[] words)
    {
        Ran ran = await nt.Run(words, cancel);
        Assert.True(ran.Code == 0, ran.Error);
        return ran.Out;
    }

    private async Task<string> Platform()
    {
        string path = Path("data");
        using DataDirectory directory = DataDirectory.Take(path);
        directory.Pepper();
        using (SqliteDataSource state = SqliteDataSource.OfFile(directory.StateFile)) SchemaScript.OrleansOnSqlite.Apply(state);
        BarStore.OnSqlite(directory.MarketsFile).Dispose();
        using SqliteJournal journal = new(directory.JournalFile);
        for (long seq = 1; seq <= 3; seq++) await journal.Append(new JournalEntry("portfolio/p", seq, null, null, DateTime.UnixEpoch, "{}", [new Posting("cash", "capital", seq)]), cancel);
        return path;
    }
}
