using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace NeuralTrader.Api.Problems;

/// <summary>Answers a request whose handling failed.</summary>
internal static partial class FaultAnswer
{
    public static async Task Write(HttpContext http, Exception fault, ILogger log)
    {
        if (Faults.Explain(fault, http) is not { } problem) return;
        if (problem.Status is 500 or 503 && fault is not (ProblemException or Client.RefusalException) && !Faults.IsNobodyThere(fault))
            Failed(log, fault, http.Request.Method, http.Request.Path.Value, problem.Status, http.TraceIdentifier);
        if (http.Response.HasStarted) http.Abort(); // half an answer must not look like a whole one
        else await problem.Write(http);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed with {Status} ({TraceId})")]
    private static partial void Failed(ILogger log, Exception fault, string method, string? path, int status, string traceId);
}
