using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Compute.Backtesting;

/// <summary>A part of the bars whose figures are wanted by themselves, as a fold of a cross-validation is.</summary>
/// <param name="From">First bar: its period return, from the close before it, is the first one counted.</param>
/// <param name="To">The bar after the last.</param>
public readonly record struct GridSegment(int From, int To);

/// <summary>One strategy on one instrument, with many parameter combinations.</summary>
/// <param name="Spec">
/// The rules, as the back-test engine reads them. Its parameters hold for all combinations where the grid does not vary them.
/// </param>
/// <param name="Series">The bars. Corporate actions that the prices do not hold must be applied before.</param>
/// <param name="Parameters">The combinations.</param>
/// <param name="Segments">
/// Figures are given for each of these; null for the whole test. Every run goes through all bars: a segment is a view of one run, in which
/// indicators and positions come from before it and nothing is sold at its end, but at the last bar of all. Segments may overlap.
/// </param>
public sealed record GridJob(BacktestSpec Spec, BarSeries Series, GridParameters Parameters, GridSegment[]? Segments = null);
