using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Cli.Output;
using NeuralTrader.Domain.Security.Audit;
using NeuralTrader.Storage.Moving;

namespace NeuralTrader.Cli.Verbs;

/// <summary>`nt audit`: show, verify, export and clear the audit log.</summary>
internal static class AuditVerbs
{
    private const string ExportRoute = "api/v1/security/audit.jsonl";
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(30);

    public static Command Create() => new("audit", "Who did what, when, and how it went; and whether that record is whole. Needs an admin's key.")
    {
        AuditShowVerb.Create(), Verify(), Head(), Export(), Clear(),
    };

    private static Verb Verify()
    {
        Option<string?> place = new("--in")
        {
            Description = "An export, an archive, a back-up file, a data directory or a database, read without a platform; the running platform's own log by default.", HelpName = "place",
        };
        Option<string?> trust = new("--trust") { Description = "A file that `nt audit head` wrote earlier, or the public key alone: what the log is held against.", HelpName = "file" };
        Verb verb = new("verify", "Check every entry, signature and day of the log, and that nothing was cut off. Fails where anything is wrong.")
        {
            Examples = ["nt audit verify --trust audit-head.json", "nt audit verify --in audit.jsonl --trust audit-head.json", "nt audit verify --in monday.ntb --trust audit-head.json"],
            Patience = Long,
            Work = async session =>
            {
                AuditTrust? trusted = session.Get(trust) is { } file ? AuditTrust.Parse(await File.ReadAllTextAsync(file, session.CancellationToken)) : null;
                string? where = session.Get(place);
                AuditReport report = where is null
                    ? await session.Ask<VerifyAuditLogRequest, AuditReport>(new VerifyAuditLogRequest(trusted?.Heads))
                    : await AuditLogFile.Verify(where, trusted, session.CancellationToken);
                if (!report.IsWhole) session.Outcome = ExitCode.Refused;
                if (session.IsJson) session.PrintJson(report);
                else Show(session.Page, report, believesItself: where is not null && trusted is null);
            },
        };
        verb.Add(place);
        verb.Add(trust);
        return verb;
    }

    private static Verb Head()
    {
        Option<string?> file = new("--out") { Description = "File to write it to; standard output by default.", HelpName = "file" };
        Verb verb = new("head", "A signed statement of how far the log has come, with the public key. Kept elsewhere, it shows later that nothing was cut off.")
        {
            Examples = ["nt audit head --out audit-head.json"],
            Work = async session =>
            {
                AuditLoggerState state = await session.Ask<InitAuditLoggerRequest, AuditLoggerState>(new InitAuditLoggerRequest());
                byte[] line = new AuditExportHeader(AuditExportHeader.Current, state.PublicKeys, state.Head).ToLine();
                if (session.Get(file) is not { } path)
                {
                    session.Shell.Out.Write(System.Text.Encoding.UTF8.GetString(line));
                    return;
                }
                await File.WriteAllBytesAsync(path, line, session.CancellationToken);
                if (!session.IsJson) session.Page.Good($"{path}: {Place(state.Head?.End)}, signed by the key {state.KeyId}.");
            },
        };
        verb.Add(file);
        return verb;
    }

    private static Verb Export()
    {
        Argument<string> file = Ask.Text("file", "The file to write, lines of JSON.");
        Option<DateTime?> before = Ask.Time("--before", "Only days before this one.");
        Verb verb = new("export", "Write the log to a file with its chain and signatures, so that it can be verified anywhere.")
        {
            Examples = ["nt audit export audit.jsonl", "nt audit export january.jsonl --before 2026-02-01"],
            Patience = Long,
            Work = async session =>
            {
                string sha256 = await Fetch(session, session.Get(file), session.Get(before));
                if (!session.IsJson) session.Page.Good($"{session.Get(file)}: {Figures.Bytes(new FileInfo(session.Get(file)).Length)}, SHA-256 of its entries {sha256}.");
            },
        };
        verb.Add(file);
        verb.Add(before);
        return verb;
    }

