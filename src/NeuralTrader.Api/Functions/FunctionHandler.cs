using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Api.Json;
using NeuralTrader.Api.Problems;
using NeuralTrader.Api.Security;
using NeuralTrader.Client;

namespace NeuralTrader.Api.Functions;

/// <summary>Serves one function: body to request, call, answer to body. All that does not depend on the request is made once, here.</summary>
/// <param name="function">What is called.</param>
/// <param name="client">Calls it.</param>
/// <param name="deadline">How long a call may take.</param>
/// <param name="bodyLimit">Largest body in bytes.</param>
/// <param name="done">Told of every request that was carried out, before it is answered; null where nobody need know.</param>
/// <param name="log">Hears of faults that were not foreseen.</param>
internal sealed class FunctionHandler<TRequest, TAnswer>(
    Function<TRequest, TAnswer> function, NeuralTraderClient client, TimeSpan deadline, long bodyLimit, Action<TRequest>? done, ILogger log)
    where TRequest : class
{
    private readonly RequestReader<TRequest> reader = new(bodyLimit);
    private readonly KeyRule<TRequest>? keys = IdempotencyKeys.RuleOf<TRequest>();
    private readonly AnswerWriter<TAnswer> answers = AnswerWriter.Of<TAnswer>();

    public async Task Handle(HttpContext http)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        limit.CancelAfter(deadline);
        try
        {
            TRequest request = await reader.Read(http, limit.Token);
            if (keys is not null) request = keys.Apply(http.Request.Headers, request);
            if (function.Role == Role.Admin) AccessAudit.RoleUsed(http);
            TAnswer answer = await function.Call(client.As(CallerOf.Request(http)), request, limit.Token).WaitAsync(limit.Token);
            done?.Invoke(request);
            await answers.Write(http, answer);
        }
#pragma warning disable CA1031 // Every fault has its problem; what is not foreseen becomes 500 and a line in the log.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            await FaultAnswer.Write(http, fault, log);
        }
    }
}
