using System.Text.Json;
using NeuralTrader.Cli.Output;
using NeuralTrader.Client.Json;

namespace NeuralTrader.Cli.Connection;

/// <summary>What `nt login` keeps, in a file that its owner alone can read.</summary>
/// <param name="Url">Where the platform is.</param>
/// <param name="Key">The key to it.</param>
internal sealed record SavedLogin(string Url, string? Key)
{
    public static string PathIn(string configDirectory) => Path.Combine(configDirectory, "neuraltrader", "nt.json");

    /// <summary>What was saved; null when nothing was.</summary>
    /// <exception cref="ProblemException">The file is not what `nt login` writes.</exception>
    public static SavedLogin? Load(string configDirectory)
    {
        string path = PathIn(configDirectory);
        if (!File.Exists(path)) return null;
        try
        {
            return JsonSerializer.Deserialize<SavedLogin>(File.ReadAllBytes(path), WireJson.Options);
        }
        catch (JsonException)
        {
            throw ProblemException.Usage($"{path} is not what `nt login` writes; log in again or delete it.");
        }
    }

    /// <summary>Saves it; a reader never sees half of it.</summary>
    public string Save(string configDirectory)
    {
        string path = PathIn(configDirectory), folder = Path.GetDirectoryName(path)!, next = $"{path}.{Environment.ProcessId}";
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        File.Delete(next); // an old file would keep its old mode
        using (FileStream file = new(next, options)) JsonSerializer.Serialize(file, this, WireJson.Options);
        File.Move(next, path, overwrite: true);
        return path;
    }

    /// <summary>Hides the key from logs.</summary>
    public override string ToString() => Url;
}