    private static Verb Clear()
    {
        Option<DateTime?> before = Ask.Time("--before", "Days before this one, UTC.");
        before.Required = true;
        Option<string> reason = new("--reason") { Description = "Why, in 3 to 500 characters; it goes on record.", Required = true };
        Option<string?> file = new("--out") { Description = "The archive to write here first; the platform's data directory by default.", HelpName = "file" };
        Verb verb = new("clear", "Move whole days into an archive and remove them. The log tells of it, and the archive verifies like the log.")
        {
            Examples = ["nt audit clear --before 2026-01-01 --reason \"Kept for a year\" --out 2025.jsonl"],
            Patience = Long,
            Work = async session =>
            {
                string? sha256 = session.Get(file) is { } path ? await Fetch(session, path, session.Get(before)) : null;
                await session.Show(new ClearAuditLogRequest(session.Get(before)!.Value, session.Get(reason)!, sha256), (AuditCleared cleared) =>
                {
                    if (cleared.Books.Count == 0) session.Page.Line("There is nothing so old.");
                    else session.Page.Good($"{Figures.Whole(cleared.Entries)} entries of {Figures.Whole(cleared.Books.Count)} books are in {session.Get(file) ?? cleared.Archive} and no longer in the log; SHA-256 {cleared.ArchiveSha256}.");
                });
            },
        };
        verb.Add(before);
        verb.Add(reason);
        verb.Add(file);
        return verb;
    }

    // Writes the export, and answers the digest of its entries: of all lines but the first.
    private static async Task<string> Fetch(Session session, string path, DateTime? before)
    {
        string day = before is { } time ? string.Create(CultureInfo.InvariantCulture, $"?before={time:yyyy-MM-dd}") : "";
        using HttpResponseMessage answer = await session.Gateway.Fetch(ExportRoute + day, session.CancellationToken);
        string part = $"{path}.part";
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            await using (Stream body = await answer.Content.ReadAsStreamAsync(session.CancellationToken))
            await using (FileStream file = File.Create(part))
            {
                byte[] buffer = new byte[1 << 16];
                bool isHeader = true;
                while (await body.ReadAsync(buffer, session.CancellationToken) is > 0 and int read)
                {
                    ReadOnlyMemory<byte> got = buffer.AsMemory(0, read);
                    await file.WriteAsync(got, session.CancellationToken);
                    if (isHeader)
                    {
                        int end = got.Span.IndexOf((byte)'\n');
                        if (end < 0) continue;
                        (got, isHeader) = (got[(end + 1)..], false);
                    }
                    hash.AppendData(got.Span);
                }
                file.Flush(flushToDisk: true);
            }
            File.Move(part, path, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Show(Page page, AuditReport report, bool believesItself)
    {
        page.Grid(
            ("Books", Figures.Whole(report.Books)), ("Entries", Figures.Whole(report.Entries)), ("Events", Figures.Whole(report.Events)),
            ("From", Figures.Time(report.First)), ("To", Figures.Time(report.EndedAt)), ("Ends at", Place(report.End)),
            ("Cleared", Figures.Whole(report.Cleared)), ("Held against", $"{Figures.Whole(report.Heads)} signed heads"), ("Keys", string.Join(' ', report.KeyIds)));
        foreach (AuditFault fault in report.Faults) page.Bad($"{fault.Kind}: {fault.Book}: {fault.Sentence}");
        if (report.FaultCount > report.Faults.Count) page.Bad($"… and {Figures.Whole(report.FaultCount - report.Faults.Count)} more.");
        if (believesItself) page.Warn("Checked by the keys that the file itself names: that shows slips, and not what somebody made up. --trust names a key from elsewhere.");
        if (report.IsWhole) page.Good("The log is whole: every entry is in its place and signed, every day follows the one before, and nothing is cut off.");
        else page.Bad("The log is not what was written.");
    }

    private static string Place(AuditEnd? end) => end is null ? "–" : FormattableString.Invariant($"entry {end.Seq} of {end.Book}");
}
