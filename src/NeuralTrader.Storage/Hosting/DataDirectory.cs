using System.Security.Cryptography;

namespace NeuralTrader.Storage.Hosting;

/// <summary>The one directory that holds everything a single-process platform keeps, for its owner's eyes only. One process has it at a time.</summary>
public sealed class DataDirectory : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly FileStream mine;

    private DataDirectory(string path, FileStream mine) => (Path, this.mine) = (path, mine);

    /// <summary>Absolute.</summary>
    public string Path { get; }

    /// <summary>Orleans' grain state and reminders.</summary>
    public string StateFile => Private("state.db");

    /// <summary>The books.</summary>
    public string JournalFile => Private("journal.db");

    /// <summary>Bars, ticks and instruments.</summary>
    public string MarketsFile => Private("markets.db");

    /// <summary>Holds the first API key until its owner deletes it.</summary>
    public string FirstKeyFile => File("first-api-key");

    /// <summary>Where the directory lies unless <c>NeuralTrader:DataDirectory</c> says otherwise: the user's own application data.</summary>
    public static string Default
    {
        get
        {
            string own = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            return own.Length > 0
                ? System.IO.Path.Combine(own, "neuraltrader")
                : throw new StartupException("There is no home directory to keep data in: name a directory with --data-dir or NEURALTRADER__DATADIRECTORY.");
        }
    }

    /// <summary>Makes the directory where it is missing, and takes it for this process.</summary>
    /// <exception cref="StartupException">It cannot be made or written, or another process has it.</exception>
    public static DataDirectory Take(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(full);
            else Directory.CreateDirectory(full, OwnerOnly | UnixFileMode.UserExecute);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The data directory {full} cannot be made: {fault.Message}");
        }
        string marker = System.IO.Path.Combine(full, "lock");
        try
        {
            return new DataDirectory(full, new FileStream(marker, Options(FileMode.OpenOrCreate)));
        }
        catch (UnauthorizedAccessException)
        {
            throw new StartupException($"The data directory {full} cannot be written by this user: change its owner, or name another with --data-dir.");
        }
        catch (IOException fault)
        {
            throw new StartupException(System.IO.File.Exists(marker)
                ? $"The data directory {full} is in use by another process: stop that one first, or name another directory with --data-dir."
                : $"The data directory {full} cannot be written: {fault.Message}");
        }
    }

    /// <summary>The platform's own secret, made the first time: 32 random bytes that API keys are hashed with.</summary>
    public byte[] Pepper()
    {
        string file = File("pepper");
        if (System.IO.File.Exists(file))
        {
            byte[] known = System.IO.File.ReadAllBytes(file);
            return known.Length == SHA256.HashSizeInBytes ? known : throw new StartupException($"{file} is damaged: put back the copy from the backup, or delete it and make new API keys.");
        }
        byte[] pepper = RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes);
        WriteSecret(file, pepper);
        return pepper;
    }

    /// <summary>Writes a file that only its owner may read, whole or not at all.</summary>
    public static void WriteSecret(string file, ReadOnlySpan<byte> content)
    {
        string half = file + ".new";
        using (FileStream stream = new(half, Options(FileMode.Create)))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }
        System.IO.File.Move(half, file, overwrite: true);
    }

    /// <summary>Lets another process have it.</summary>
    public void Dispose() => mine.Dispose();

    // SQLite gives its log the rights of the file, so the file is made before SQLite does.
    private string Private(string name)
    {
        string file = File(name);
        if (!System.IO.File.Exists(file)) new FileStream(file, Options(FileMode.OpenOrCreate)).Dispose();
        return file;
    }

    private string File(string name) => System.IO.Path.Combine(Path, name);

    private static FileStreamOptions Options(FileMode mode)
    {
        FileStreamOptions options = new() { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        return options;
    }
}
