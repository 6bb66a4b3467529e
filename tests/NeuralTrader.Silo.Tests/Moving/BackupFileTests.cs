using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using NeuralTrader.Storage.Moving;
using static NeuralTrader.Silo.Tests.Moving.SamplePlatform;

namespace NeuralTrader.Silo.Tests.Moving;

/// <summary>What is done to a back-up file between its making and its use.</summary>
public sealed class BackupFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task One_changed_byte_anywhere_is_refused()
    {
        byte[] whole = await File.ReadAllBytesAsync(await Made(), cancel);
        string changed = folder.File("changed.ntb");
        Random random = new(4);
        int[] places = [0, 4, 30, whole.Length - 1, whole.Length - 64, whole.Length - 65, .. Enumerable.Range(0, 60).Select(_ => random.Next(whole.Length))];
        foreach (int place in places)
        {
            byte[] bytes = [.. whole];
            bytes[place] ^= 0x20;
            await File.WriteAllBytesAsync(changed, bytes, cancel);
            await Assert.ThrowsAsync<MovingException>(() => Verify(changed));
        }
        await Assert.ThrowsAsync<MovingException>(() => Copy(changed, folder.File("target")));
        foreach (int length in (int[])[0, 63, 64, 1000, whole.Length - 1])
        {
            await File.WriteAllBytesAsync(changed, whole[..length], cancel);
            await Assert.ThrowsAsync<MovingException>(() => Verify(changed));
        }
        Assert.False(Directory.Exists(folder.File("target")));
    }

    [Fact]
    public async Task A_changed_byte_in_a_part_is_said_to_be_there()
    {
        string file = await Made();
        byte[] bytes = await File.ReadAllBytesAsync(file, cancel);
        int at = bytes.AsSpan().IndexOf("market_chunk.jsonl"u8) + 500;
        bytes[at] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, cancel);
        Assert.Contains("The part market_chunk.jsonl", await Refusal(() => Verify(file)), StringComparison.Ordinal);
    }

    [Fact] // whoever knows the form can write all checksums anew; the chain is what remains
    public async Task A_forger_who_mends_all_checksums_is_refused_by_chain_and_heads()
    {
        string whole = await Made();
        Assert.Contains("lacks its part reminder.jsonl", await Forged(whole, "reminder", _ => null), StringComparison.Ordinal);
        Assert.Contains("'portfolio/growth' is damaged: entry 17", await Forged(whole, "journal", lines => Change(lines, "\"portfolio/growth\",17,", line => line.Replace("grün", "rot", StringComparison.Ordinal))), StringComparison.Ordinal);
        Assert.Contains("'portfolio/growth' is damaged: entry 19 follows entry 17", await Forged(whole, "journal", lines => Change(lines, "\"portfolio/growth\",18,", _ => null)), StringComparison.Ordinal);
        Assert.Contains("'portfolio/growth' is damaged: entry 1,", await Forged(whole, "posting", lines => Change(lines, "\"portfolio/growth\",1,", line => line.Replace("1.501", "1.601", StringComparison.Ordinal))), StringComparison.Ordinal);
        Assert.Contains("has no entry that it belongs to", await Forged(whole, "posting", lines => [.. lines, """["portfolio/none",1,0,"a","b","1"]"""]), StringComparison.Ordinal);
        Assert.Contains("Book portfolio/growth ends at entry 29", await Forged(whole, "journal", lines => Change(lines, "\"portfolio/growth\",30,", _ => null)), StringComparison.Ordinal); // it had no postings
        Assert.Contains("is not in one piece", await Forged(whole, "journal", lines => [.. lines, lines.First(line => line.StartsWith("[\"audit/live-trading\",3,", StringComparison.Ordinal))]), StringComparison.Ordinal);
        Assert.Contains("Line 1 of market_file is no row", await Forged(whole, "market_file", _ => ["{}"]), StringComparison.Ordinal);
        Assert.Contains("Line 1 of market_file is no row", await Forged(whole, "market_file", _ => ["""["a","b",1,2]"""]), StringComparison.Ordinal);
        Assert.Contains("format 2", await Reformed(whole, manifest => manifest["format"] = 2), StringComparison.Ordinal);
        Assert.Contains("version 99 of the journal tables", await Reformed(whole, manifest => manifest["forms"]!["journal"] = 99), StringComparison.Ordinal);
        Assert.Contains("a column secret", await Reformed(whole, manifest => manifest["tables"]![0]!["columns"]![0] = "secret"), StringComparison.Ordinal);
        Assert.Contains("says too little", await Reformed(whole, manifest => manifest.Remove("journal")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_a_build_before_the_chain_comes_back_with_the_chain_that_its_books_define()
    {
        string whole = await Made(), old = folder.File("old.ntb");
        File.Copy(whole, old);
        Tamper(old, "journal", lines => [.. lines.Select(line => line[..line.LastIndexOf(',')] + "]")], manifest =>
        {
            manifest["forms"]!["journal"] = 1;
            JsonArray columns = manifest["tables"]!.AsArray().Single(part => part!["name"]!.GetValue<string>() == "journal")!["columns"]!.AsArray();
            columns.RemoveAt(columns.Count - 1);
        });
        TransferReport restored = await Copy(old, folder.File("target"));
        Assert.Equal((await Verify(whole)).Tables, restored.Tables);
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task It_is_for_its_owners_eyes_and_never_holds_the_secret_of_the_keys()
    {
        string file = await Made();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        using ZipArchive zip = ZipFile.OpenRead(file);
        foreach (ZipArchiveEntry part in zip.Entries)
        {
            using MemoryStream text = new();
            using (Stream stream = part.Open()) await stream.CopyToAsync(text, cancel);
            Assert.Equal(-1, text.ToArray().AsSpan().IndexOf(Pepper));
            Assert.Equal(-1, text.ToArray().AsSpan().IndexOf(Encoding.ASCII.GetBytes(Convert.ToBase64String(Pepper))));
        }
    }

    private async Task<string> Made()
    {
        string file = folder.File("made.ntb");
        await Backup(await Make(folder), file);
        return file;
    }

    private Task<string> Reformed(string whole, Action<JsonObject> change) => Forged(whole, "reminder", lines => lines, change);

    private async Task<string> Forged(string whole, string table, Func<string[], string[]?> change, Action<JsonObject>? manifest = null)
    {
        string file = folder.File("forged.ntb");
        File.Copy(whole, file, overwrite: true);
        Tamper(file, table, change, manifest);
        string sentence = await Refusal(() => Verify(file));
        Assert.Equal(sentence, await Refusal(() => Copy(file, folder.File("target"))));
        Assert.False(Directory.Exists(folder.File("target")));
        return sentence;
    }

    // Changes a part, and mends the manifest and the seal.
    private static void Tamper(string file, string table, Func<string[], string[]?> change, Action<JsonObject>? more)
    {
        using (ZipArchive zip = ZipFile.Open(file, ZipArchiveMode.Update))
        {
            string[]? lines = change(Text(zip, table + ".jsonl").Split('\n', StringSplitOptions.RemoveEmptyEntries));
            JsonObject manifest = JsonNode.Parse(Text(zip, "manifest.json"))!.AsObject();
            zip.GetEntry(table + ".jsonl")!.Delete();
            if (lines is not null)
            {
                string text = string.Concat(lines.Select(line => line + "\n"));
                Write(zip, table + ".jsonl", text);
                JsonNode part = manifest["tables"]!.AsArray().Single(one => one!["name"]!.GetValue<string>() == table)!;
                (part["rows"], part["sha256"]) = (lines.Length, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
            }
            more?.Invoke(manifest);
            zip.GetEntry("manifest.json")!.Delete();
            Write(zip, "manifest.json", manifest.ToJsonString());
        }
        ArchivePlace.Close(file);
    }

    private static string[] Change(string[] lines, string start, Func<string, string?> change) =>
        [.. lines.Select(line => line.StartsWith("[" + start, StringComparison.Ordinal) ? change(line) : line).OfType<string>()];

    private static string Text(ZipArchive zip, string part)
    {
        using StreamReader reader = new(zip.GetEntry(part)!.Open());
        return reader.ReadToEnd();
    }

    private static void Write(ZipArchive zip, string part, string text)
    {
        using StreamWriter writer = new(zip.CreateEntry(part).Open());
        writer.Write(text);
    }
}
