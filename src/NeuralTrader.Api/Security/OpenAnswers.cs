using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace NeuralTrader.Api.Security;

/// <summary>
/// Cuts off answers that stay open, such as streams of events, downloads and sockets, once what their caller showed works no more. While nobody can tell
/// they stay. Calls are not cut off: whether they were done would be left open, and each ends by its deadline.
/// </summary>
internal sealed class OpenAnswers(RequestDelegate next, KeyCache keys)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    public Task InvokeAsync(HttpContext http)
    {
        if (HttpMethods.IsPost(http.Request.Method) || Shown(http) is not { } secret) return next(http);
        Task answer = Answer(http);
        return answer.IsCompleted ? answer : Watched(http, secret, answer);
    }

    private static string? Shown(HttpContext http) => http.User.Identity switch
    {
        CallerIdentity { AuthenticationType: Schemes.Console } => http.User.FindFirstValue(Schemes.SessionClaim),
        CallerIdentity => ApiKeyText.Of(http.Request.Headers),
        _ => null,
    };

    // Asynchronous, so that the caller's identity stays within: the questions asked meanwhile are not his.
    private async Task Answer(HttpContext http) => await next(http);

    private async Task Watched(HttpContext http, string secret, Task answer)
    {
        while (await Task.WhenAny(answer, Task.Delay(Pause)) != answer)
        {
            Task<bool> ended = HasEnded(secret);
            if (await Task.WhenAny(answer, ended) == answer) break;
            if (!await ended) continue;
            http.Abort();
            break;
        }
        await answer;
    }

    private async Task<bool> HasEnded(string secret)
    {
        try
        {
            return await keys.Find(secret) is null;
        }
#pragma warning disable CA1031 // whatever keeps the silos from answering: they are asked again
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }
}
