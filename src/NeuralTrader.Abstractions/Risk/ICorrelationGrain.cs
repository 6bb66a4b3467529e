namespace NeuralTrader.Abstractions.Risk;

/// <summary>How instruments go together; a stateless worker.</summary>
[Alias("grain.correlation")]
public interface ICorrelationGrain : IGrainWithIntegerKey
{
    /// <summary>Correlations of all pairs and what they amount to.</summary>
    [Alias("analyse"), ResponseTimeout("00:02:30")] Task<Answer<CorrelationAnalysisAnswer>> Analyse(CorrelationAnalysisRequest request, CancellationToken cancellationToken);
}
