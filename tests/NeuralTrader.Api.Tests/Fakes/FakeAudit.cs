using System.Collections.Concurrent;
using System.Text;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Security.Audit;
using Orleans.Concurrency;

namespace NeuralTrader.Api.Tests.Fakes;

/// <summary>Keeps what it is told, for tests to look at.</summary>
[Reentrant]
public sealed class FakeAuditLogGrain : Grain, IAuditLogGrain
{
    public static ConcurrentQueue<AuditEvent> Told { get; } = new();

    public Task Append(IReadOnlyList<AuditEvent> events, CancellationToken cancellationToken)
    {
        foreach (AuditEvent happened in events) Told.Enqueue(happened);
        return Task.CompletedTask;
    }

    public Task Carry(IReadOnlyList<CarriedEvent> events, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task Fetch(string book, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task Sweep(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<AuditLoggerState> State(bool rotateKey, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task Clear(AuditEvent happened, AuditCleared cleared, CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>A log of two books; it tells who asked.</summary>
[StatelessWorker]
public sealed class FakeAuditGrain : Grain, IAuditGrain
{
    private static readonly string[] Days = [AuditBook.Name(new DateOnly(2026, 1, 30), 1), AuditBook.Name(new DateOnly(2026, 1, 31), 1)];

    public Task<AuditLoggerState> Init(InitAuditLoggerRequest request, Caller by, CancellationToken cancellationToken) =>
        Task.FromResult(new AuditLoggerState("key", "pem", ["key"], new AuditHead(new AuditEnd(Days[1], 1, "00"), DateTime.UnixEpoch, "key", "s"), Days.Length, []));

    public Task<AuditReceipt> Log(LogAuditEventRequest request, Caller by, CancellationToken cancellationToken) => Task.FromResult(new AuditReceipt(
        new AuditEvent(request.Category, request.Action, $"{by.Name} as {by.Role}", request.Resource, Details: request.Details, Id: request.IdempotencyKey, At: DateTime.UnixEpoch)));

    public Task<AuditPage> Events(GetAuditEventsRequest request, CancellationToken cancellationToken) => Task.FromResult(new AuditPage([], null));

    public Task<AuditStatistics> Statistics(GetAuditStatisticsRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<AuditReport> Verify(VerifyAuditLogRequest request, Caller by, CancellationToken cancellationToken) =>
        Task.FromResult(new AuditReport(true, [], 0, 2, 2, 2, 0, DateTime.UnixEpoch, null, null, 1, ["key"]));

    public Task<Answer<AuditCleared>> Clear(ClearAuditLogRequest request, Caller by, CancellationToken cancellationToken) =>
        Task.FromResult<Answer<AuditCleared>>(new AuditCleared([], 0, "", by.Name));

    public Task<IReadOnlyList<string>> Books(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>(Days);

    public Task<byte[]> Lines(string book, CancellationToken cancellationToken) => Task.FromResult(Encoding.UTF8.GetBytes($"{{\"book\":\"{book}\"}}\n"));
}
