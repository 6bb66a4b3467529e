using System.Reflection;
using NeuralTrader.Abstractions;
using NeuralTrader.Client.Hosting;
using Orleans.Runtime;
using Orleans.Runtime.Messaging;
using Orleans.Serialization.Invocation;

namespace NeuralTrader.Client.Tests.Hosting;

/// <summary>What a client does about each way in which a gateway can fail to answer.</summary>
public sealed class GatewayCallsTests
{
    public static TheoryData<Exception> Faults =>
    [
        new TimeoutException(),
        new SiloUnavailableException("died"),
        new ConnectionFailedException("refused"), // a gateway that is gone and still in the list
        new OperationCanceledException("moved"),
    ];

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public async Task A_reading_that_got_no_answer_is_asked_again(Exception fault)
    {
        CallContext call = CallContext.To(nameof(IPortfolioGrain.Status), 2, fault);
        await new GatewayCalls(new NeuralTraderClientOptions()).Invoke(call.Context);
        Assert.Equal(3, call.Attempts);
    }

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public async Task A_client_without_patience_asks_once_and_is_told_in_a_sentence(Exception fault)
    {
        CallContext call = CallContext.To(nameof(IPortfolioGrain.Status), 2, fault);
        ClusterUnavailableException told = await Assert.ThrowsAsync<ClusterUnavailableException>(() =>
            new GatewayCalls(new NeuralTraderClientOptions { Patience = TimeSpan.Zero }).Invoke(call.Context));
        Assert.Equal(1, call.Attempts);
        Assert.StartsWith("The cluster gave no answer to Status of ", told.Message, StringComparison.Ordinal);
        Assert.Same(fault, told.InnerException);
    }

    [Fact]
    public async Task A_refusal_is_an_answer()
    {
        CallContext call = CallContext.To(nameof(IPortfolioGrain.Status), 1, new ArgumentException("no"));
        await Assert.ThrowsAsync<ArgumentException>(() => new GatewayCalls(new NeuralTraderClientOptions()).Invoke(call.Context));
        Assert.Equal(1, call.Attempts);
    }

    /// <summary>A call of a portfolio's method that fails so often, then not; what the filter does not ask for answers null.</summary>
    public class CallContext : DispatchProxy
    {
        private MethodInfo method = null!;
        private int failures;
        private Exception fault = null!;

        internal IOutgoingGrainCallContext Context => (IOutgoingGrainCallContext)(object)this;

        internal int Attempts { get; private set; }

        internal static CallContext To(string name, int times, Exception thrown)
        {
            CallContext call = (CallContext)(object)Create<IOutgoingGrainCallContext, CallContext>();
            (call.method, call.failures, call.fault) = (typeof(IPortfolioGrain).GetMethod(name)!, times, thrown);
            return call;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
        {
            "get_InterfaceMethod" => method,
            "get_MethodName" => method.Name,
            "get_Request" => Create<IInvokable, Arguments>(),
            nameof(IOutgoingGrainCallContext.Invoke) => ++Attempts <= failures ? Task.FromException(fault) : Task.CompletedTask,
            _ => null,
        };
    }

    /// <summary>Of no arguments and without a cancellation token.</summary>
    public class Arguments : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod!.ReturnType is { IsValueType: true } type && type != typeof(void) ? Activator.CreateInstance(type) : null;
    }
}
