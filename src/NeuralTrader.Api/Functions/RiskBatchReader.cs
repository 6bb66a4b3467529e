using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NeuralTrader.Abstractions.Risk;
using NeuralTrader.Api.Json;
using NeuralTrader.Api.Problems;

namespace NeuralTrader.Api.Functions;

/// <summary>Reads a batch of calculations one by one, where it could not be read as a whole: what is wrong with one is that one's problem.</summary>
internal static class RiskBatchReader
{
    private static readonly JsonTypeInfo<RiskCalculation> Calculation = WireJson.TypeOf<RiskCalculation>();

    /// <summary>The batch; null where the request is none, or the fault is not within a calculation.</summary>
    public static TRequest? Read<TRequest>(in ReadOnlySequence<byte> body)
        where TRequest : class
    {
        if (typeof(TRequest) != typeof(CalculateRiskBatchRequest)) return null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = WireJson.MaxDepth });
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || root.GetPropertyCount() != 1) return null;
            if (!root.TryGetProperty("calculations", out JsonElement items) || items.ValueKind != JsonValueKind.Array) return null;
            return (TRequest)(object)new CalculateRiskBatchRequest([.. items.EnumerateArray().Select(Item)]);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException) // not JSON, or text that is not Unicode: not one calculation's fault
        {
            return null;
        }
    }

    private static RiskCalculation Item(JsonElement json)
    {
        try
        {
            if (json.Deserialize(Calculation) is { } read) return read;
        }
        catch (JsonException)
        {
            // explained below, with the caller's own names
        }
        Problem problem = BodyFault.Explain(new ReadOnlySequence<byte>(System.Text.Encoding.UTF8.GetBytes(json.GetRawText())), Calculation);
        string? id = json.ValueKind == JsonValueKind.Object && json.TryGetProperty("id", out JsonElement name)
            && name.ValueKind == JsonValueKind.String ? name.GetString() : null;
        return new RiskCalculation(id) { Unread = new UnreadCalculation(problem.Detail, problem.Field) };
    }
}
