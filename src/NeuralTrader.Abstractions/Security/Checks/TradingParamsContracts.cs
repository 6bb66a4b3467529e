namespace NeuralTrader.Abstractions.Security.Checks;

/// <summary>Checks an order by the rules of executeTrade, and places nothing.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Action">buy, sell or close. A word here, so that all that is wrong can be told at once.</param>
/// <param name="Quantity">Units, positive, at most 8 decimals; may be left out to close the whole position.</param>
/// <param name="OrderType">market, limit, stop or stop_limit.</param>
/// <param name="LimitPrice">Needed for limit and stop-limit orders, refused for others.</param>
/// <param name="StopPrice">Needed for stop and stop-limit orders, refused for others.</param>
/// <param name="TimeInForce">day, gtc, ioc or fok.</param>
/// <param name="Strategy">What it would be placed for, 1 to 64 characters.</param>
[GenerateSerializer, Immutable, Alias("security.validateTradingParams")]
public sealed record ValidateTradingParamsRequest(
    string? Symbol = null, string? Action = null, decimal? Quantity = null, string OrderType = "market", decimal? LimitPrice = null, decimal? StopPrice = null,
    string TimeInForce = "day", string Strategy = "manual");

/// <summary>Whether an order is well formed.</summary>
/// <param name="IsValid">True when executeTrade would take it as well formed.</param>
/// <param name="Faults">Everything that is wrong, at most one fault a member.</param>
/// <param name="Symbol">The symbol as the platform writes it; null where it is no symbol.</param>
/// <param name="NotChecked">What may still keep the order from being placed.</param>
[GenerateSerializer, Immutable, Alias("security.validateTradingParams.answer")]
public sealed record TradingParamsValidity(bool IsValid, IReadOnlyList<FieldFault> Faults, string? Symbol, IReadOnlyList<string> NotChecked);

/// <summary>What is wrong with a member of a request.</summary>
/// <param name="Field">The member, in camelCase.</param>
/// <param name="Value">What was given, at most 80 characters; null when nothing was.</param>
/// <param name="Allowed">What would have been accepted.</param>
[GenerateSerializer, Immutable, Alias("field-fault")]
public sealed record FieldFault(string Field, string? Value, string Allowed);
