using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;

namespace NeuralTrader.Abstractions.Risk;

/// <summary>A series to compare: the closes of a stored instrument, or values that the caller brings along.</summary>
/// <param name="Symbol">The instrument; null where values are given.</param>
/// <param name="Values">Oldest first, finite; null where a symbol is given.</param>
/// <param name="Interval">Which bars to read.</param>
/// <param name="From">First bar; null for the oldest.</param>
/// <param name="To">Last bar; null for the newest.</param>
/// <param name="Last">Newest values used; null for all.</param>
[GenerateSerializer, Immutable, Alias("risk.warp-series")]
public sealed record WarpSeries(
    string? Symbol = null, double[]? Values = null, BarInterval Interval = BarInterval.Day, DateTime? From = null, DateTime? To = null, int? Last = null);

/// <summary>Asks how far two series are from each other when time may be stretched.</summary>
/// <param name="First">One series.</param>
/// <param name="Second">The other; it may have another length.</param>
/// <param name="Cost">What two matched points cost, and so what the distance is.</param>
/// <param name="Band">Points are matched only if their places differ by at most this (Sakoe and Chiba); at least the difference of the lengths. Null
/// for no limit.</param>
/// <param name="Scaling">What is done to the series first.</param>
/// <param name="Path">True for the matched points too, at most 25 million combinations of points.</param>
/// <param name="Device">Where the caller would like the work done.</param>
[GenerateSerializer, Immutable, Alias("risk.dtwDistance")]
public sealed record DtwDistanceRequest(
    WarpSeries First, WarpSeries Second, LocalCost Cost = LocalCost.Squared, int? Band = null, SeriesScaling Scaling = SeriesScaling.ZScore,
    bool Path = false, DevicePreference Device = DevicePreference.Auto);

/// <summary>How far two series are from each other.</summary>
/// <param name="Distance">√Σ(x − y)² over the matched points for cost squared, Σ|x − y| for absolute.</param>
/// <param name="FirstLength">Points of the first series.</param>
/// <param name="SecondLength">Points of the second series.</param>
/// <param name="Path">The matched points, as indices from 0; null where they were not asked for.</param>
/// <param name="Device">Where the work was done.</param>
[GenerateSerializer, Immutable, Alias("risk.dtwDistance.answer")]
public sealed record DtwDistanceAnswer(double Distance, int FirstLength, int SecondLength, IReadOnlyList<WarpStep>? Path, DeviceUsed Device);

/// <summary>Asks which of many series are nearest to one: given ones, the stretches of an instrument's past, or both.</summary>
/// <param name="Query">The series that the others are compared to.</param>
/// <param name="Candidates">Up to 10,000 series; they may have other lengths.</param>
/// <param name="History">A series whose every stretch as long as the query is a candidate.</param>
/// <param name="Stride">Points from one stretch of the history to the next.</param>
/// <param name="Cost">What two matched points cost, and so what the distance is.</param>
/// <param name="Band">Points are matched only if their places differ by at most this (Sakoe and Chiba). Null for no limit.</param>
/// <param name="Scaling">What is done to each series first.</param>
/// <param name="Nearest">How many to answer, 1 to 10,000.</param>
/// <param name="Device">Where the caller would like the work done.</param>
[GenerateSerializer, Immutable, Alias("risk.dtwBatch")]
public sealed record DtwBatchRequest(
    WarpSeries Query, IReadOnlyList<WarpSeries>? Candidates = null, WarpSeries? History = null, int Stride = 1, LocalCost Cost = LocalCost.Squared,
    int? Band = null, SeriesScaling Scaling = SeriesScaling.ZScore, int Nearest = 10, DevicePreference Device = DevicePreference.Auto);

/// <summary>A series near to the query.</summary>
/// <param name="Candidate">Its place among the candidates; null for a stretch of the history.</param>
/// <param name="Start">Place of its first point in the history; null for a candidate.</param>
/// <param name="Name">The symbol, where it has one.</param>
/// <param name="From">Time of its first point, where it is known.</param>
/// <param name="To">Time of its last point, where it is known.</param>
/// <param name="Distance">From the query.</param>
[GenerateSerializer, Immutable, Alias("risk.dtw-match")]
public sealed record DtwMatch(int? Candidate, int? Start, string? Name, DateTime? From, DateTime? To, double Distance);

/// <summary>Which series are nearest.</summary>
/// <param name="Matches">The nearest first; equal distances in the order of the candidates and of time.</param>
/// <param name="Compared">Series compared.</param>
/// <param name="LeftOut">Stretches of the history that do not vary and so have no shape.</param>
/// <param name="Device">Where the work was done.</param>
[GenerateSerializer, Immutable, Alias("risk.dtwBatch.answer")]
public sealed record DtwBatchAnswer(IReadOnlyList<DtwMatch> Matches, int Compared, int LeftOut, DeviceUsed Device);
