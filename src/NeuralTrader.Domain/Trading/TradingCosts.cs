using System.Numerics;

namespace NeuralTrader.Domain.Trading;

/// <summary>Which terms of a cost model apply.</summary>
public enum CostModel
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A sum that does not depend on the price: per order for commissions, per unit for slippage.</summary>
    Fixed = 1,

    /// <summary>A fraction of the price.</summary>
    Percentage = 2,

    /// <summary>Grows with the quantity: per unit for commissions, with the share of the bar's volume for slippage.</summary>
    VolumeBased = 3,

    /// <summary>All terms together.</summary>
    Combined = 4,
}

/// <summary>What a broker charges for one fill.</summary>
/// <param name="Model">Which of the terms apply.</param>
/// <param name="PerOrder">Charged once, with an order's first fill; in the account's currency.</param>
/// <param name="Fraction">Part of the traded value: 0.001 is ten basis points.</param>
/// <param name="PerUnit">Charged for each unit traded; in the account's currency.</param>
/// <param name="Minimum">The least an order's first fill costs; in the account's currency.</param>
[GenerateSerializer, Immutable, Alias("commission")]
public sealed record Commission(
    CostModel Model = CostModel.None, decimal PerOrder = 0, decimal Fraction = 0, decimal PerUnit = 0, decimal Minimum = 0);

/// <summary>How far a fill's price moves against the trader.</summary>
/// <param name="Model">Which of the terms apply.</param>
/// <param name="PerUnit">Price points, in the account's currency.</param>
/// <param name="Fraction">Part of the price.</param>
/// <param name="VolumeImpact">κ in price · κ · quantity / volume: the part of the price paid for taking a whole bar's volume.</param>
[GenerateSerializer, Immutable, Alias("slippage")]
public sealed record Slippage(
    CostModel Model = CostModel.None, decimal PerUnit = 0, decimal Fraction = 0, decimal VolumeImpact = 0);

/// <summary>All that trading costs beside the price; the same for back-tests and for paper trading.</summary>
/// <param name="Commission">What the broker charges.</param>
/// <param name="Slippage">How far fills move against the trader.</param>
/// <param name="HalfSpread">Half of the bid–ask spread as a fraction of the price, paid by every order that takes liquidity.</param>
/// <param name="BorrowRateAnnual">Yearly fee for borrowed units, a fraction of their value, charged by actual days over 365.</param>
/// <param name="MaxParticipation">The largest part of one bar's volume that may be filled, in (0, 1]; null for no such limit.</param>
[GenerateSerializer, Immutable, Alias("trading-costs")]
public sealed record TradingCosts(
    Commission? Commission = null, Slippage? Slippage = null, decimal HalfSpread = 0, decimal BorrowRateAnnual = 0, decimal? MaxParticipation = null)
{
    private const decimal MostMoney = 1_000_000_000m;

    /// <summary>What is assumed where a caller says nothing of costs: ten basis points of slippage and no commission.</summary>
    public static TradingCosts Usual { get; } = new(Slippage: new Slippage(CostModel.Percentage, Fraction: 0.001m));

    /// <summary>Trading is free and fills are complete.</summary>
    public static TradingCosts Free { get; } = new();

    /// <summary>Refuses negative rates and rates above the whole price.</summary>
    /// <exception cref="InvalidInputException">A term is out of range.</exception>
    public TradingCosts Validated()
    {
        if (Commission is { } fee)
        {
            Require.Between(fee.PerOrder, 0m, MostMoney, "commission.perOrder");
            Require.Between(fee.Fraction, 0m, 1m, "commission.fraction");
            Require.Between(fee.PerUnit, 0m, MostMoney, "commission.perUnit");
            Require.Between(fee.Minimum, 0m, MostMoney, "commission.minimum");
        }
        if (Slippage is { } slip)
        {
            Require.Between(slip.PerUnit, 0m, MostMoney, "slippage.perUnit");
            Require.Between(slip.Fraction, 0m, 0.5m, "slippage.fraction");
            Require.Between(slip.VolumeImpact, 0m, 10m, "slippage.volumeImpact");
        }
        Require.Between(HalfSpread, 0m, 0.5m);
        Require.Between(BorrowRateAnnual, 0m, 10m);
        if (MaxParticipation is { } share && share is <= 0 or > 1)
            throw Require.Invalid(nameof(MaxParticipation), MaxParticipation, "a number above 0 and at most 1, or null");
        return this;
    }

    /// <summary>The same costs in the number type of an engine.</summary>
    public CostRates<T> In<T>()
        where T : struct, INumber<T>
    {
        Commission fee = Commission ?? new Commission();
        Slippage slip = Slippage ?? new Slippage();
        return new CostRates<T>(
            PerOrder: Term(fee.PerOrder, fee.Model, CostModel.Fixed),
            ValueFraction: Term(fee.Fraction, fee.Model, CostModel.Percentage),
            PerUnit: Term(fee.PerUnit, fee.Model, CostModel.VolumeBased),
            Minimum: fee.Model == CostModel.None ? T.Zero : T.CreateChecked(fee.Minimum),
            SlipPerUnit: Term(slip.PerUnit, slip.Model, CostModel.Fixed),
            SlipFraction: Term(slip.Fraction, slip.Model, CostModel.Percentage),
            SlipVolumeImpact: Term(slip.VolumeImpact, slip.Model, CostModel.VolumeBased),
            HalfSpread: T.CreateChecked(HalfSpread),
            BorrowPerDay: T.CreateChecked(BorrowRateAnnual) / T.CreateChecked(365),
            MaxParticipation: T.CreateChecked(MaxParticipation ?? 0));

        static T Term(decimal value, CostModel chosen, CostModel needed) =>
            chosen == needed || chosen == CostModel.Combined ? T.CreateChecked(value) : T.Zero;
    }
}

