using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Serialization.Configuration;

namespace NeuralTrader.Client.Tests.Contracts;

/// <summary>Two builds of one type, each with a serializer of its own that knows only one of them by the name on the wire.</summary>
public sealed class VersionToleranceTests
{
    private const string Name = "test.ticket";
    private static readonly Serializer Older = Knowing(typeof(OlderTicket)), Newer = Knowing(typeof(NewerTicket));

    [Fact]
    public void An_older_build_reads_what_a_newer_one_writes_and_leaves_out_what_it_does_not_know()
    {
        NewerTicket[] sent = [new("SPY", 100.5m, ["a", "b"], 7, "new"), new("QQQ", 1m, [], 8, null)];
        OlderTicket[] read = [.. Older.Deserialize<object[]>(Newer.SerializeToArray<object[]>(sent))!.Cast<OlderTicket>()];
        Assert.Equal([("SPY", 100.5m, 2), ("QQQ", 1m, 0)], read.Select(ticket => (ticket.Symbol, ticket.Quantity, ticket.Tags.Count)));
    }

    [Fact] // so a member that is added must mean the same as before when it is 0, false or null, whatever its constructor's default is
    public void A_newer_build_reads_what_an_older_one_writes_and_new_members_are_0_or_null()
    {
        NewerTicket read = (NewerTicket)Newer.Deserialize<object>(Older.SerializeToArray<object>(new OlderTicket("SPY", 100.5m, ["a"])))!;
        Assert.Equal(("SPY", 100.5m, 0, null), (read.Symbol, read.Quantity, read.Limit, read.Note));
        Assert.Equal(["a"], read.Tags);
    }

    private static Serializer Knowing(Type type) => new ServiceCollection().AddSerializer()
        .Configure<TypeManifestOptions>(manifest => manifest.WellKnownTypeAliases[Name] = type)
        .BuildServiceProvider().GetRequiredService<Serializer>();
}

/// <summary>As it was.</summary>
[GenerateSerializer]
public sealed record OlderTicket(string Symbol, decimal Quantity, IReadOnlyList<string> Tags);

/// <summary>As it is, with two members more.</summary>
[GenerateSerializer]
public sealed record NewerTicket(string Symbol, decimal Quantity, IReadOnlyList<string> Tags, int Limit = 100, string? Note = "none");
