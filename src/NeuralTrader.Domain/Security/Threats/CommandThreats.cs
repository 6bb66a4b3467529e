using System.Buffers;
using System.Collections.Frozen;

namespace NeuralTrader.Domain.Security.Threats;

/// <summary>Programs that a shell would start: behind ; | &amp; and line breaks, inside backticks and $( ).</summary>
internal static class CommandThreats
{
    private const int MostSkipped = 32;

    private static readonly ThreatRule
        Chained = Rule("chained-command", "Ends a shell's command and starts another."),
        Substituted = Rule("command-substitution", "Is run by a shell, and its output put in its place."),
        Redirected = Rule("system-program", "Names a program by its place in the system.");

    // Names that are no words of a language...
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Programs = Set(
        "ls cp mv rm wget curl netstat ifconfig ipconfig whoami uname passwd chmod chown chgrp nslookup traceroute tracert telnet ssh scp ftp tftp nc ncat netcat socat bash zsh ksh csh " +
        "dash powershell pwsh cmd cmd.exe perl python python3 ruby php node lua awk gawk sed grep egrep xargs crontab iptables systeminfo tasklist taskkill wmic regsvr32 rundll32 certutil " +
        "bitsadmin mshta schtasks vssadmin printenv nohup phpinfo base64 xxd lynx busybox pwd ps df du dd tar gzip unzip mkdir rmdir sysctl printf getent chroot sudo");

    // ... and those that are, which must show more.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Words = Set(
        "id cat dir env set net type time find sort more less who echo sleep test exit read host ping kill sh top cut head tail date touch copy del move start at vi man mail dig tee source " +
        "eval exec export history last man mount nice reboot shutdown halt service su open run");

    private static readonly SearchValues<char> Separators = SearchValues.Create(";|&`$\n\r");

    public static void Find(ref ThreatReport report)
    {
        ReadOnlySpan<char> text = report.Text;
        for (int i = text.IndexOfAny(Separators); i >= 0; i = Next(text, i))
        {
            switch (text[i])
            {
                case '$':
                    if (i + 2 < text.Length && text[i + 1] == '(' && (char.IsAsciiLetter(text[i + 2]) || text[i + 2] is '/' or '<' or '(' or '{')) report.Add(Substituted, i, i + 3);
                    break;
                case '`':
                    if (Command(text, i + 1, out int end) && Closes(text, end)) report.Add(Substituted, i, end);
                    break;
                default:
                    if (Command(text, i + 1, out int past)) report.Add(Chained, i, past);
                    break;
            }
        }
        if (text.StartsWith("/bin/", StringComparison.Ordinal) || text.StartsWith("/usr/bin/", StringComparison.Ordinal)) report.Add(Redirected, 0, Math.Min(text.Length, 16));
    }

    // A command that begins here, and where its name ends.
    private static bool Command(ReadOnlySpan<char> text, int start, out int end)
    {
        int i = start;
        while (i < text.Length && i - start < MostSkipped && (text[i] is ' ' or '\t' or '"' or '\'' or '\\' or '(' or '{' or '|' or '&')) i++;
        int blanks = i - start, name = i;
        bool isPath = false;
        while (i < text.Length && (char.IsAsciiLetterOrDigit(text[i]) || text[i] is '/' or '_' or '.' or '-' or '\\' or '\'' or '"') && i - name < 64)
        {
            if (text[i] == '/' && i > name - 1 && text[name] == '/')
            {
                isPath = true;
                start = i + 1;
            }
            i++;
        }
        end = i;
        ReadOnlySpan<char> word = text[(isPath ? start : name)..i].TrimEnd("'\"\\.");
        if (word.IsEmpty) return false;
        if (isPath && Programs.Contains(word) | Words.Contains(word)) return true;
        if (Programs.Contains(word)) return IsBoundary(text, i);
        return Words.Contains(word) && ShowsMore(text, name + word.Length, blanks);
    }

    // A word of the language is a command when an option, a path, a number or the shell's own signs follow, or when it stands tight between separators.
    private static bool ShowsMore(ReadOnlySpan<char> text, int after, int blanks)
    {
        if (after >= text.Length) return blanks == 0;
        if (text[after] is ';' or '|' or '&' or '`' or '\r' or '\n' or '>' or '<' or ')' or '\0') return blanks == 0 || text[after] is '`' or '|' or '>' or '<';
        if (text[after] is not (' ' or '\t' or '$' or '{' or '%' or '+')) return false;
        int argument = after;
        while (argument < text.Length && text[argument] is ' ' or '\t' or '+') argument++;
        if (argument >= text.Length) return blanks == 0 && text[after] != ' ';
        return text[argument] switch
        {
            '-' => argument + 1 < text.Length && char.IsAsciiLetter(text[argument + 1]),
            '/' or '\\' or '>' or '<' or '$' or '*' or '~' or '%' => argument + 1 < text.Length && text[argument + 1] > ' ',
            _ => blanks == 0 && char.IsAsciiDigit(text[argument]),
        };
    }

    private static bool IsBoundary(ReadOnlySpan<char> text, int end) => end >= text.Length || !(char.IsLetterOrDigit(text[end]) || text[end] is '_');

    private static bool Closes(ReadOnlySpan<char> text, int from) => text[from..].Contains('`');

    private static int Next(ReadOnlySpan<char> text, int after)
    {
        int next = text[(after + 1)..].IndexOfAny(Separators);
        return next < 0 ? -1 : after + 1 + next;
    }

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Set(string names) =>
        names.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private static ThreatRule Rule(string name, string explanation) => new(ThreatKind.CommandInjection, name, explanation);
}
