using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Abstractions.Risk;

/// <summary>Returns that the caller brings along.</summary>
/// <param name="Name">What to call them, 1 to 64 characters.</param>
/// <param name="Returns">Fractions per period, oldest first; all series of a request cover the same periods.</param>
[GenerateSerializer, Immutable, Alias("risk.named-returns")]
public sealed record NamedReturns(string Name, double[] Returns);

/// <summary>Asks how instruments go together: either symbols, whose stored prices are used, or series that the caller brings along.</summary>
/// <param name="Symbols">2 to 10,000 instruments; simple close-to-close returns over the times that all of them have.</param>
/// <param name="Series">2 to 10,000 series of one length; a request over HTTP holds one megabyte, larger ones go through the .NET client.</param>
/// <param name="Method">How correlations are estimated.</param>
/// <param name="Window">Newest returns used; null for all.</param>
/// <param name="Interval">Which bars to read.</param>
/// <param name="From">First bar; null for the oldest.</param>
/// <param name="To">Last bar; null for the newest.</param>
/// <param name="Decay">λ of method ewma, strictly between 0 and 1.</param>
/// <param name="Target">What method shrinkage draws towards.</param>
/// <param name="RollingWindow">Returns of a moving window in which each pair of at most 10 series is followed over time; null for none.</param>
/// <param name="Pairs">How many of the highest and of the lowest pairs to list, 1 to 1,000.</param>
/// <param name="Device">Where the caller would like the work done.</param>
[GenerateSerializer, Immutable, Alias("risk.correlationAnalysis")]
public sealed record CorrelationAnalysisRequest(
    IReadOnlyList<string>? Symbols = null, IReadOnlyList<NamedReturns>? Series = null, CorrelationMethod Method = CorrelationMethod.Pearson,
    int? Window = null, BarInterval Interval = BarInterval.Day, DateTime? From = null, DateTime? To = null, double Decay = 0.94,
    ShrinkageTarget Target = ShrinkageTarget.ConstantCorrelation, int? RollingWindow = null, int Pairs = 10, DevicePreference Device = DevicePreference.Auto);

/// <summary>How instruments go together.</summary>
/// <param name="Report">The figures.</param>
/// <param name="Provenance">Where the prices come from, in the order of the names; empty where the caller brought returns along.</param>
/// <param name="Device">Where the work was done.</param>
[GenerateSerializer, Immutable, Alias("risk.correlationAnalysis.answer")]
public sealed record CorrelationAnalysisAnswer(CorrelationReport Report, IReadOnlyList<Provenance> Provenance, DeviceUsed Device) : ISharedAnswer;

/// <summary>Rows of a correlation matrix, as many as are worth a message.</summary>
/// <param name="Names">Of all series, in the order of the matrix.</param>
/// <param name="First">Series of the first row, from 0.</param>
/// <param name="Rows">Shape [rows][names]; NaN where a correlation is not defined.</param>
/// <param name="Data">Fingerprint of the returns, the same for all rows of one matrix.</param>
[GenerateSerializer, Immutable, Alias("risk.correlation-rows")]
public sealed record CorrelationRows(IReadOnlyList<string> Names, int First, double[][] Rows, string Data);
