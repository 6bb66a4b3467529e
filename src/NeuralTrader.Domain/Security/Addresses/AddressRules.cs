using System.Net;

namespace NeuralTrader.Domain.Security.Addresses;

/// <summary>Which addresses are let in: those on the allow-list where there is one, less those that are blocked.</summary>
public sealed class AddressRules
{
    private readonly AddressTable<AddressBlock> blocks;
    private readonly AddressTable<string> allowed;
    private readonly bool exemptsLoopback;

    /// <summary>Takes what is in force; of two blocks of one range, the one that lasts longer counts.</summary>
    /// <param name="blocked">The blocks.</param>
    /// <param name="allowList">Ranges; none for everybody.</param>
    /// <param name="exemptsLoopback">True where callers on this machine are never kept out.</param>
    public AddressRules(IEnumerable<AddressBlock> blocked, IEnumerable<string> allowList, bool exemptsLoopback)
    {
        blocks = new(blocked.OrderBy(block => block.Until ?? DateTime.MaxValue).Select(block => (AddressRange.Parse(block.Range, "range"), block)));
        allowed = new(allowList.Select(range => (AddressRange.Parse(range, "allowList"), range)));
        this.exemptsLoopback = exemptsLoopback;
    }

    /// <summary>Nobody is kept out.</summary>
    public static AddressRules None { get; } = new([], [], exemptsLoopback: true);

    /// <summary>True where whoever asks is let in.</summary>
    public bool IsOpen => blocks.IsEmpty && allowed.IsEmpty;

    /// <summary>Whether a caller is on this machine and therefore never kept out.</summary>
    public bool IsExempt(AddressRange caller) => exemptsLoopback && SpecialAddresses.Loopback.Any(range => range.Contains(caller));

    /// <summary>Whether an address is let in, and by which rule.</summary>
    public AddressVerdict Judge(IPAddress address, DateTime now) => Judge(AddressRange.Of(address), now);

    /// <summary>Whether all of a range is let in, and by which rule.</summary>
    public AddressVerdict Judge(AddressRange asked, DateTime now)
    {
        if (IsExempt(asked)) return new AddressVerdict(true, "This machine itself is never kept out.", null);
        if (blocks.Find(asked, block => block.IsInForce(now)) is { } block)
        {
            string end = block.Until is { } until ? $" until {Require.Iso(until)}" : "";
            return new AddressVerdict(false, $"{block.Range} is blocked{end}: {block.Reason}", block);
        }
        if (allowed.IsEmpty) return new AddressVerdict(true, "It is not blocked, and there is no allow-list.", null);
        return allowed.Find(asked) is { } range
            ? new AddressVerdict(true, $"{range} is on the allow-list.", null)
            : new AddressVerdict(false, "It is not on the allow-list.", null);
    }
}

/// <summary>Whether an address is let in.</summary>
/// <param name="IsAllowed">True where it is.</param>
/// <param name="Rule">The rule that decided.</param>
/// <param name="Block">The block, where one decided.</param>
[GenerateSerializer, Immutable, Alias("address-verdict")]
public sealed record AddressVerdict(bool IsAllowed, string Rule, AddressBlock? Block);
