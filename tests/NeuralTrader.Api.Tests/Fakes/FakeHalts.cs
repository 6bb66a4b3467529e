using NeuralTrader.Abstractions.Security;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Trading.Halts;
using Orleans.Concurrency;

namespace NeuralTrader.Api.Tests.Fakes;

/// <summary>Tells who asked; the portfolio "stuck" is halted already.</summary>
[StatelessWorker]
public sealed class FakeTradingHaltGrain : Grain, ITradingHaltGrain
{
    public Task<Answer<TradingHaltReceipt>> Halt(HaltTradingRequest request, Caller by, CancellationToken cancellationToken)
    {
        TradingHalt halt = new(1, request.PortfolioId, request.Reason, $"{by.Name} as {by.Role}", new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc), request.CancelOpenOrders, by.Role == Role.Admin);
        return Task.FromResult<Answer<TradingHaltReceipt>>(request.PortfolioId == "stuck" ? halt.Refuse() : new TradingHaltReceipt(halt, null, 0, [], [], 0, 0, 0));
    }

    public Task<Answer<TradingHaltReceipt>> Lift(ResumeTradingRequest request, Caller by, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<TradingHaltList> Read(GetTradingHaltsRequest request, CancellationToken cancellationToken) => Task.FromResult(new TradingHaltList([], []));
}
