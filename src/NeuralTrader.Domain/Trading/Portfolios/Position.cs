using NeuralTrader.Domain.Ledger;

namespace NeuralTrader.Domain.Trading.Portfolios;

/// <summary>Units of one purchase (or short sale) that are still held.</summary>
/// <param name="Quantity">Positive when long, negative when short.</param>
/// <param name="Cost">What they cost in all, without commission; negative when short (what they brought).</param>
/// <param name="OpenedAt">Market time of the fill.</param>
[GenerateSerializer, Immutable, Alias("lot")]
public readonly record struct Lot(decimal Quantity, decimal Cost, DateTime OpenedAt);

/// <summary>What a portfolio holds of one instrument: lots, first in first out, all long or all short.</summary>
/// <param name="symbol">The instrument.</param>
/// <param name="currency">ISO 4217 code that costs are rounded in.</param>
public sealed class Position(string symbol, string currency)
{
    private readonly Queue<Lot> lots = new();
    private Lot? oldest; // the lot that closing trades take from; taken out of the queue because it shrinks

    /// <summary>The instrument.</summary>
    public string Symbol { get; } = symbol;

    /// <summary>Units held; negative when short.</summary>
    public decimal Quantity { get; private set; }

    /// <summary>Cost of the units held, without commission; negative when short.</summary>
    public decimal CostBasis { get; private set; }

    /// <summary>Profit of closed units so far, before commission.</summary>
    public decimal RealisedPnl { get; private set; }

    /// <summary>Market time up to which splits and dividends are booked; that of the newest order, fill, split or dividend.</summary>
    public DateTime ActionsThrough { get; private set; }

    /// <summary>Market date up to which borrow fees are charged; that of the newest fill or fee.</summary>
    public DateTime BorrowedThrough { get; private set; }

    /// <summary>Units traded in <see cref="Session"/>, net; positive when bought.</summary>
    public decimal SessionQuantity { get; private set; }

    /// <summary>Cash that flowed for this instrument in <see cref="Session"/>: positive when received.</summary>
    public decimal SessionCash { get; private set; }

    /// <summary>Market date of the newest fill or cash flow.</summary>
    public DateTime Session { get; private set; }

    /// <summary>The bar that filled last, and how many units were taken from it.</summary>
    public (DateTime Time, decimal Quantity) TakenFrom { get; private set; }

    /// <summary>The lots, oldest first.</summary>
    public IEnumerable<Lot> Lots => oldest is { } first ? lots.Prepend(first) : lots;

    /// <summary>How many lots there are.</summary>
    public int LotCount => lots.Count + (oldest is null ? 0 : 1);

    /// <summary>Books a fill.</summary>
    /// <param name="quantity">Positive when bought, negative when sold.</param>
    /// <param name="value">Cash paid (bought) or received (sold), positive, without commission.</param>
    /// <param name="commission">Not negative.</param>
    /// <param name="time">Market time of the fill.</param>
    /// <returns>The profit of the units it closed, before commission.</returns>
    internal decimal Trade(decimal quantity, decimal value, decimal commission, DateTime time)
    {
        InSession(time, quantity, quantity > 0 ? -value - commission : value - commission);
        decimal left = quantity, realised = 0, valueLeft = value;
        while (left != 0 && Quantity != 0 && decimal.Sign(left) != decimal.Sign(Quantity))
        {
            Lot lot = oldest ?? lots.Dequeue();
            decimal closed = decimal.Min(decimal.Abs(left), decimal.Abs(lot.Quantity)) * decimal.Sign(left);
            decimal price = closed == left ? valueLeft : Currency.Round(Units.Share(value, closed, quantity), currency);
            decimal cost = closed == -lot.Quantity ? lot.Cost : Currency.Round(Units.Share(lot.Cost, -closed, lot.Quantity), currency);
            realised += quantity < 0 ? price - cost : -cost - price;
            (left, valueLeft) = (left - closed, valueLeft - price);
            (Quantity, CostBasis) = (Quantity + closed, CostBasis - cost);
            oldest = lot.Quantity == -closed ? null : new Lot(lot.Quantity + closed, lot.Cost - cost, lot.OpenedAt);
        }
        if (left != 0)
        {
            decimal cost = left > 0 ? valueLeft : -valueLeft;
            lots.Enqueue(new Lot(left, cost, time));
            (Quantity, CostBasis) = (Quantity + left, CostBasis + cost);
        }
        RealisedPnl += realised;
        TakenFrom = (time, decimal.Abs(quantity) + (TakenFrom.Time == time ? TakenFrom.Quantity : 0));
        BorrowedThrough = Later(BorrowedThrough, time);
        StartFrom(time);
        return realised;
    }

    /// <summary>Splits and dividends up to this time concern the instrument's earlier holders.</summary>
    internal void StartFrom(DateTime time) => ActionsThrough = Later(ActionsThrough, time);

    /// <summary>Multiplies the units of every lot, the newest taking what rounding leaves; costs stay.</summary>
    internal void Split(decimal ratio, DateTime exDate)
    {
        InSession(exDate, 0, 0);
        StartFrom(exDate);
        Lot[] held = [.. Lots];
        if (held.Length == 0) return;
        int sign = decimal.Sign(Quantity);
        decimal left = Units.Down(Quantity * ratio);
        oldest = null;
        lots.Clear();
        Quantity = 0;
        for (int i = 0; i < held.Length; i++)
        {
            decimal units = i < held.Length - 1 ? Units.Down(held[i].Quantity * ratio) : left;
            if (decimal.Sign(units) != sign) units = sign * Units.Smallest; // a lot that was paid for does not vanish
            lots.Enqueue(held[i] with { Quantity = units });
            (Quantity, left) = (Quantity + units, left - units);
        }
    }

    /// <summary>Notes a dividend.</summary>
    /// <param name="cash">Positive when received.</param>
    /// <param name="exDate">First date without it.</param>
    internal void Dividend(decimal cash, DateTime exDate)
    {
        InSession(exDate, 0, cash);
        StartFrom(exDate);
    }

    /// <summary>Notes a borrow fee.</summary>
    /// <param name="fee">Not negative.</param>
    /// <param name="through">Market date it is charged up to.</param>
    internal void Borrow(decimal fee, DateTime through)
    {
        InSession(through, 0, -fee);
        BorrowedThrough = Later(BorrowedThrough, through);
    }

    private static DateTime Later(DateTime a, DateTime b) => a > b ? a : b;

    private void InSession(DateTime time, decimal quantity, decimal cash)
    {
        if (time.Date > Session) (Session, SessionQuantity, SessionCash) = (time.Date, 0, 0);
        SessionQuantity += quantity;
        SessionCash += cash;
    }
}
