using System.Net;

namespace NeuralTrader.Domain.Security.Addresses;

/// <summary>Addresses that lead to no public server: this machine, its neighbours, private networks, and what is set aside for other things.</summary>
/// <remarks>IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890 and its updates), multicast, and the forms of IPv6 that carry an IPv4 address.</remarks>
public static class SpecialAddresses
{
    private static readonly AddressTable<string> Known = new(
        from one in (IEnumerable<(string Range, string Name)>)
        [
            ("0.0.0.0/8", "this network"), ("10.0.0.0/8", "private"), ("100.64.0.0/10", "shared with a carrier"), ("127.0.0.0/8", "loopback"),
            ("169.254.0.0/16", "link-local"), ("172.16.0.0/12", "private"), ("192.0.0.0/24", "protocol assignments"), ("192.0.2.0/24", "documentation"),
            ("192.88.99.0/24", "relay anycast"), ("192.168.0.0/16", "private"), ("198.18.0.0/15", "benchmarking"), ("198.51.100.0/24", "documentation"),
            ("203.0.113.0/24", "documentation"), ("224.0.0.0/4", "multicast"), ("240.0.0.0/4", "reserved"),
            ("::/128", "unspecified"), ("::1/128", "loopback"), ("::/96", "IPv4 within IPv6"), ("64:ff9b::/96", "IPv4 within IPv6"),
            ("64:ff9b:1::/48", "IPv4 within IPv6"), ("100::/64", "discard"), ("2001::/23", "protocol assignments"), ("2001:db8::/32", "documentation"),
            ("2002::/16", "IPv4 within IPv6"), ("3fff::/20", "documentation"), ("5f00::/16", "segment routing"), ("fc00::/7", "private"),
            ("fe80::/10", "link-local"), ("fec0::/10", "site-local"), ("ff00::/8", "multicast"),
        ]
        select (AddressRange.Parse(one.Range, "range"), one.Name));

    /// <summary>This machine itself.</summary>
    public static IReadOnlyList<AddressRange> Loopback { get; } = [AddressRange.Parse("127.0.0.0/8", "range"), AddressRange.Parse("::1", "range")];

    /// <summary>What an address is set aside for; null for one that may be a public server's.</summary>
    public static string? Purpose(IPAddress address) => Known.Find(AddressRange.Of(address));
}
