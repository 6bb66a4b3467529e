using System.CommandLine;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Cli.Output;
using NeuralTrader.Domain.Security.Addresses;

namespace NeuralTrader.Cli.Verbs;

/// <summary>`nt addresses`: who is kept out, for a time or for good, and who is let in again.</summary>
internal static class AddressVerbs
{
    public static Command Create() => new("addresses", "Block addresses and ranges, let them in again, and ask how they stand; needs an admin's key.") { List(), Block(), Unblock(), Check() };

    private static Verb List() => new("list", "Which addresses are blocked, why and until when.")
    {
        Examples = ["nt addresses list"],
        Work = session => session.Show(new GetBlockedIpsRequest(), (BlockedIps blocked) =>
        {
            AddressBlock[] all = [.. blocked.Blocked, .. blocked.Blacklist];
            if (all.Length == 0) session.Page.Good("No address is blocked.");
            else session.Page.Table(
                all, new("Address", block => block.Range), new("Until", Until), new("Why", block => block.Reason), new("By", block => block.By, Drop: 2),
                new("Since", block => Figures.Time(block.Since), Drop: 1));
            if (blocked.AllowList.Count > 0) session.Page.Warn($"Nobody is let in but {string.Join(", ", blocked.AllowList)}.");
        }),
    };

    private static Verb Block()
    {
        Argument<string> address = Range();
        Option<string> reason = new("--reason") { Description = "Why, in 3 to 200 characters.", Required = true };
        Option<int?> minutes = new("--minutes") { Description = "For how long; 60 by default." };
        Option<bool> forGood = new("--for-good") { Description = "Put it on the blacklist, which has no end.", Arity = ArgumentArity.Zero };
        Verb verb = new("block", "Take nothing more from an address or a range, within a second on every interface.")
        {
            Examples = ["nt addresses block 203.0.113.7 --reason \"Tries keys\"", "nt addresses block 203.0.113.0/24 --reason \"A rented network\" --for-good"],
            Work = session => session.Get(forGood)
                ? session.Show(new AddIpToBlacklistRequest(session.Get(address), session.Get(reason)!), (AddressBlock block) => Show(session.Page, block))
                : session.Show(
                    session.Get(minutes) is { } given ? new BlockIpRequest(session.Get(address), session.Get(reason)!, given) : new BlockIpRequest(session.Get(address), session.Get(reason)!),
                    (AddressBlock block) => Show(session.Page, block)),
        };
        verb.Add(address);
        verb.Add(reason);
        verb.Add(minutes);
        verb.Add(forGood);
        verb.Validators.Add(line =>
        {
            if (line.GetValue(forGood) && line.GetValue(minutes) is not null) line.AddError("--minutes and --for-good do not go together.");
        });
        return verb;
    }

    private static Verb Unblock()
    {
        Argument<string> address = Range();
        Option<bool> blacklist = new("--blacklist") { Description = "Take it off the blacklist; else a block for a time ends.", Arity = ArgumentArity.Zero };
        Verb verb = new("unblock", "End the block of an address or a range, written as it was blocked.")
        {
            Examples = ["nt addresses unblock 203.0.113.7", "nt addresses unblock 203.0.113.0/24 --blacklist"],
            Work = session => session.Get(blacklist)
                ? session.Show(new RemoveIpFromBlacklistRequest(session.Get(address)), (AddressRemoval removal) => Show(session.Page, removal))
                : session.Show(new UnblockIpRequest(session.Get(address)), (AddressRemoval removal) => Show(session.Page, removal)),
        };
        verb.Add(address);
        verb.Add(blacklist);
        return verb;
    }

    private static Verb Check()
    {
        Argument<string> address = Ask.Text("address", "The address.");
        Verb verb = new("check", "Whether an address is let in, and by which rule.")
        {
            Examples = ["nt addresses check 203.0.113.7"],
            Work = session => session.Show(new CheckIpAllowedRequest(session.Get(address)), (AddressVerdict verdict) => Show(session.Page, session.Get(address), verdict)),
        };
        verb.Add(address);
        return verb;
    }

    private static void Show(Page page, AddressBlock block) => page.Good($"Nothing more is taken from {block.Range}, {(block.Until is null ? "without end" : $"until {Until(block)} UTC")}.");

    private static void Show(Page page, AddressRemoval removal)
    {
        if (removal.WasListed) page.Good($"The block of {removal.Range} is ended.");
        else page.Warn($"{removal.Range} was not on that list.");
        if (!removal.Now.IsAllowed) Show(page, removal.Range, removal.Now);
    }

    private static void Show(Page page, string address, AddressVerdict verdict)
    {
        if (verdict.IsAllowed) page.Good($"{address} is let in: {verdict.Rule.TrimEnd('.')}.");
        else page.Bad($"{address} is not let in: {verdict.Rule.TrimEnd('.')}.");
        if (verdict.Block is { } block) page.Line($"{block.Range}, {(block.Until is null ? "on the blacklist" : $"until {Until(block)} UTC")}, by {block.By}: {block.Reason}");
    }

    private static string Until(AddressBlock block) => block.Until is null ? "for good" : Figures.Time(block.Until);

    private static Argument<string> Range() => Ask.Text("address", "An address or a range, such as 203.0.113.7, 203.0.113.0/24 or 2001:db8::/48.");
}
