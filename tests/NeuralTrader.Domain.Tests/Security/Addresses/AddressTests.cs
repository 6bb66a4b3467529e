using System.Net;
using NeuralTrader.Domain.Security.Addresses;

namespace NeuralTrader.Domain.Tests.Security.Addresses;

public sealed class AddressTests
{
    private static readonly DateTime Noon = new(2026, 1, 2, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("203.0.113.7/32", "203.0.113.7")]
    [InlineData("203.0.113.0/24", "203.0.113.0/24")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("2001:DB8:0::1", "2001:db8::1")]
    [InlineData("2001:db8::/32", "2001:db8::/32")]
    [InlineData("0.0.0.0/0", "0.0.0.0/0")]
    [InlineData("::/0", "::/0")]
    public void A_range_is_written_one_way(string text, string written) => Assert.Equal(written, AddressRange.Parse(text, "ip").ToString());

    [Theory]
    [InlineData(null), InlineData(""), InlineData("host"), InlineData("203.0.113"), InlineData("203.0.113.256"), InlineData("0xCB007107"), InlineData("3405803783")]
    [InlineData("203.0.113.07"), InlineData("203.0.113.7/33"), InlineData("203.0.113.7/24"), InlineData("203.0.113.0/-1"), InlineData("203.0.113.0/+24"), InlineData("203.0.113.0/")]
    [InlineData("2001:db8::1/32"), InlineData("2001:db8::/129"), InlineData("fe80::1%eth0"), InlineData("[::1]"), InlineData("::1:"), InlineData("203.0.113.7:80"), InlineData(" 203.0.113.7")]
    public void What_is_no_range_is_named(string? text) => Assert.Equal("ip", Assert.Throws<InvalidInputException>(() => AddressRange.Parse(text, "ip")).Field);

    [Fact]
    public void Of_IPv6_a_subscribers_network_is_one_caller()
    {
        Assert.Equal("2001:db8:1:2::/64", AddressRange.CallerOf(IPAddress.Parse("2001:db8:1:2:3:4:5:6")).ToString());
        Assert.Equal("203.0.113.7", AddressRange.CallerOf(IPAddress.Parse("::ffff:203.0.113.7")).ToString());
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void The_table_finds_what_a_search_through_all_ranges_finds(int seed)
    {
        Random random = new(seed);
        AddressRange[] ranges = [.. Enumerable.Range(0, 300).Select(_ => AddressRange.Of(new IPAddress(random.Next(1 << 12))).Within(random.Next(96, 129)))];
        AddressTable<string> table = new(ranges.Select(range => (range, range.ToString())));
        for (int i = 0; i < 2_000; i++)
        {
            AddressRange asked = AddressRange.Of(new IPAddress(random.Next(1 << 12)));
            Assert.Equal(ranges.Where(range => range.Contains(asked)).OrderByDescending(range => range.Length).Select(range => range.ToString()).FirstOrDefault(), table.Find(asked));
        }
    }

    [Fact]
    public void Blocks_end_the_blacklist_does_not_and_the_allow_list_keeps_all_others_out()
    {
        AddressRules rules = new(
            [new AddressBlock("203.0.113.0/24", "scan", "ada", Noon, Noon.AddHours(1)), new AddressBlock("2001:db8::/48", "spam", "ada", Noon, null)],
            ["203.0.113.0/24", "2001:db8::/32"], exemptsLoopback: true);
        Assert.False(Judge("203.0.113.9", Noon.AddMinutes(59)));
        Assert.True(Judge("203.0.113.9", Noon.AddMinutes(60)));
        Assert.False(Judge("2001:db8::9", Noon.AddYears(9)));
        Assert.True(Judge("2001:db8:1::9", Noon));
        Assert.False(Judge("198.51.100.1", Noon));
        Assert.True(Judge("127.0.0.1", Noon));
        Assert.True(Judge("::1", Noon));
        Assert.True(Judge("::ffff:127.0.0.1", Noon));
        bool Judge(string address, DateTime now) => rules.Judge(IPAddress.Parse(address), now).IsAllowed;
    }

    [Fact]
    public void A_narrow_block_that_has_ended_does_not_hide_a_wider_one()
    {
        AddressRules rules = new(
            [new AddressBlock("203.0.113.9", "x", "ada", Noon, Noon), new AddressBlock("203.0.113.0/24", "y", "ada", Noon, null)], [], exemptsLoopback: true);
        Assert.Equal("y", rules.Judge(IPAddress.Parse("203.0.113.9"), Noon).Block?.Reason);
    }

    [Theory]
    [InlineData("127.0.0.1"), InlineData("10.1.2.3"), InlineData("172.31.255.255"), InlineData("192.168.0.1"), InlineData("169.254.169.254"), InlineData("100.64.0.1")]
    [InlineData("0.0.0.0"), InlineData("255.255.255.255"), InlineData("224.0.0.1"), InlineData("::1"), InlineData("::"), InlineData("::ffff:10.0.0.1"), InlineData("::7f00:1")]
    [InlineData("fe80::1"), InlineData("fd00::1"), InlineData("fec0::1"), InlineData("ff02::1"), InlineData("64:ff9b::7f00:1"), InlineData("2002:7f00:1::"), InlineData("2001:0:1::")]
    public void What_is_no_public_server_is_known(string address) => Assert.NotNull(SpecialAddresses.Purpose(IPAddress.Parse(address)));

    [Theory, InlineData("8.8.8.8"), InlineData("172.32.0.1"), InlineData("100.128.0.1"), InlineData("2606:4700::1111"), InlineData("2a00:1450::1")]
    public void What_may_be_one_is_let_through(string address) => Assert.Null(SpecialAddresses.Purpose(IPAddress.Parse(address)));

    [Fact]
    public void Requests_of_the_last_minute_count_and_no_older_one()
    {
        RequestCounts counts = new(10);
        AddressRange caller = AddressRange.Parse("203.0.113.7", "ip");
        Assert.Equal(600, counts.Add(caller, 600, 1_000));
        Assert.Equal(1_100, counts.Add(caller, 500, 30_000));
        Assert.Equal(500, counts.Add(caller, 0, 61_000));
        Assert.Equal(0, counts.Add(caller, 0, 90_000));
        Assert.Equal(1, counts.Sweep(150_000, isAsked: true));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void Never_are_more_counted_than_came_in_a_minute(int seed)
    {
        Random random = new(seed);
        RequestCounts counts = new(10);
        AddressRange caller = AddressRange.Parse("203.0.113.7", "ip");
        List<(long At, int Count)> all = [];
        for (long now = 0, step = 0; step < 3_000; step++)
        {
            now += random.Next(40) == 0 ? random.Next(200_000) : random.Next(500);
            all.Add((now, random.Next(5)));
            long counted = counts.Add(caller, all[^1].Count, now);
            Assert.InRange(counted, all.Where(one => one.At > now - 55_000).Sum(one => one.Count), all.Where(one => one.At > now - 60_000).Sum(one => one.Count));
        }
    }

    [Fact]
    public void A_crowd_fills_the_counts_and_not_the_memory()
    {
        RequestCounts counts = new(1_000);
        for (int i = 0; i < 100_000; i++) counts.Add(AddressRange.Of(new IPAddress(i)), 1, 0);
        Assert.Equal(1_000, counts.Count);
    }
}
