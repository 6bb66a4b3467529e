using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using NeuralTrader.Api.Json;
using NeuralTrader.Api.Problems;

namespace NeuralTrader.Api.Functions;

/// <summary>Reads a function's arguments out of a request's body.</summary>
/// <typeparam name="TRequest">The function's request.</typeparam>
/// <param name="limit">Largest body in bytes.</param>
internal sealed class RequestReader<TRequest>(long limit)
    where TRequest : class
{
    private static readonly ReadOnlySequence<byte> NoArguments = new("{}"u8.ToArray());
    private readonly JsonTypeInfo<TRequest> type = WireJson.TypeOf<TRequest>();

    /// <summary>The arguments.</summary>
    /// <exception cref="ProblemException">The body is too large, of another type, not JSON, or not this function's arguments.</exception>
    public async ValueTask<TRequest> Read(HttpContext http, CancellationToken cancellationToken)
    {
        if (http.Request.ContentLength > limit) throw TooLarge();
        PipeReader body = http.Request.BodyReader;
        while (true)
        {
            ReadResult read = await body.ReadAsync(cancellationToken);
            if (read.Buffer.Length > limit) throw TooLarge();
            if (!read.IsCompleted)
            {
                body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }
            try
            {
                if (!read.Buffer.IsEmpty) RequireJson(http.Request);
                return Parse(read.Buffer.IsEmpty ? NoArguments : read.Buffer);
            }
            finally
            {
                body.AdvanceTo(read.Buffer.End);
            }
        }
    }

    private TRequest Parse(in ReadOnlySequence<byte> body)
    {
        try
        {
            Utf8JsonReader json = new(body, new JsonReaderOptions { MaxDepth = WireJson.MaxDepth });
            TRequest? request = JsonSerializer.Deserialize(ref json, type);
            if (request is not null && !json.Read()) return request;
        }
        catch (JsonException)
        {
            // Explained below; the serializer's own words name .NET types and not the member that the caller wrote.
        }
        return RiskBatchReader.Read<TRequest>(body) ?? throw new ProblemException(BodyFault.Explain(body, type));
    }

    private static void RequireJson(HttpRequest request)
    {
        bool isJson = MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
            && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
                || type.MediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase));
        bool isUtf8 = isJson && HeaderUtilities.RemoveQuotes(type!.Charset) is var charset
            && (charset.Length == 0 || charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));
        if (!isUtf8 || request.Headers.ContentEncoding.Count > 0)
            throw new ProblemException(Problem.Of(ProblemTypes.UnsupportedMediaType, "A function takes application/json in UTF-8, not compressed."));
    }

    private ProblemException TooLarge() =>
        new(Problem.Of(ProblemTypes.BodyTooLarge,
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"The body may have at most {limit} bytes.")));
}
