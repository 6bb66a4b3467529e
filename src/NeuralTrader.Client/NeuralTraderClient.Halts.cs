using NeuralTrader.Abstractions.Security;
using NeuralTrader.Abstractions.Trading;

namespace NeuralTrader.Client;

public sealed partial class NeuralTraderClient
{
    // Who has an Orleans client is inside the cluster's border, where nobody asks for keys.
    private static readonly Caller ThisProgram = new($"{Environment.UserName} at {Environment.MachineName}, program {Environment.ProcessId}", Role.Admin);

    private Caller caller = ThisProgram;

    /// <summary>The same functions in the name of somebody, where what they do is put on record.</summary>
    /// <param name="by">Who asks, and what he may do; unless said otherwise this program, which may do everything.</param>
    public NeuralTraderClient As(Caller by) => new(grains, losses) { caller = by };

    /// <summary>Stops all trading of a portfolio or the platform; when it returns, no silo takes an order any more.</summary>
    public Task<TradingHaltReceipt> HaltTradingAsync(HaltTradingRequest request, CancellationToken cancellationToken = default) =>
        Halts.Halt(request, caller, cancellationToken).Value();

    /// <summary>Lets trading go on.</summary>
    public Task<TradingHaltReceipt> ResumeTradingAsync(ResumeTradingRequest request, CancellationToken cancellationToken = default) =>
        Halts.Lift(request, caller, cancellationToken).Value();

    /// <summary>What is halted and what was, and who ordered it.</summary>
    public Task<TradingHaltList> GetTradingHaltsAsync(GetTradingHaltsRequest request, CancellationToken cancellationToken = default) =>
        Halts.Read(request, cancellationToken);

    private ITradingHaltGrain Halts => Named(grains.GetGrain<ITradingHaltGrain>(Any));
}
