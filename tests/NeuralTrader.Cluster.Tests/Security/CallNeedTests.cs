using System.Reflection;
using NeuralTrader.Abstractions;
using NeuralTrader.Abstractions.Security;

namespace NeuralTrader.Cluster.Tests.Security;

public sealed class CallNeedTests
{
    private static readonly string[] Open = ["identity.exchange", "identity.session", "key-news.hear", "system.ping", "system.version", "system.health"];

    public static IEnumerable<MethodInfo> Methods => typeof(IPortfolioGrain).Assembly.GetTypes()
        .Where(type => type.IsInterface && type.IsAssignableTo(typeof(IGrain)))
        .SelectMany(type => type.GetMethods());

    [Fact]
    public void Every_method_of_every_grain_says_who_may_call_it() => Assert.Empty(
        Methods.Where(method => Marks(method).Length == 0 && Marks(method.DeclaringType!).Length == 0).Select(method => $"{method.DeclaringType!.Name}.{method.Name}"));

    [Fact]
    public void No_method_says_two_things() =>
        Assert.Empty(Methods.Where(method => Marks(method).Length > 1 || Marks(method.DeclaringType!).Length > 1).Select(method => $"{method.DeclaringType!.Name}.{method.Name}"));

    [Fact]
    public void What_is_open_to_all_is_a_short_list() => Assert.Equal(
        Open.Order(StringComparer.Ordinal),
        Methods.Where(method => (Marks(method) is [.., var own] ? own : Marks(method.DeclaringType!).Single()) == typeof(OpenToAllAttribute))
            .Select(method => $"{Alias(method.DeclaringType!)["grain.".Length..]}.{Alias(method)}").Order(StringComparer.Ordinal));

    private static Type[] Marks(MemberInfo member) =>
    [
        .. member.GetCustomAttributesData().Select(data => data.AttributeType)
            .Where(type => type == typeof(NeedsAttribute) || type == typeof(MembersOnlyAttribute) || type == typeof(ForInterfacesAttribute) || type == typeof(OpenToAllAttribute)),
    ];

    private static string Alias(MemberInfo member) => member.GetCustomAttribute<AliasAttribute>()!.Alias;
}
