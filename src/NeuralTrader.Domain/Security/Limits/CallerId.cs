namespace NeuralTrader.Domain.Security.Limits;

/// <summary>How callers whose limits hold for the whole cluster are named, and which of the keepers of buckets has theirs.</summary>
public static class CallerId
{
    /// <summary>Keepers of buckets.</summary>
    public const int Parts = 16;

    private const int Longest = 200;
    private const string Others = "._:/@-";

    /// <summary>Who calls with an API key.</summary>
    public static string OfKey(string keyId) => $"key:{keyId}";

    /// <summary>Who uses the console, signed in by an API key.</summary>
    public static string OfConsole(string keyId) => $"console:{keyId}";

    /// <summary>A name that somebody gave, if it can be one.</summary>
    /// <exception cref="InvalidInputException">It cannot.</exception>
    public static string Checked(string? id) =>
        id is { Length: > 0 and <= Longest } && id.All(letter => char.IsAsciiLetterOrDigit(letter) || Others.Contains(letter))
            ? id : throw Require.Invalid("id", id, $"1 to {Longest} characters of A–Z a–z 0–9 . _ : / @ -");

    /// <summary>The keeper of a caller's bucket, from 0; the same in every process and build.</summary>
    public static int PartOf(string id)
    {
        uint hash = 2_166_136_261; // FNV-1a
        foreach (char letter in id) hash = (hash ^ letter) * 16_777_619;
        return (int)((hash ^ (hash >> 16)) % Parts);
    }
}
