using System.Collections.Concurrent;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain.Security;

namespace NeuralTrader.Api.Tests.Fakes;

public sealed record TestKey(string Name, Role Role, string Text, bool IsValid = true);

public static class TestKeys
{
    public static TestKey Admin { get; } = new("admin", Role.Admin, Text(1));

    public static TestKey User { get; } = new("user", Role.User, Text(2));

    public static TestKey ReadOnly { get; } = new("reader", Role.ReadOnly, Text(3));

    public static TestKey Service { get; } = new("service", Role.Service, Text(4));

    public static TestKey Expired { get; } = new("expired", Role.Admin, Text(5), IsValid: false);

    /// <summary>Works until it is revoked.</summary>
    public static TestKey Fleeting { get; } = new("fleeting", Role.User, Text(6));

    /// <summary>An administrator's that works until it is revoked.</summary>
    public static TestKey Leaving { get; } = new("leaving", Role.Admin, Text(7));

    /// <summary>A reader's that works until it is revoked.</summary>
    public static TestKey Following { get; } = new("following", Role.ReadOnly, Text(8));

    public static IReadOnlyList<TestKey> All { get; } = [Admin, User, ReadOnly, Service, Expired, Fleeting, Leaving, Following];

    /// <summary>Names of those that were.</summary>
    public static ConcurrentDictionary<string, bool> Revoked { get; } = [];

    /// <summary>A well-formed key, the same at every run.</summary>
    public static string Text(byte seed) => ApiKeyFormat.Make(Enumerable.Repeat(seed, ApiKeyFormat.RandomBytes).ToArray());
}
