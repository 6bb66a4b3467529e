namespace NeuralTrader.Domain.Markets;

/// <summary>Turns times on an exchange's wall clock into UTC, remembering the offset of the quarter hour it last saw.</summary>
internal sealed class ExchangeClock(TimeZoneInfo? zone)
{
    private long quarterSeen = -1;
    private long offset;
    private bool skipped;

    /// <summary>The time in UTC; an hour that occurs twice is read as its second, standard-time pass.</summary>
    /// <param name="local">Ticks on the wall clock.</param>
    /// <param name="utc">Ticks in UTC.</param>
    /// <returns>False for a time that the clocks skip in spring.</returns>
    public bool TryUtc(long local, out long utc)
    {
        utc = local;
        if (zone is null) return true;
        // Offsets change on quarter hours at the finest; a quarter is looked up once.
        long quarter = local / (15 * TimeSpan.TicksPerMinute);
        if (quarter != quarterSeen)
        {
            DateTime wall = new(local, DateTimeKind.Unspecified);
            (quarterSeen, skipped, offset) = (quarter, zone.IsInvalidTime(wall), zone.GetUtcOffset(wall).Ticks);
        }
        utc = local - offset;
        return !skipped;
    }
}
