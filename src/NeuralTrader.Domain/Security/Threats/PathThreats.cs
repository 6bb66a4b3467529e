namespace NeuralTrader.Domain.Security.Threats;

/// <summary>Steps out of a folder, and names of files that only the system itself has.</summary>
internal static class PathThreats
{
    private static readonly ThreatRule
        Parent = Rule("parent-folder", "Leaves the folder that the file should be in."),
        SystemFile = Rule("system-file", "Names a file of the system."),
        Drive = Rule("drive", "Names a place on a drive instead of a file."),
        Share = Rule("network-share", "Names a share on another machine, which is told who asks."),
        FileAddress = Rule("file-address", "Is an address of a file on the machine that reads it.");

    private static readonly string[] SystemFiles =
    [
        "/etc/passwd", "/etc/shadow", "/etc/hosts", "/etc/group", "/etc/issue", "/proc/self", "/proc/version", "/boot.ini", "/win.ini", "/windows/system32",
        "/winnt/", "/.ssh/", "/.env", "/.git/", "/.htaccess", "/.htpasswd", "/web-inf", "/server.xml", "/web.config", "/var/log/",
    ];

    public static void Find(ref ThreatReport report)
    {
        ReadOnlySpan<char> text = report.Text;
        for (int i = text.IndexOfAny('/', '\\'); i >= 0; i = Next(text, i))
        {
            int dots = i;
            while (dots > 0 && i - dots < 8 && text[dots - 1] == '.') dots--;
            bool isDouble = i + 1 < text.Length && IsSeparator(text[i + 1]);
            // "../" as a step by itself, and "....//", which filters make into one
            if ((i - dots == 2 && StartsStep(text, dots)) || (i - dots > 2 && isDouble && text[i] == text[i + 1])) report.Add(Parent, dots, i + 1);
            else if (i + 2 < text.Length && text[i + 1] == '.' && text[i + 2] == '.' && (i + 3 == text.Length || IsSeparator(text[i + 3]) || text[i + 3] is '%' or '\0')) report.Add(Parent, i, i + 3);
            if (i > 0 && text[i - 1] == ':' && !isDouble && i + 1 < text.Length && i > 1 && char.IsAsciiLetter(text[i - 2]) && (i == 2 || !char.IsLetterOrDigit(text[i - 3])))
                report.Add(Drive, i - 2, i + 1);
            if (text[i] == '\\' && isDouble && text[i + 1] == '\\' && (i == 0 || text[i - 1] <= ' ') && i + 2 < text.Length && char.IsAsciiLetterOrDigit(text[i + 2]) && text[(i + 2)..].Contains('\\'))
                report.Add(Share, i, i + 2);
            if (isDouble && i >= 5 && text[..i].EndsWith("file:", StringComparison.OrdinalIgnoreCase)) report.Add(FileAddress, i - 5, i + 2);
            foreach (string file in SystemFiles)
                if (Matches(text[i..], file)) report.Add(SystemFile, i, i + file.Length);
        }
    }

    private static bool StartsStep(ReadOnlySpan<char> text, int dots) =>
        dots == 0 || IsSeparator(text[dots - 1]) || (!char.IsLetterOrDigit(text[dots - 1]) && text[dots - 1] is not '.');

    private static bool Matches(ReadOnlySpan<char> text, string file)
    {
        if (text.Length < file.Length) return false;
        for (int i = 0; i < file.Length; i++)
            if (file[i] == '/' ? !IsSeparator(text[i]) : (text[i] < 128 ? char.ToLowerInvariant(text[i]) : text[i]) != file[i]) return false;
        return true;
    }

    private static bool IsSeparator(char letter) => letter is '/' or '\\' or '\u2215' or '\u2216';

    private static int Next(ReadOnlySpan<char> text, int after)
    {
        int next = text[(after + 1)..].IndexOfAny('/', '\\');
        return next < 0 ? -1 : after + 1 + next;
    }

    private static ThreatRule Rule(string name, string explanation) => new(ThreatKind.PathTraversal, name, explanation);
}
