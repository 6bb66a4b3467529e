using NeuralTrader.Abstractions.Security;

namespace NeuralTrader.Abstractions.Trading;

/// <summary>The kill switch. It keeps nothing: the truth is a book of the journal, so that any silo can serve it.</summary>
[Alias("grain.trading-halt"), Repeatable]
public interface ITradingHaltGrain : IGrainWithIntegerKey
{
    /// <summary>Stops trading; answers when no silo can take an order any more.</summary>
    [Alias("halt"), Needs(Role.User)] Task<Answer<TradingHaltReceipt>> Halt(HaltTradingRequest request, Caller by, CancellationToken cancellationToken);

    /// <summary>Lets trading go on.</summary>
    [Alias("resume"), Needs(Role.User)] Task<Answer<TradingHaltReceipt>> Lift(ResumeTradingRequest request, Caller by, CancellationToken cancellationToken);

    /// <summary>What is halted and what was.</summary>
    [Alias("read"), Needs(Role.ReadOnly)] Task<TradingHaltList> Read(GetTradingHaltsRequest request, CancellationToken cancellationToken);
}

/// <summary>One silo's knowledge of the halts; the key is the silo's address.</summary>
[Alias("grain.halt-watch"), Repeatable, MembersOnly]
public interface IHaltWatchGrain : IGrainWithStringKey
{
    /// <summary>Returns when the silo knows the audit up to an entry and every order that was let in before has been answered.</summary>
    /// <param name="version">The entry's place.</param>
    /// <param name="cancellationToken">Gives up.</param>
    [Alias("know")] Task Know(long version, CancellationToken cancellationToken);
}

/// <summary>What a portfolio did when it took note of the halts.</summary>
/// <param name="OrdersCanceled">Working orders it canceled, or at a broker asked to be canceled, for the newest halt.</param>
[GenerateSerializer, Immutable, Alias("halt-heeded")]
public sealed record HaltHeeded(int OrdersCanceled);
