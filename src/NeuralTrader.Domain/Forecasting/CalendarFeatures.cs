namespace NeuralTrader.Domain.Forecasting;

/// <summary>Which parts of the calendar a network is told.</summary>
[Flags]
public enum CalendarParts
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The hour of the day.</summary>
    Hour = 1,

    /// <summary>The day of the week.</summary>
    Weekday = 2,

    /// <summary>The day of the month.</summary>
    MonthDay = 4,

    /// <summary>The day of the year.</summary>
    YearDay = 8,
}

/// <summary>Times as points on circles, so that midnight follows eleven and January December: a sine and a cosine for every part.</summary>
public static class CalendarFeatures
{
    /// <summary>How many numbers the parts make.</summary>
    /// <param name="parts">Which.</param>
    public static int Count(CalendarParts parts) => 2 * int.PopCount((int)parts);

    /// <summary>Writes the numbers of one time.</summary>
    /// <param name="time">UTC.</param>
    /// <param name="parts">Which parts, in the order of their declaration.</param>
    /// <param name="features">Out, shape [<see cref="Count"/>], each from −1 to 1: sine and cosine of 2π times the part of the cycle that is over.</param>
    public static void Write(DateTime time, CalendarParts parts, Span<float> features)
    {
        int i = 0;
        if (parts.HasFlag(CalendarParts.Hour)) Add(time.TimeOfDay.TotalDays, features, ref i);
        if (parts.HasFlag(CalendarParts.Weekday)) Add((int)time.DayOfWeek / 7.0, features, ref i);
        if (parts.HasFlag(CalendarParts.MonthDay)) Add((time.Day - 1.0) / DateTime.DaysInMonth(time.Year, time.Month), features, ref i);
        if (parts.HasFlag(CalendarParts.YearDay)) Add((time.DayOfYear - 1.0) / (DateTime.IsLeapYear(time.Year) ? 366 : 365), features, ref i);
    }

    private static void Add(double turn, Span<float> features, ref int i)
    {
        (double sine, double cosine) = Math.SinCos(2 * Math.PI * turn);
        features[i++] = (float)sine;
        features[i++] = (float)cosine;
    }
}
