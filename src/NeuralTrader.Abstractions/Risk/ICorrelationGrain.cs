using NeuralTrader.Abstractions.Security;

namespace NeuralTrader.Abstractions.Risk;

/// <summary>How instruments go together; a stateless worker.</summary>
[Alias("grain.correlation"), Repeatable, Needs(Role.ReadOnly)]
public interface ICorrelationGrain : IGrainWithIntegerKey
{
    /// <summary>Correlations of all pairs and what they amount to.</summary>
    [Alias("analyse"), ResponseTimeout("00:02:30")]
    Task<Answer<CorrelationAnalysisAnswer>> Analyse(CorrelationAnalysisRequest request, CancellationToken cancellationToken);

    /// <summary>Some rows of the matrix, of any size.</summary>
    /// <param name="request">The question that the matrix answers.</param>
    /// <param name="first">Series of the first row, from 0.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    [Alias("rows"), ResponseTimeout("00:02:30")]
    Task<Answer<CorrelationRows>> Rows(CorrelationAnalysisRequest request, int first, CancellationToken cancellationToken);
}
