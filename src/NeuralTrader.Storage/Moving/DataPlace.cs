using System.Data.Common;

namespace NeuralTrader.Storage.Moving;

/// <summary>Where everything that a platform keeps is: a data directory with SQLite's files, a PostgreSQL database, or a back-up file.</summary>
public abstract class DataPlace
{
    /// <summary>Where it is, in words and without a password.</summary>
    public abstract string Description { get; }

    /// <summary>The place that a text names: a connection string with <c>Host=</c> in it, a file that is there, else a directory.</summary>
    /// <exception cref="MovingException">It is none of them.</exception>
    public static DataPlace Of(string text)
    {
        if (!IsConnection(text)) return File.Exists(text) ? BackupFile(text) : new DirectoryPlace(Path.GetFullPath(text));
        try
        {
            return new DatabasePlace(new(text));
        }
        catch (ArgumentException fault)
        {
            throw new MovingException($"It is no connection string of PostgreSQL: {fault.Message}");
        }
    }

    /// <summary>A back-up file, there or to be made.</summary>
    public static DataPlace BackupFile(string file) => new ArchivePlace(Path.GetFullPath(file));

    /// <summary>The secret that API keys are hashed with, where it lies beside the data; null where it is configured elsewhere.</summary>
    public virtual byte[]? Pepper() => null;

    /// <summary>Whether a platform on this place must be told that secret by its configuration.</summary>
    public virtual bool NeedsPepper => false;

    /// <summary>Why the place cannot be read by this build, in a sentence; null where it can.</summary>
    public string? Fault()
    {
        try
        {
            Read(alone: false).Dispose();
            return null;
        }
        catch (MovingException fault)
        {
            return fault.Message;
        }
    }

    /// <summary>Opens all that is there as it is now.</summary>
    /// <param name="alone">True to refuse a place that a running platform has; it cannot be started on a directory until this is let go.</param>
    /// <exception cref="MovingException">It cannot be read, is of another build's form, or is in use.</exception>
    internal abstract DataSnapshot Read(bool alone);

    /// <summary>Makes the place ready to take everything, all of it or nothing.</summary>
    /// <exception cref="MovingException">It is not empty, is in use, or cannot be written.</exception>
    internal abstract Task<DataTarget> Receive(CancellationToken cancellationToken);

    /// <summary>Opens the journal to add to it, beside a running platform or not.</summary>
    /// <exception cref="MovingException">It cannot be opened, or the place has none to add to.</exception>
    internal virtual OpenedJournal OpenJournal() => throw new MovingException($"{Description} takes no further entries.");

    private static bool IsConnection(string text)
    {
        try
        {
            DbConnectionStringBuilder parts = new() { ConnectionString = text };
            return parts.ContainsKey("Host") || parts.ContainsKey("Server");
        }
        catch (ArgumentException)
        {
            return false; // a path has no keys
        }
    }
}

/// <summary>A place that takes everything in one go. Letting go of it before <see cref="Commit"/> leaves nothing behind.</summary>
internal abstract class DataTarget : IDisposable
{
    /// <summary>Takes the rows of one table.</summary>
    public abstract IRowSink Open(PlatformTable table);

    /// <summary>Takes the secret that API keys are hashed with, where the place has one of its own; a database keeps its fingerprint alone, a back-up file nothing.</summary>
    public virtual void Keep(ReadOnlySpan<byte> pepper)
    {
    }

    /// <summary>What was taken, read back.</summary>
    /// <param name="tables">What the source had.</param>
    /// <param name="journal">What its journals fold to.</param>
    public abstract DataSnapshot Written(IReadOnlyList<TableDigest> tables, JournalSummary journal);

    /// <summary>Makes it last.</summary>
    public abstract void Commit();

    /// <summary>Lets go of it.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of it.</summary>
    protected abstract void Dispose(bool disposing);
}

/// <summary>Takes rows of a table in its order.</summary>
internal interface IRowSink : IDisposable
{
    /// <summary>Takes one.</summary>
    void Add(object?[] row);

    /// <summary>There are no more.</summary>
    void Complete();
}
