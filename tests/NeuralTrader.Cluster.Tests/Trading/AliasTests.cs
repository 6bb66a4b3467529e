using System.Reflection;
using NeuralTrader.Abstractions;
using NeuralTrader.Domain;
using NeuralTrader.Grains.Trading;

namespace NeuralTrader.Cluster.Tests.Trading;

/// <summary>Orleans keeps the aliases of types and grain interfaces in one table: a name used twice stops every silo at its start.</summary>
public sealed class AliasTests
{
    [Fact]
    public void Every_alias_is_used_once() =>
        Assert.Empty(new[] { typeof(Refusal).Assembly, typeof(IPortfolioGrain).Assembly, typeof(PortfolioGrain).Assembly }
            .SelectMany(assembly => assembly.GetTypes().Where(type => type.Namespace?.StartsWith("NeuralTrader", StringComparison.Ordinal) == true))
            .Select(type => type.GetCustomAttribute<AliasAttribute>()?.Alias)
            .OfType<string>().GroupBy(alias => alias).Where(group => group.Count() > 1).Select(group => group.Key));
}
