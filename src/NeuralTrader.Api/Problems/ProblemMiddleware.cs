using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace NeuralTrader.Api.Problems;

/// <summary>
/// Outermost of all: whatever fails, and every bare error status of an address for programs, is answered as a problem; an unknown
/// address for people as a page.
/// </summary>
internal sealed class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> log)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
#pragma warning disable CA1031 // The last place that can still answer.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            await FaultAnswer.Write(http, fault, log);
            return;
        }
        HttpResponse response = http.Response;
        if (response is not { StatusCode: >= 400, HasStarted: false, ContentType: null, ContentLength: null }) return;
        if (IsForPrograms(http.Request.Path)) await Problem.Of(ProblemTypes.OfStatus(response.StatusCode)).Write(http);
        else if (response.StatusCode == StatusCodes.Status404NotFound) await MissingPage.Write(http);
    }

    private static bool IsForPrograms(PathString path) =>
        path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/openapi", StringComparison.OrdinalIgnoreCase);
}
