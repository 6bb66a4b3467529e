using System.Text;

namespace NeuralTrader.Storage.Hosting;

/// <summary>
/// The secret that API keys are hashed with, as configuration writes it: any text, whose UTF-8 bytes it is, or <c>base64:</c> and the bytes of a data
/// directory's own file.
/// </summary>
public static class PepperText
{
    /// <summary>Configuration's name for it.</summary>
    public const string Key = "NeuralTrader:Security:Pepper";

    /// <summary>The fewest characters, or bytes behind <c>base64:</c>.</summary>
    public const int Shortest = 32;

    private const string Bytes = "base64:";
    private const string Variable = "NeuralTrader__Security__Pepper=";

    /// <summary>The secret of a configured text; null where none is configured.</summary>
    /// <exception cref="StartupException">It is too short, or what follows <c>base64:</c> is none.</exception>
    public static byte[]? Parse(string? text)
    {
        if (text is null or "") return null;
        if (!text.StartsWith(Bytes, StringComparison.Ordinal))
            return text.Length >= Shortest ? Encoding.UTF8.GetBytes(text) : throw new StartupException($"{Key} is too short; allowed: a secret of at least {Shortest} characters.");
        byte[] pepper = new byte[text.Length];
        if (!Convert.TryFromBase64String(text[Bytes.Length..], pepper, out int length)) throw new StartupException($"{Key} begins with {Bytes} and goes on with what is no Base64.");
        return length >= Shortest ? pepper[..length] : throw new StartupException($"{Key} is too short; allowed: at least {Shortest} bytes as Base64.");
    }

    /// <summary>Writes a secret as a line that sets it in the environment, into a file that only its owner may read.</summary>
    public static void WriteFile(string file, ReadOnlySpan<byte> pepper) =>
        DataDirectory.WriteSecret(file, Encoding.ASCII.GetBytes($"{Variable}{Bytes}{Convert.ToBase64String(pepper)}\n"));

    /// <summary>The secret of such a file.</summary>
    /// <exception cref="StartupException">It is no such file.</exception>
    public static byte[] ReadFile(string file)
    {
        string text = File.ReadAllText(file).Trim();
        return text.StartsWith(Variable, StringComparison.Ordinal) && Parse(text[Variable.Length..]) is { } pepper
            ? pepper : throw new StartupException($"{file} has no line that begins with {Variable}.");
    }
}
