using System.Globalization;
using System.Text;

namespace NeuralTrader.Domain.Security.Sanitizing;

/// <summary>A text that is being rewritten: remembers where each letter came from, and every change.</summary>
internal sealed class TextEdit
{
    private const int MostChanges = 200, LongestShown = 80;

    private readonly string source;
    private readonly List<int>? origins; // of every letter of the source its place in the text as given; null where that is the source
    private readonly StringBuilder text = new();
    private readonly List<int> from = [];
    private readonly List<TextChange> changes;
    private int end; // where the last change ended, in the text as given

    /// <summary>Begins with a text as it was given.</summary>
    public TextEdit(string source) => (this.source, changes) = (source, []);

    private TextEdit(TextEdit before)
    {
        (source, origins, changes, ChangeCount) = (before.text.ToString(), before.from, before.changes, before.ChangeCount);
        from.Capacity = source.Length;
    }

    /// <summary>What is being read.</summary>
    public string Source => source;

    /// <summary>How many changes there were, more than are kept.</summary>
    public int ChangeCount { get; private set; }

    /// <summary>The first changes, in the order of the text.</summary>
    public IReadOnlyList<TextChange> Changes => [.. changes.OrderBy(change => change.Position)];

    /// <summary>What has been written.</summary>
    public string Text => text.ToString();

    /// <summary>How long it is.</summary>
    public int Length => text.Length;

    /// <summary>Goes on with what has been written as the next thing to read.</summary>
    public TextEdit Next() => new(this);

    /// <summary>Lets a part stand as it is.</summary>
    public void Keep(int start, int length)
    {
        text.Append(source, start, length);
        for (int i = start; i < start + length; i++) from.Add(Origin(i));
    }

    /// <summary>Puts something in the place of a part.</summary>
    public void Replace(int start, int length, string by, string reason)
    {
        text.Append(by);
        for (int i = 0; i < by.Length; i++) from.Add(Origin(start));
        Note(start, length, by, reason);
    }

    /// <summary>Writes what is not a change worth telling, such as the end tag of an element that was left open.</summary>
    public void Add(int at, string by)
    {
        text.Append(by);
        for (int i = 0; i < by.Length; i++) from.Add(Origin(at));
    }

    /// <summary>Notes a change that is written by other calls.</summary>
    public void Note(int start, int length, string by, string reason)
    {
        int position = Origin(start), past = Origin(start + length);
        if (by.Length == 0 && changes is [.., { Inserted: "" } last] && last.Reason == reason && end == position && last.Removed.Length < LongestShown)
        {
            changes[^1] = last with { Removed = last.Removed + Shown(source.AsSpan(start, length)) };
            end = past;
            return;
        }
        ChangeCount++;
        end = past;
        if (changes.Count < MostChanges) changes.Add(new TextChange(position, Shown(source.AsSpan(start, length)), Shown(by), reason));
    }

    private int Origin(int place) => origins is null ? place : place < origins.Count ? origins[place] : origins.Count == 0 ? 0 : origins[^1] + 1;

    private static string Shown(ReadOnlySpan<char> text)
    {
        StringBuilder shown = new();
        foreach (char letter in text.Length > LongestShown ? text[..LongestShown] : text)
        {
            if (letter >= ' ' && (letter < '\u007F' || char.IsLetterOrDigit(letter))) shown.Append(letter);
            else shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
        }
        return text.Length > LongestShown ? shown.Append('…').ToString() : shown.ToString();
    }
}
