using System.CommandLine;
using NeuralTrader.Cli.Output;
using NeuralTrader.Storage.Hosting;
using NeuralTrader.Storage.Moving;

namespace NeuralTrader.Cli.Verbs;

/// <summary>`nt data`: moves, backs up, restores and audits what a platform keeps. Works on files and databases by itself; no platform is asked.</summary>
internal static class DataVerbs
{
    private const string PepperFile = "neuraltrader-pepper.env";
    private static readonly TimeSpan Long = TimeSpan.FromDays(1);

    public static Command Create() => new("data", "Move, back up, restore and audit what a platform keeps; works on the files or the database itself.")
    {
        Move(), Backup(), Restore(), Verify(),
    };

    private static Verb Move()
    {
        Option<string?> from = LocalPlaces.Option("--from", "Where everything is; the platform's own data directory by default"), to = LocalPlaces.Option("--to", "An empty place; the database of the environment by default");
        Option<string?> pepper = new("--pepper") { Description = $"File to write the secret to that keys are hashed with, for the new platform's environment; ./{PepperFile} by default.", HelpName = "file" };
        Verb verb = new("move", "Copy a stopped platform to another place, whole and proved; the old place stays as it is.")
        {
            Examples = ["nt data move --to 'Host=127.0.0.1;Database=neuraltrader;Username=nt'", "nt data move --from ~/.local/share/neuraltrader --to 'Host=db;Database=neuraltrader;Username=nt'"],
            Patience = Long,
            Work = async session =>
            {
                string target = session.Get(to) ?? LocalPlaces.Database(session) ?? throw ProblemException.Usage("--to is missing; allowed: a connection string of PostgreSQL, or a directory that is not there yet.");
                (DataPlace source, DataPlace there) = (LocalPlaces.Place(session.Get(from) ?? LocalPlaces.Directory(session)), LocalPlaces.Place(target));
                byte[]? secret = source.Pepper();
                string file = Path.GetFullPath(session.Get(pepper) ?? PepperFile);
                bool isWritten = secret is not null && there.NeedsPepper;
                if (isWritten) WritePepper(file, secret!); // before anything is moved: a platform without it knows no key
                Show(session, await Transfer.Watch(session, (progress, cancel) => DataTransfer.Copy(source, there, alone: true, null, progress, cancel)));
                await Note(session, there, "data.move", source, there);
                if (session.IsJson) return;
                if (isWritten) session.Page.Line($"Keys go on working with the old secret: {file} sets it in the new platform's environment. Put it away with the database's password.");
                else if (secret is null) session.Page.Line($"Keys go on working with the old platform's {PepperText.Key}, which lies in its configuration: give the new one the same.");
            },
        };
        foreach (Option option in (Option[])[from, to, pepper]) verb.Add(option);
        return verb;
    }

    private static Verb Backup()
    {
        Argument<string> file = Ask.Text("file", "The file to make; it must not be there yet.");
        Option<string?> from = LocalPlaces.Option("--from", "Where everything is; the platform's own place by default");
        Option<string?> pepper = new("--pepper") { Description = "File to write the secret to that keys are hashed with. It is never in the back-up itself: who has both could guess keys.", HelpName = "file" };
        Verb verb = new("backup", "Write everything into one checked file, while the platform runs.")
        {
            Examples = ["nt data backup monday.ntb", "nt data backup --from ~/.local/share/neuraltrader --pepper monday-pepper.env monday.ntb"],
            Patience = Long,
            Work = async session =>
            {
                DataPlace source = LocalPlaces.Place(LocalPlaces.Of(session, from)), there = DataPlace.BackupFile(session.Get(file));
                byte[]? secret = source.Pepper();
                if (session.Get(pepper) is { } secretFile)
                    WritePepper(Path.GetFullPath(secretFile), secret ?? throw ProblemException.Usage($"{source.Description} has no secret of its own: it lies in the platform's configuration. Leave --pepper out."));
                Show(session, await Transfer.Watch(session, (progress, cancel) => DataTransfer.Copy(source, there, alone: false, null, progress, cancel)));
                await Note(session, source, DataDeed.Backup, source, there);
                if (!session.IsJson && secret is not null && session.Get(pepper) is null)
                    session.Page.Line("The secret that keys are hashed with is not in it: without a copy of the file `pepper` the keys must be made anew.");
            },
        };
        verb.Add(file);
        verb.Add(from);
        verb.Add(pepper);
        return verb;
    }

