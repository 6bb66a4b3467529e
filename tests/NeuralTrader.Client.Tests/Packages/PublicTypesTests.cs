using System.Reflection;
using NeuralTrader.Abstractions;

namespace NeuralTrader.Client.Tests.Packages;

/// <summary>What the packages show. A type that is public by accident is one that can never be changed again.</summary>
public sealed class PublicTypesTests
{
    private static readonly string[] Shown =
    [
        "ClusterUnavailableException", "Function", "Function`2", "FunctionCatalog", "Hosting.NeuralTraderClientHosting", "Hosting.NeuralTraderClientOptions",
        "IFunctionVisitor`1", "Json.WireJson", "NeuralTraderClient", "RefusalException", "RepeatedCalls", "Security.ClusterTlsHosting", "Subject", "UnavailableFunction",
    ];

    // What every process of a cluster has, whether it holds grains or not: placement, news, and who calls.
    private static readonly string[] OfMembers = ["AcceleratorBoard", "AcceleratorPreference", "CallIdentity", "CallerContext", "KeyWatch", "KeyWatchHosting", "MemberOrders", "NamedSilo", "NewsReader`1", "Roles"];

    [Fact] // RepeatedCalls and WireJson are for the platform's own processes, which are callers too
    public void The_client_shows_what_its_callers_need_and_nothing_else() => Assert.Equal(
        Shown.Order(StringComparer.Ordinal),
        typeof(NeuralTraderClient).Assembly.GetExportedTypes().Where(type => type.Namespace!.StartsWith("NeuralTrader", StringComparison.Ordinal))
            .Select(type => type.FullName!["NeuralTrader.Client.".Length..]).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_contract_that_is_shown_is_a_record_that_crosses_the_wire_or_a_grain_or_a_mark() => Assert.DoesNotContain(
        typeof(IPortfolioGrain).Assembly.GetExportedTypes(),
        type => type.Namespace!.StartsWith("NeuralTrader", StringComparison.Ordinal) && !type.IsEnum && !type.IsInterface && type != typeof(Ids)
            && !type.IsAssignableTo(typeof(Attribute)) && !type.IsDefined(typeof(GenerateSerializerAttribute)) && !OfMembers.Contains(type.Name));
}
