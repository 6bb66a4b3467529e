using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace NeuralTrader.Storage.Moving;

/// <summary>A part of a back-up file.</summary>
/// <param name="Name">The table.</param>
/// <param name="Rows">How many lines it has.</param>
/// <param name="Sha256">Of its lines, lower-case hexadecimal.</param>
/// <param name="Columns">The names of the values on each line.</param>
internal sealed record ArchivePart(string Name, long Rows, string Sha256, IReadOnlyList<string> Columns);

/// <summary>What a back-up file says of itself.</summary>
/// <param name="Format">The form of the file; raised when an older reader would misread it.</param>
/// <param name="Product">Who wrote it.</param>
/// <param name="CreatedAt">When, UTC.</param>
/// <param name="Forms">Versions of the tables' form that its rows have.</param>
/// <param name="Tables">Its parts.</param>
/// <param name="Journal">What its journals fold to.</param>
internal sealed record ArchiveManifest(
    int Format, string Product, DateTime CreatedAt, IReadOnlyDictionary<string, int> Forms, IReadOnlyList<ArchivePart> Tables, JournalSummary Journal)
{
    /// <summary>The form that this build writes and reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Its name in the file.</summary>
    public const string Name = "manifest.json";

    /// <summary>How it is written.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true, AllowDuplicateProperties = false };
}

/// <summary>
/// A back-up file: a zip of one part for each table, with a row on each line, and a manifest. Its comment, and with it the file, ends with the
/// SHA-256 of all bytes before, so that no byte can change unseen.
/// </summary>
/// <param name="file">Absolute.</param>
internal sealed class ArchivePlace(string file) : DataPlace
{
    /// <summary>What the file's comment begins with.</summary>
    public const string Seal = "sha256 of all bytes before: ";

    private const int SealedLength = 64; // hexadecimal

    /// <inheritdoc/>
    public override string Description => file;

    /// <summary>A part's name in the file.</summary>
    public static string Part(string table) => table + ".jsonl";

    /// <summary>The digest of all bytes but the last ones, and what the last ones say that it is.</summary>
    public static (string Found, string Noted) Digest(string file)
    {
        using FileStream stream = File.OpenRead(file);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[1 << 20];
        for (long left = stream.Length - SealedLength; left > 0;)
        {
            int read = stream.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            hash.AppendData(buffer, 0, read);
            left -= read;
        }
        byte[] seal = new byte[Math.Min(SealedLength, stream.Length)];
        stream.ReadExactly(seal);
        return (Convert.ToHexStringLower(hash.GetHashAndReset()), Encoding.Latin1.GetString(seal));
    }

    /// <summary>Puts the digest at the end of a finished file.</summary>
    public static void Close(string file)
    {
        byte[] seal = Encoding.ASCII.GetBytes(Digest(file).Found);
        using FileStream stream = new(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Seek(-SealedLength, SeekOrigin.End);
        stream.Write(seal);
        stream.Flush(flushToDisk: true);
    }

    /// <inheritdoc/>
    internal override DataSnapshot Read(bool alone)
    {
        if (!File.Exists(file)) throw new MovingException($"There is no file {file}.");
        try
        {
            return new ArchiveSnapshot(file);
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new MovingException($"{file} is no back-up file that can be read: {fault.Message}");
        }
    }

    /// <inheritdoc/>
    internal override Task<DataTarget> Receive(CancellationToken cancellationToken)
    {
        if (Path.Exists(file)) throw new MovingException($"{file} is there already: a back-up never replaces another one.");
        try
        {
            return Task.FromResult<DataTarget>(new ArchiveTarget(file));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new MovingException(string.Create(CultureInfo.InvariantCulture, $"{file} cannot be written: {fault.Message}"));
        }
    }
}
