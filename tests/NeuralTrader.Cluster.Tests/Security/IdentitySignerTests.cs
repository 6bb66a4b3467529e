using Microsoft.Extensions.Time.Testing;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Grains.Security;

namespace NeuralTrader.Cluster.Tests.Security;

public sealed class IdentitySignerTests
{
    private static readonly Caller Ada = Caller.Of("Ada | Lovelace", "ntk_00000000", Role.User, "ntk_00000000-0011223344556677");

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    [Fact]
    public void What_one_silo_signs_another_with_the_same_pepper_reads()
    {
        string text = Signer(1).Sign(Ada, Later(minutes: 3));
        Assert.Equal(Ada, Signer(1).Read(text));
        Assert.Null(Signer(2).Read(text));
    }

    [Fact]
    public void An_identity_ends_at_its_time_also_where_it_was_read_before()
    {
        IdentitySigner signer = Signer(1);
        string text = signer.Sign(Ada, Later(minutes: 3));
        Assert.NotNull(signer.Read(text));
        clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Null(signer.Read(text));
        Assert.Null(Signer(1).Read(text));
    }

    [Fact]
    public void No_character_of_an_identity_can_be_changed()
    {
        IdentitySigner signer = Signer(1);
        string text = signer.Sign(Ada, Later(minutes: 3));
        for (int at = 0; at < text.Length - 1; at++) // the last one has bits that mean nothing
            Assert.Null(signer.Read($"{text[..at]}{(text[at] == 'A' ? 'B' : 'A')}{text[(at + 1)..]}"));
        foreach (string other in (string[])["", "|", "||||||", "Admin|1|9|||YWRh|", new string('|', 3_000)]) Assert.Null(signer.Read(other));
    }

    [Fact]
    public void Only_a_silo_proves_that_it_is_one()
    {
        IdentitySigner signer = Signer(1);
        Assert.True(signer.IsOfMember(signer.OfMember));
        Assert.True(Signer(1).IsOfMember(signer.OfMember));
        Assert.False(Signer(2).IsOfMember(signer.OfMember));
        foreach (Role role in Enum.GetValues<Role>())
        {
            Assert.False(signer.IsOfMember(signer.Sign(Caller.Of("member", "ntk_00000000", role), Later(minutes: 3))));
            Assert.False(signer.IsOfMember(signer.Sign(Caller.Of("eve", null, role), Later(minutes: 3))));
        }
        string old = signer.OfMember;
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.NotEqual(old, signer.OfMember);
        Assert.True(Signer(1).IsOfMember(old));
    }

    private IdentitySigner Signer(byte pepper) => new([.. Enumerable.Repeat(pepper, 32)], clock);

    private DateTime Later(int minutes) => clock.GetUtcNow().UtcDateTime.AddMinutes(minutes);
}
