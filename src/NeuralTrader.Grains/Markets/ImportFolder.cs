namespace NeuralTrader.Grains.Markets;

/// <summary>The only folder below which files may be imported by path.</summary>
/// <param name="Path">Absolute; it need not be there yet.</param>
public sealed record ImportFolder(string Path)
{
    private const int MostLinks = 40; // as many as Linux follows; more are a ring

    /// <summary>The file or folder at a path, with every link on the way resolved.</summary>
    /// <param name="path">Relative to this folder, or absolute and below it; empty for the folder itself, there or not.</param>
    /// <returns>An absolute path; null, without telling which, for what is missing and what lies outside, by its name or behind a link.</returns>
    public string? Find(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal)) return null;
        string root = Plain(Path);
        string full = Plain(System.IO.Path.Combine(root, path));
        if (full == root) return root;
        if (!IsBelow(full, root)) return null;
        int links = 0;
        return Real(full, ref links) is { } real && Real(root, ref links) is { } home && IsBelow(real, home) && (File.Exists(real) || Directory.Exists(real)) ? real : null;
    }

    private static string? Real(string full, ref int links)
    {
        string real = System.IO.Path.GetPathRoot(full)!;
        foreach (string part in full[real.Length..].Split(System.IO.Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            string next = System.IO.Path.Combine(real, part);
            if (new FileInfo(next).LinkTarget is { } target)
            {
                if (++links > MostLinks || Real(System.IO.Path.GetFullPath(target, real), ref links) is not { } there) return null;
                next = there;
            }
            real = next;
        }
        return real;
    }

    private static bool IsBelow(string path, string folder) =>
        path.StartsWith(folder, StringComparison.Ordinal) && path.Length > folder.Length && path[folder.Length] == System.IO.Path.DirectorySeparatorChar;

    private static string Plain(string path) => System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
}
