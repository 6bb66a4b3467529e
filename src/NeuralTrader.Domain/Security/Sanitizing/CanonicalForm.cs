using System.Globalization;
using System.Reflection;
using System.Text;

namespace NeuralTrader.Domain.Security.Sanitizing;

/// <summary>
/// Normalization form C (UAX #15) by tables of our own: the platform runs without ICU, and <see cref="string.Normalize()"/> then gives every text back
/// as it is.
/// </summary>
internal static class CanonicalForm
{
    private const int HangulFirst = 0xAC00, LeadFirst = 0x1100, VowelFirst = 0x1161, TrailBefore = 0x11A7, Leads = 19, Vowels = 21, Trails = 28;

    private static readonly Dictionary<int, int[]> Parts = [];
    private static readonly Dictionary<(int, int), int> Whole = [];
    private static readonly Dictionary<int, byte> Classes = [];
    private static readonly HashSet<int> Seconds = [];

    static CanonicalForm()
    {
        using Stream table = Assembly.GetExecutingAssembly().GetManifestResourceStream("canonical.txt") ?? throw new InvalidOperationException("canonical.txt is not embedded.");
        using StreamReader lines = new(table);
        while (lines.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            int equals = line.IndexOf('=');
            if (equals < 0) Class(line);
            else Decomposition(Hex(line.AsSpan(0, equals)), line[(equals + 1)..]);
        }
    }

    /// <summary>The text with its letters composed and its marks in order; the same object where nothing is to do.</summary>
    /// <param name="text">Well-formed UTF-16 with few marks in a row.</param>
    public static string Compose(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange('\0', '\u02FF')) return text;
        List<int> letters = Decomposed(text);
        Order(letters);
        string composed = Composed(letters);
        return composed == text ? text : composed;
    }

    /// <summary>Whether a letter may join with the one before it, so that no text is cut there.</summary>
    public static bool Joins(Rune letter) => Joins(letter.Value);

    private static bool Joins(int letter) =>
        letter >= 0x300 && (Classes.ContainsKey(letter) || Seconds.Contains(letter) || letter is (>= VowelFirst and < VowelFirst + Vowels) or (> TrailBefore and < TrailBefore + Trails)
            || (Parts.TryGetValue(letter, out int[]? parts) && Joins(parts[0]))); // U+0F75 is a starter made of marks

    private static List<int> Decomposed(string text)
    {
        List<int> letters = new(text.Length);
        foreach (Rune letter in text.EnumerateRunes()) Decompose(letter.Value, letters);
        return letters;
    }

    private static void Decompose(int letter, List<int> letters)
    {
        int syllable = letter - HangulFirst;
        if (syllable is >= 0 and < Leads * Vowels * Trails)
        {
            letters.Add(LeadFirst + (syllable / (Vowels * Trails)));
            letters.Add(VowelFirst + (syllable % (Vowels * Trails) / Trails));
            if (syllable % Trails != 0) letters.Add(TrailBefore + (syllable % Trails));
        }
        else if (Parts.TryGetValue(letter, out int[]? parts))
            foreach (int part in parts) Decompose(part, letters);
        else letters.Add(letter);
    }

    // Marks of a run by their class, those of one class as they stand.
    private static void Order(List<int> letters)
    {
        for (int start = 0; start < letters.Count; start++)
        {
            int end = start;
            while (end < letters.Count && Class(letters[end]) != 0) end++;
            if (end - start > 1)
            {
                int[] sorted = [.. letters.GetRange(start, end - start).OrderBy(Class)];
                for (int i = 0; i < sorted.Length; i++) letters[start + i] = sorted[i];
            }
            start = Math.Max(start, end - 1);
        }
    }

    private static string Composed(List<int> letters)
    {
        List<int> done = new(letters.Count);
        int starter = -1, last = -1; // where the letter stands that marks may join, and the class of what stands between
        foreach (int letter in letters)
        {
            int rank = Class(letter);
            if (starter >= 0 && last < rank && Join(done[starter], letter) is { } joined) done[starter] = joined;
            else if (starter >= 0 && last == 0 && rank == 0 && starter == done.Count - 1 && Join(done[starter], letter) is { } next) done[starter] = next;
            else
            {
                if (rank == 0) starter = done.Count;
                last = rank == 0 ? -1 : rank;
                done.Add(letter);
            }
        }
        StringBuilder text = new(done.Count);
        foreach (int letter in done) text.Append(new Rune(letter).ToString());
        return text.ToString();
    }

    private static int? Join(int first, int second)
    {
        int lead = first - LeadFirst, vowel = second - VowelFirst, syllable = first - HangulFirst, trail = second - TrailBefore;
        if (lead is >= 0 and < Leads && vowel is >= 0 and < Vowels) return HangulFirst + (((lead * Vowels) + vowel) * Trails);
        if (syllable is >= 0 and < Leads * Vowels * Trails && syllable % Trails == 0 && trail is > 0 and < Trails) return first + trail;
        return Whole.TryGetValue((first, second), out int whole) ? whole : null;
    }

    private static int Class(int letter) => Classes.GetValueOrDefault(letter);

    private static void Class(string line)
    {
        int dash = line.IndexOf('-'), colon = line.IndexOf(':');
        for (int letter = Hex(line.AsSpan(0, dash)), last = Hex(line.AsSpan((dash + 1)..colon)); letter <= last; letter++)
            Classes[letter] = byte.Parse(line.AsSpan(colon + 1), CultureInfo.InvariantCulture);
    }

    private static void Decomposition(int letter, string parts)
    {
        bool isOneWay = parts.EndsWith('!');
        int[] split = [.. parts.TrimEnd('!').Split(' ').Select(part => Hex(part))];
        Parts[letter] = split;
        if (isOneWay || split.Length != 2) return;
        Whole[(split[0], split[1])] = letter;
        Seconds.Add(split[1]);
    }

    private static int Hex(ReadOnlySpan<char> text) => int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
