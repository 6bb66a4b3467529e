using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace NeuralTrader.Domain.Security.Addresses;

/// <summary>A range of internet addresses: one address, or all that begin with the same bits. Both families in one space of 128 bits, IPv4 as ::ffff:a.b.c.d.</summary>
/// <param name="Bits">Its first address.</param>
/// <param name="Length">How many bits are the same, 0 to 128; of an IPv4 range 96 to 128.</param>
public readonly record struct AddressRange(UInt128 Bits, int Length)
{
    private const int Whole = 128, FourWithin = 96, Network = 64;
    private const string Allowed = "an address such as 203.0.113.7 or 2001:db8::1, or a range such as 203.0.113.0/24 or 2001:db8::/32 whose further bits are 0";
    private static readonly SearchValues<char> Letters = SearchValues.Create("0123456789abcdefABCDEF.:");
    private static readonly UInt128 FourHead = (UInt128)0xFFFF << 32;

    /// <summary>Whether it is of the fourth version.</summary>
    public bool IsFour => Length >= FourWithin && (Bits & ~(UInt128)uint.MaxValue) == FourHead;

    /// <summary>A range as people write it.</summary>
    /// <exception cref="InvalidInputException">It is none.</exception>
    public static AddressRange Parse(string? text, string field) => TryParse(text, out AddressRange range) ? range : throw Require.Invalid(field, text, Allowed);

    /// <summary>A range as people write it; false where it is none. An address is written out in full: 1.2 and 0x7f.1 are none.</summary>
    public static bool TryParse(string? text, out AddressRange range)
    {
        range = default;
        if (text is not { Length: > 1 and < 50 }) return false;
        int slash = text.IndexOf('/');
        string head = slash < 0 ? text : text[..slash];
        if (head.AsSpan().ContainsAnyExcept(Letters) || !IPAddress.TryParse(head, out IPAddress? address)) return false;
        bool isFour = address.AddressFamily == AddressFamily.InterNetwork;
        if (isFour && address.ToString() != head) return false;
        int own = isFour ? 32 : Whole, length = own;
        if (slash >= 0 && (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out length) || length > own)) return false;
        range = new AddressRange(Number(address), length + Whole - own);
        return (range.Bits & ~Mask(range.Length)) == 0;
    }

    /// <summary>One address.</summary>
    public static AddressRange Of(IPAddress address) => new(Number(address), Whole);

    /// <summary>Who is taken for one caller: an IPv4 address; of IPv6 the network of 64 bits, all of which one subscriber has.</summary>
    public static AddressRange CallerOf(IPAddress address) => Of(address).AsCaller();

    /// <summary>Who is taken for one caller, of an address.</summary>
    public AddressRange AsCaller() => Within(Network).Bits != 0 ? Within(Network) : this; // below 64 bits of zeros are the addresses of IPv4, and ::1

    /// <summary>The range of a length that it lies in.</summary>
    public AddressRange Within(int length) => new(Bits & Mask(length), length);

    /// <summary>Whether all of another range lies in it.</summary>
    public bool Contains(AddressRange other) => other.Length >= Length && (other.Bits & Mask(Length)) == Bits;

    /// <summary>Whether the two have an address in common.</summary>
    public bool Overlaps(AddressRange other) => Contains(other) || other.Contains(this);

    /// <summary>The same as the framework has it.</summary>
    public IPNetwork ToNetwork()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Bits);
        return IsFour ? new IPNetwork(new IPAddress(bytes[12..]), Length - FourWithin) : new IPNetwork(new IPAddress(bytes), Length);
    }

    /// <inheritdoc/>
    public override string ToString() => ToNetwork() is var network && Length == Whole ? network.BaseAddress.ToString() : network.ToString();

    private static UInt128 Number(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (address.AddressFamily != AddressFamily.InterNetwork) address.TryWriteBytes(bytes, out _);
        else
        {
            BinaryPrimitives.WriteUInt128BigEndian(bytes, FourHead);
            address.TryWriteBytes(bytes[12..], out _);
        }
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    private static UInt128 Mask(int length) => length == 0 ? 0 : UInt128.MaxValue << (Whole - length);
}
