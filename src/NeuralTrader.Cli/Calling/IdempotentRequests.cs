using System.Text.Json.Nodes;
using NeuralTrader.Abstractions.Trading;

namespace NeuralTrader.Cli.Calling;

/// <summary>Which requests go with an idempotency key.</summary>
internal static class IdempotentRequests
{
    /// <summary>True for requests that can carry a key.</summary>
    public static bool Takes(Type type) => type.GetProperty(nameof(ExecuteTradeRequest.IdempotencyKey)) is not null;

    /// <summary>True for requests that move money or orders; a rebalance does so only when it is to place its trades.</summary>
    public static bool NeedsKey(Type type, JsonObject request) =>
        Takes(type)
        && (type != typeof(PortfolioRebalanceRequest) || (request["execute"] is JsonValue execute && execute.TryGetValue(out bool isToTrade) && isToTrade));
}
