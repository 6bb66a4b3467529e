using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NeuralTrader.Api.Overload;
using NeuralTrader.Api.Security;

namespace NeuralTrader.Api.Mcp;

/// <summary>
/// Calls a function's own endpoint for a request that came by another way: what it asks of callers, its lane, its reader and its refusals are those of HTTP,
/// since they are the same code.
/// </summary>
internal sealed class InnerCall
{
    private readonly RequestDelegate serve;

    /// <summary>Puts the endpoint's surroundings together.</summary>
    public InnerCall(IApplicationBuilder app)
    {
        IApplicationBuilder inner = app.New();
        inner.UseMiddleware<CallerMiddleware>();
        inner.UseMiddleware<LaneMiddleware>();
        inner.UseAuthorization();
        inner.Run(http => http.GetEndpoint()!.RequestDelegate!(http));
        serve = inner.Build();
    }

    /// <summary>Calls an endpoint as the caller of another request.</summary>
    /// <param name="outer">The request that came.</param>
    /// <param name="endpoint">What is called.</param>
    /// <param name="body">The arguments, JSON in UTF-8.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The status, and the answer or problem, JSON in UTF-8.</returns>
    public async Task<(int Status, ReadOnlyMemory<byte> Body)> Post(HttpContext outer, RouteEndpoint endpoint, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        using MemoryStream answer = new();
        DefaultHttpContext http = new() { RequestServices = outer.RequestServices, User = outer.User, TraceIdentifier = outer.TraceIdentifier, RequestAborted = cancellationToken };
        (http.Connection.RemoteIpAddress, http.Connection.RemotePort) = (outer.Connection.RemoteIpAddress, outer.Connection.RemotePort);
        (http.Request.Method, http.Request.Scheme, http.Request.Host) = (HttpMethods.Post, outer.Request.Scheme, outer.Request.Host);
        (http.Request.Path, http.Request.ContentType, http.Request.ContentLength) = (endpoint.RoutePattern.RawText, "application/json", body.Length);
        using MemoryStream arguments = new(body.ToArray(), writable: false);
        (http.Request.Body, http.Response.Body) = (arguments, answer);
        http.SetEndpoint(endpoint);
        try
        {
            await serve(http);
        }
        catch (Problems.ProblemException told) // the lane is full
        {
            await told.Problem.Write(http);
        }
        await http.Response.BodyWriter.FlushAsync(cancellationToken);
        return (http.Response.StatusCode, answer.ToArray());
    }
}
