namespace NeuralTrader.Domain.Security.Addresses;

/// <summary>Addresses from which nothing is taken.</summary>
/// <param name="Range">An address or a range, as 203.0.113.7 or 203.0.113.0/24.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who ordered it; the guard itself where too many requests came.</param>
/// <param name="Since">UTC.</param>
/// <param name="Until">UTC; null on the blacklist, which has no end.</param>
[GenerateSerializer, Immutable, Alias("address-block")]
public sealed record AddressBlock(string Range, string Reason, string By, DateTime Since, DateTime? Until)
{
    /// <summary>Whether it holds.</summary>
    public bool IsInForce(DateTime now) => Until is null || now < Until;
}
