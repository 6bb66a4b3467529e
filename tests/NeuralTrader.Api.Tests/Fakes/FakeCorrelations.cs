using NeuralTrader.Abstractions.Risk;
using NeuralTrader.Domain;

namespace NeuralTrader.Api.Tests.Fakes;

/// <summary>A matrix of which two rows fit into a message; "NONE" has no bars.</summary>
public sealed class FakeCorrelationGrain : Grain, ICorrelationGrain
{
    private const int RowsInMessage = 2;

    public Task<Answer<CorrelationAnalysisAnswer>> Analyse(CorrelationAnalysisRequest request, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<Answer<CorrelationRows>> Rows(CorrelationAnalysisRequest request, int first, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> names = request.Symbols!;
        if (names.Contains("NONE"))
            return Task.FromResult<Answer<CorrelationRows>>(new Refusal(RefusalKind.NoMarketData, "There are no bars of NONE.", "symbols"));
        double[][] rows =
        [
            .. Enumerable.Range(first, Math.Min(RowsInMessage, names.Count - first)).Select(row =>
                Enumerable.Range(0, names.Count).Select(column =>
                    row == column ? 1 : names[row] == "FLAT" || names[column] == "FLAT" ? double.NaN : request.Decay).ToArray()),
        ];
        return Task.FromResult<Answer<CorrelationRows>>(new CorrelationRows(names, first, rows, "same"));
    }
}
