using NeuralTrader.Domain.Security.Addresses;

namespace NeuralTrader.Abstractions.Security;

/// <summary>Counts requests of an address, and says whether it is one of too many. Beyond the limit a minute it is blocked.</summary>
/// <param name="Ip">The address; of IPv6 its network of 64 bits is counted.</param>
/// <param name="Count">Requests to add, 0 to 1,000,000.</param>
[GenerateSerializer, Immutable, Alias("security.checkDdosProtection")]
public sealed record CheckDdosProtectionRequest(string Ip, int Count = 1);

/// <summary>How an address stands.</summary>
/// <param name="Caller">What is counted: the address, or its network of 64 bits.</param>
/// <param name="IsAllowed">Whether its requests are taken.</param>
/// <param name="RequestsInMinute">Requests of the last minute that were counted here.</param>
/// <param name="Limit">Beyond which it is blocked.</param>
/// <param name="Rule">The rule that decided.</param>
/// <param name="BlockedUntil">UTC; null where it is not blocked, or for good.</param>
[GenerateSerializer, Immutable, Alias("security.checkDdosProtection.answer")]
public sealed record DdosCheck(string Caller, bool IsAllowed, long RequestsInMinute, int Limit, string Rule, DateTime? BlockedUntil);

/// <summary>Asks which addresses are blocked.</summary>
[GenerateSerializer, Immutable, Alias("security.getBlockedIps")]
public sealed record GetBlockedIpsRequest;

/// <summary>What is blocked, and who alone is let in.</summary>
/// <param name="Blocked">For a time, the newest first.</param>
/// <param name="Blacklist">For good, the newest first.</param>
/// <param name="AllowList">Where it is not empty, nobody else is let in.</param>
[GenerateSerializer, Immutable, Alias("security.getBlockedIps.answer")]
public sealed record BlockedIps(IReadOnlyList<AddressBlock> Blocked, IReadOnlyList<AddressBlock> Blacklist, IReadOnlyList<string> AllowList);

/// <summary>Takes nothing more from an address for a time, within a second on every interface. A block that stands already is replaced.</summary>
/// <param name="Ip">An address or a range, such as 203.0.113.7, 203.0.113.0/24 or 2001:db8::/48.</param>
/// <param name="Reason">Why, 3 to 200 characters.</param>
/// <param name="Minutes">For how long, 1 to 525,600.</param>
[GenerateSerializer, Immutable, Alias("security.blockIp")]
public sealed record BlockIpRequest(string Ip, string Reason, int Minutes = 60);

/// <summary>Ends the block of an address. What is on the blacklist stays there.</summary>
/// <param name="Ip">The address or range as getBlockedIps writes it.</param>
[GenerateSerializer, Immutable, Alias("security.unblockIp")]
public sealed record UnblockIpRequest(string Ip);

/// <summary>Takes nothing more from an address, without end.</summary>
/// <param name="Ip">An address or a range, such as 203.0.113.7, 203.0.113.0/24 or 2001:db8::/48.</param>
/// <param name="Reason">Why, 3 to 200 characters.</param>
[GenerateSerializer, Immutable, Alias("security.addIpToBlacklist")]
public sealed record AddIpToBlacklistRequest(string Ip, string Reason);

/// <summary>Takes an address off the blacklist.</summary>
/// <param name="Ip">The address or range as it was put there.</param>
[GenerateSerializer, Immutable, Alias("security.removeIpFromBlacklist")]
public sealed record RemoveIpFromBlacklistRequest(string Ip);

/// <summary>What was taken off a list.</summary>
/// <param name="Range">The address or range.</param>
/// <param name="WasListed">False where it was not there.</param>
/// <param name="Now">How it stands after that: another block may cover it.</param>
[GenerateSerializer, Immutable, Alias("address-removal")]
public sealed record AddressRemoval(string Range, bool WasListed, AddressVerdict Now);

/// <summary>Asks whether an address is let in.</summary>
/// <param name="Ip">The address.</param>
[GenerateSerializer, Immutable, Alias("security.checkIpAllowed")]
public sealed record CheckIpAllowedRequest(string Ip);