/// <summary>Costs as plain numbers, terms that do not apply being 0; what the fill engine reads.</summary>
/// <typeparam name="T">decimal where money is booked, double where it is simulated.</typeparam>
/// <param name="PerOrder">Commission with an order's first fill.</param>
/// <param name="ValueFraction">Commission as a fraction of the traded value.</param>
/// <param name="PerUnit">Commission per unit.</param>
/// <param name="Minimum">Least commission of an order's first fill.</param>
/// <param name="SlipPerUnit">Slippage in price points.</param>
/// <param name="SlipFraction">Slippage as a fraction of the price.</param>
/// <param name="SlipVolumeImpact">κ of the volume-based slippage.</param>
/// <param name="HalfSpread">Half spread as a fraction of the price.</param>
/// <param name="BorrowPerDay">Borrow fee per calendar day as a fraction of the borrowed value.</param>
/// <param name="MaxParticipation">Largest part of a bar's volume per fill; 0 for no limit.</param>
public readonly record struct CostRates<T>(
    T PerOrder, T ValueFraction, T PerUnit, T Minimum,
    T SlipPerUnit, T SlipFraction, T SlipVolumeImpact, T HalfSpread, T BorrowPerDay, T MaxParticipation)
    where T : struct, INumber<T>
{
    /// <summary>The commission of one fill, never negative.</summary>
    /// <param name="quantity">Units traded, positive.</param>
    /// <param name="price">Price per unit.</param>
    /// <param name="isFirstFill">True for the first fill of its order.</param>
    public T Commission(T quantity, T price, bool isFirstFill)
    {
        T running = (quantity * price * ValueFraction) + (quantity * PerUnit);
        return isFirstFill ? T.Max(running + PerOrder, Minimum) : running;
    }

    /// <summary>How far the price moves against a trader who takes liquidity, never negative.</summary>
    /// <param name="price">Price before costs.</param>
    /// <param name="quantity">Units traded, positive.</param>
    /// <param name="volume">Units that the whole bar traded; 0 where unknown, which leaves the volume term out. More than a thousand bars' volume costs as a thousand.</param>
    public T PriceMove(T price, T quantity, T volume)
    {
        T fraction = SlipFraction + HalfSpread;
        if (volume > T.Zero) fraction += SlipVolumeImpact * T.Min(quantity / volume, T.CreateChecked(1000));
        return SlipPerUnit + (price * fraction);
    }
}
