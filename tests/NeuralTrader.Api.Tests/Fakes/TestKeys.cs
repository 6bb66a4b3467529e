using NeuralTrader.Abstractions.Security;

namespace NeuralTrader.Api.Tests.Fakes;

public sealed record TestKey(string Name, Role Role, string Text, bool IsValid = true);

public static class TestKeys
{
    public static TestKey Admin { get; } = new("admin", Role.Admin, "ntk_admin");

    public static TestKey User { get; } = new("user", Role.User, "ntk_user");

    public static TestKey ReadOnly { get; } = new("reader", Role.ReadOnly, "ntk_reader");

    public static TestKey Service { get; } = new("service", Role.Service, "ntk_service");

    public static TestKey Expired { get; } = new("expired", Role.Admin, "ntk_expired", IsValid: false);

    public static IReadOnlyList<TestKey> All { get; } = [Admin, User, ReadOnly, Service, Expired];
}
