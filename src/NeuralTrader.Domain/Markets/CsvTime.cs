namespace NeuralTrader.Domain.Markets;

/// <summary>Dates and times of a text file.</summary>
internal static class CsvTime
{
    /// <summary>What <see cref="TryParse"/> takes, in words.</summary>
    public const string Allowed = "not a date: yyyy-MM-dd or yyyyMMdd, with an optional time HH:mm[:ss[.fffffff]] and Z or ±hh:mm, years 1700 to 2200";

    /// <summary>A date, or a date with a time behind a T or a blank.</summary>
    /// <param name="field">UTF-8.</param>
    /// <param name="ticks">The time as written, or as UTC where the text carries an offset.</param>
    /// <param name="zoned">True when the text carries Z or an offset.</param>
    /// <param name="hasTime">True when a time of day is written.</param>
    public static bool TryParse(ReadOnlySpan<byte> field, out long ticks, out bool zoned, out bool hasTime)
    {
        (zoned, hasTime) = (false, false);
        field = CsvText.Trim(field);
        if (!TryDate(ref field, out ticks)) return false;
        if (field.IsEmpty) return true;
        if (field[0] is not ((byte)'T' or (byte)'t' or (byte)' ')) return false;
        hasTime = true;
        field = field[1..];
        if (!TryClock(ref field, out long clock)) return false;
        ticks += clock;
        if (field.IsEmpty) return true;
        zoned = true;
        return TryOffset(field, ref ticks);
    }

    /// <summary>A time of day alone: HHmmss, HHmm, HH:mm[:ss[.fffffff]].</summary>
    public static bool TryTimeOfDay(ReadOnlySpan<byte> field, out long ticks)
    {
        field = CsvText.Trim(field);
        return TryClock(ref field, out ticks) && field.IsEmpty;
    }

    private static bool TryDate(ref ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        int dash = text.Length > 4 && text[4] == '-' ? 1 : 0;
        int length = 8 + (2 * dash);
        if (text.Length < length || (dash == 1 && text[7] != '-')) return false;
        int year = Digits(text[..4]), month = Digits(text.Slice(4 + dash, 2)), day = Digits(text.Slice(6 + (2 * dash), 2));
        if (year is < 1700 or > 2200 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        ticks = new DateTime(year, month, day).Ticks;
        text = text[length..];
        return true;
    }

    private static bool TryClock(ref ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        int colon = text.Length > 2 && text[2] == ':' ? 1 : 0;
        if (text.Length < 4 + colon) return false;
        int hour = Digits(text[..2]), minute = Digits(text.Slice(2 + colon, 2)), second = 0;
        text = text[(4 + colon)..];
        if (colon == 1 ? text.Length >= 3 && text[0] == ':' : text.Length >= 2 && char.IsAsciiDigit((char)text[0]))
        {
            second = Digits(text.Slice(colon, 2));
            text = text[(2 + colon)..];
        }
        if (hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59) return false;
        ticks = (hour * TimeSpan.TicksPerHour) + (minute * TimeSpan.TicksPerMinute) + (second * TimeSpan.TicksPerSecond);
        if (text.IsEmpty || text[0] != '.') return true;
        text = text[1..];
        int digits = 0;
        for (long unit = TimeSpan.TicksPerSecond / 10; !text.IsEmpty && char.IsAsciiDigit((char)text[0]); unit /= 10, digits++, text = text[1..])
            ticks += unit * (text[0] - '0'); // digits past the seventh are finer than a tick: unit is 0
        return digits > 0;
    }

    private static bool TryOffset(ReadOnlySpan<byte> text, ref long ticks)
    {
        if (text.Length == 1) return text[0] is (byte)'Z' or (byte)'z';
        if (text.Length < 3 || text[0] is not ((byte)'+' or (byte)'-')) return false;
        int colon = text.Length == 6 && text[3] == ':' ? 1 : 0;
        int hours = Digits(text.Slice(1, 2)), minutes = text.Length == 3 ? 0 : text.Length == 5 + colon ? Digits(text.Slice(3 + colon, 2)) : -1;
        if (hours is < 0 or > 14 || minutes is < 0 or > 59) return false;
        long offset = (hours * TimeSpan.TicksPerHour) + (minutes * TimeSpan.TicksPerMinute);
        ticks -= text[0] == '-' ? -offset : offset;
        return true;
    }

    // −1 when one of them is no digit.
    private static int Digits(ReadOnlySpan<byte> text)
    {
        int value = 0;
        foreach (byte character in text)
        {
            uint digit = (uint)(character - '0');
            if (digit > 9) return -1;
            value = (value * 10) + (int)digit;
        }
        return value;
    }
}
