using System.Reflection;
using NeuralTrader.Abstractions;
using NeuralTrader.Compute.Devices;
using Orleans.Concurrency;

namespace NeuralTrader.Cluster.Tests.Hosting;

public sealed class LongCallTests
{
    private static readonly string[] Long =
    [
        "forecast.forecast", "risk.analyse", "risk.stress", "risk.batch", "allocation.optimize", "correlation.analyse", "correlation.rows", "monte-carlo.simulate",
        "monte-carlo-worker.simulate", "warping.distance", "warping.batch", "trade-simulation.simulate", "backtest-worker.run", "backtest-worker.compare", "optimization-worker.plan",
        "optimization-worker.run", "optimization-worker.conclude",
    ];

    // What is no computation and yet may take longer than the seconds that a client outside the cluster gives a call.
    private static readonly string[] Slow =
    [
        "analysis.data", "analysis.indicator", "analysis.quick", "market-import.import", "market-import.delete", "backtest-job.start", "backtest-job.read",
        "optimization-job.start", "optimization-job.read", "optimization-chunk.read", "system.init",
        "audit.events", "audit.statistics", "audit.verify", "audit.clear", "audit.lines", "audit-log.sweep", "audit-log.clear",
    ];

    [Fact] // else a caller hears of a time-out, and not of the refusal that the engine gives at its own limit
    public void A_call_that_computes_may_take_longer_than_the_engine_allows()
    {
        Dictionary<string, TimeSpan?> limits = Methods().ToDictionary(
            method =>
                $"{method.DeclaringType!.GetCustomAttribute<AliasAttribute>()!.Alias["grain.".Length..]}.{method.GetCustomAttribute<AliasAttribute>()!.Alias}",
            method => method.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout);
        Assert.All(Long, name => Assert.True(limits[name] > ComputeEngine.Longest, $"{name}: {limits[name]}"));
        Assert.All(Slow, name => Assert.True(limits[name] >= TimeSpan.FromSeconds(30), $"{name}: {limits[name]}"));
        Assert.Equal([.. Long.Concat(Slow).Order(StringComparer.Ordinal)], limits
            .Where(limit => limit.Value is not null).Select(limit => limit.Key).Order(StringComparer.Ordinal));
    }

    [Fact] // a client hears of a silo's death by the time-out: the sooner, the sooner an order is sent again
    public void No_call_that_moves_money_has_a_limit_of_its_own() =>
        Assert.All(typeof(IPortfolioGrain).GetMethods(), method => Assert.Null(method.GetCustomAttribute<ResponseTimeoutAttribute>()));

    [Fact] // several activations on a silo would share the calls, and a cancellation could reach one that knows nothing of the call
    public void Grains_that_compute_for_a_caller_have_one_activation_a_silo() => Assert.All(
        typeof(Grains.Hosting.AnswerCache).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(Grain))
            && type.GetCustomAttribute<StatelessWorkerAttribute>() is not null
            && type.GetConstructors().Single().GetParameters().Any(parameter => parameter.ParameterType == typeof(ComputeEngine)) && !type.IsNotPublic),
        type => Assert.Equal(1, type.GetCustomAttributesData().Single(data => data.AttributeType == typeof(StatelessWorkerAttribute))
            .ConstructorArguments[0].Value));

    private static IEnumerable<MethodInfo> Methods() => typeof(IPortfolioGrain).Assembly.GetTypes()
        .Where(type => type.IsInterface && type.GetCustomAttribute<AliasAttribute>()?.Alias.StartsWith("grain.", StringComparison.Ordinal) == true)
        .SelectMany(type => type.GetMethods()).Where(method => method.GetCustomAttribute<AliasAttribute>() is not null);
}