    private static Verb Restore()
    {
        Argument<string> file = Ask.Text("file", "A file that `nt data backup` made.");
        Option<string?> to = LocalPlaces.Option("--to", "An empty place; the platform's own by default");
        Option<string?> pepper = new("--pepper") { Description = "File with the secret that keys are hashed with, for a data directory; a platform on PostgreSQL has it in its environment.", HelpName = "file" };
        Verb verb = new("restore", "Bring a back-up file back into an empty place, whole and proved.")
        {
            Examples = ["nt data restore monday.ntb --to 'Host=127.0.0.1;Database=neuraltrader;Username=nt'", "nt data restore monday.ntb --to /srv/neuraltrader --pepper monday-pepper.env"],
            Patience = Long,
            Work = async session =>
            {
                DataPlace from = DataPlace.BackupFile(session.Get(file)), there = LocalPlaces.Place(LocalPlaces.Of(session, to));
                byte[]? secret = session.Get(pepper) is { } secretFile ? PepperText.ReadFile(secretFile) : null;
                Show(session, await Transfer.Watch(session, (progress, cancel) => DataTransfer.Copy(from, there, alone: false, secret, progress, cancel)));
                await Note(session, there, "data.restore", from, there);
                if (!session.IsJson && secret is null)
                    session.Page.Line($"Keys work again with the secret they were hashed with: {(there.NeedsPepper ? $"{PepperText.Key} in the configuration" : "put the file `pepper` back into the directory before the first start")}.");
            },
        };
        verb.Add(file);
        verb.Add(to);
        verb.Add(pepper);
        return verb;
    }

    private static Verb Verify()
    {
        Option<string?> place = LocalPlaces.Option("--in", "Where, or a back-up file; the platform's own place by default");
        Verb verb = new("verify", "Read everything and check it: books without gaps, chains that fold, money that balances. Fails with the first fault.")
        {
            Examples = ["nt data verify", "nt data verify --in monday.ntb", "nt data verify --in 'Host=127.0.0.1;Database=neuraltrader;Username=nt' --json"],
            Patience = Long,
            Work = async session =>
                Show(session, await Transfer.Watch(session, (progress, cancel) => DataTransfer.Verify(LocalPlaces.Place(LocalPlaces.Of(session, place)), progress, cancel))),
        };
        verb.Add(place);
        return verb;
    }

    // In the place that goes on, from where its platform carries it to the audit log. What cannot be noted was done all the same, and is said.
    private static async Task Note(Session session, DataPlace where, string action, DataPlace from, DataPlace to)
    {
        DataDeed deed = new(action, $"{Environment.UserName} on {Environment.MachineName}", from.Description, to.Description);
        if (await DataRecord.Note(where, deed, session.CancellationToken) is { } why) session.Shell.Notes.Line($"It is not on the audit record: {why}");
    }

    private static void WritePepper(string file, byte[] pepper)
    {
        if (File.Exists(file) && !PepperText.ReadFile(file).AsSpan().SequenceEqual(pepper)) throw new MovingException($"{file} holds another secret: name another file with --pepper.");
        PepperText.WriteFile(file, pepper);
    }

    private static void Show(Session session, TransferReport report)
    {
        if (session.IsJson)
        {
            session.PrintJson(report);
            return;
        }
        Page page = session.Page;
        page.Table(report.Tables, new("Table", table => table.Name), new("Rows", table => Figures.Whole(table.Rows), Look.Right), new("SHA-256", table => table.Sha256, Short: table => table.Sha256[..16] + "…"));
        page.Grid(
            ("Books", Figures.Whole(report.Journal.Books)), ("Entries", Figures.Whole(report.Journal.Entries)), ("Postings", Figures.Whole(report.Journal.Postings)),
            ("Journals' hash", report.Journal.Sha256));
        page.Good(report.To is { } there ? $"All of {report.From} is in {there}, row by row the same." : $"{report.From} is whole: books without gaps, chains that fold, money that balances.");
    }
}
