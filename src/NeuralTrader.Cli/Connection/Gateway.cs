using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Cli.Output;
using NeuralTrader.Client.Json;

namespace NeuralTrader.Cli.Connection;

/// <summary>The platform over HTTP. Whatever goes wrong arrives as a <see cref="ProblemException"/>.</summary>
/// <param name="endpoint">Where it is, and the key.</param>
/// <param name="patience">How long it was given to answer; only said, kept by the tokens that calls bring.</param>
/// <param name="userCancels">Tells a user's Ctrl-C from patience that ran out.</param>
internal sealed class Gateway(Endpoint endpoint, TimeSpan patience, CancellationToken userCancels) : IDisposable
{
    private const long LongestProblem = 1 << 16;

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(10) })
    {
        BaseAddress = endpoint.Address, Timeout = System.Threading.Timeout.InfiniteTimeSpan,
    };

    /// <summary>Calls a function with its arguments as JSON.</summary>
    public Task<HttpResponseMessage> Call(string route, byte[] body, string? idempotencyKey, CancellationToken cancellationToken)
    {
        HttpRequestMessage request = new(HttpMethod.Post, route.TrimStart('/')) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        return Send(request, idempotencyKey, cancellationToken);
    }

    /// <summary>Reads an address below the platform's.</summary>
    public Task<HttpResponseMessage> Fetch(string path, CancellationToken cancellationToken) =>
        Send(new HttpRequestMessage(HttpMethod.Get, path), null, cancellationToken);

    /// <summary>Sends a file as it is read, with what is known of it in the query.</summary>
    public Task<HttpResponseMessage> Upload(Stream file, string query, CancellationToken cancellationToken)
    {
        HttpRequestMessage request = new(HttpMethod.Post, $"api/v1/trading/upload?{query}") { Content = new StreamContent(file) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return Send(request, null, cancellationToken);
    }

    /// <summary>A job's progress as the platform tells it, until it ends or the platform falls silent.</summary>
    public async IAsyncEnumerable<JobProgress> Watch(
        string jobId, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, $"api/v1/jobs/{Uri.EscapeDataString(jobId)}/events");
        request.Headers.Accept.ParseAdd("text/event-stream");
        using HttpResponseMessage response = await Send(request, null, cancellationToken);
        using StreamReader events = new(await response.Content.ReadAsStreamAsync(cancellationToken));
        await foreach (string data in ServerEvents.Read(events, cancellationToken))
            yield return JsonSerializer.Deserialize<JobProgress>(data, WireJson.Answers)!;
    }

    /// <summary>An answer as its type.</summary>
    public async Task<T> Read<T>(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await using Stream body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await JsonSerializer.DeserializeAsync<T>(body, WireJson.Answers, cancellationToken)
                ?? throw new ProblemException(Problem.Local("foreign-answer", "Another kind of answer", "The platform answered null."), ExitCode.Refused);
        }
        catch (JsonException fault)
        {
            string detail = $"The platform's answer is not as this nt knows it ({fault.Path}); --json prints it as it came. Do nt and the platform have "
                + "the same version?";
            throw new ProblemException(Problem.Local("foreign-answer", "Another kind of answer", detail), ExitCode.Refused);
        }
        catch (Exception fault) when (Explain(fault, null) is { } problem)
        {
            throw problem;
        }
    }

    /// <summary>Prints an answer as it comes, and a line's end.</summary>
    public async Task CopyBody(HttpResponseMessage response, TextWriter output, CancellationToken cancellationToken)
    {
        try
        {
            using StreamReader body = new(await response.Content.ReadAsStreamAsync(cancellationToken));
            char[] buffer = new char[16_384];
            while (await body.ReadAsync(buffer, cancellationToken) is > 0 and int read) await output.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            await output.WriteLineAsync();
        }
        catch (Exception fault) when (Explain(fault, null) is { } problem)
        {
            throw problem;
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<HttpResponseMessage> Send(HttpRequestMessage request, string? idempotencyKey, CancellationToken cancellationToken)
    {
        if (endpoint.Key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", endpoint.Key);
        try
        {
            HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.IsSuccessStatusCode) return response;
            using (response) throw await Refusal(response, idempotencyKey, cancellationToken);
        }
        catch (Exception fault) when (Explain(fault, idempotencyKey) is { } problem)
        {
            throw problem;
        }
    }

    private static async Task<ProblemException> Refusal(HttpResponseMessage response, string? idempotencyKey, CancellationToken cancellationToken)
    {
        byte[] body = await Head(response, cancellationToken);
        Problem problem = Problem.Parse(body) ?? Problem.Local("foreign-answer", "Another kind of answer",
            $"The server answered {(int)response.StatusCode} {response.ReasonPhrase}, and not as NeuralTrader does. Is this its address?") with { Status = (int)response.StatusCode };
        bool isSilent = response.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;
        if (response.StatusCode == HttpStatusCode.Unauthorized) problem = problem with { Status = (int)response.StatusCode };
        return new ProblemException(problem.WithKey(idempotencyKey), isSilent ? ExitCode.Unreachable : ExitCode.Refused);
    }

    private static async Task<byte[]> Head(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using Stream body = await response.Content.ReadAsStreamAsync(cancellationToken);
        using MemoryStream head = new();
        byte[] buffer = new byte[8192];
        while (head.Length < LongestProblem && await body.ReadAsync(buffer, cancellationToken) is > 0 and int read) head.Write(buffer, 0, read);
        return head.ToArray();
    }

    // Null for what is not the network's fault, so that it flies on.
    private ProblemException? Explain(Exception fault, string? idempotencyKey) => fault switch
    {
        OperationCanceledException when !userCancels.IsCancellationRequested => new ProblemException(
            Problem.Local("timeout", "No answer in time", string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"{endpoint.Address} did not answer within {patience.TotalSeconds:0.#} seconds.")).WithKey(idempotencyKey), ExitCode.Unreachable),
        HttpRequestException or HttpIOException or IOException => new ProblemException(
            Problem.Local("unreachable", "Nobody answers",
                $"{endpoint.Address} cannot be reached: {(fault.GetBaseException().Message).TrimEnd('.')}. Is the platform running, and is this its address?")
                .WithKey(idempotencyKey), ExitCode.Unreachable),
        _ => null,
    };
}
