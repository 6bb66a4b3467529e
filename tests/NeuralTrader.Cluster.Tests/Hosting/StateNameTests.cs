using System.Reflection;
using NeuralTrader.Grains.Backtesting;
using Orleans.Runtime;

namespace NeuralTrader.Cluster.Tests.Hosting;

/// <summary>The database tells states apart by their name and the grain's key, and not by the grain's class.</summary>
public sealed class StateNameTests
{
    [Fact]
    public void No_two_grains_keep_their_state_under_one_name()
    {
        (Type Grain, string Name)[] states =
        [
            .. from grain in typeof(BacktestIndexGrain).Assembly.GetTypes()
               from constructor in grain.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
               from parameter in constructor.GetParameters()
               let state = parameter.GetCustomAttribute<PersistentStateAttribute>()
               where state is not null
               select (grain, state.StateName),
        ];
        Assert.NotEmpty(states);
        Assert.Empty(states.GroupBy(state => state.Name).Where(same => same.Count() > 1).Select(same => $"{same.Key}: {string.Join(", ", same)}"));
    }
}
