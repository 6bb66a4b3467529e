using System.Buffers;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using NeuralTrader.Abstractions.Markets;
using NeuralTrader.Api.Json;
using NeuralTrader.Api.Overload;
using NeuralTrader.Api.Problems;
using NeuralTrader.Api.Security;
using NeuralTrader.Client;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Api.Files;

/// <summary>importMarketData for a file as it is: the body itself, or the first file of a form, instead of base64 in JSON.</summary>
internal static class Upload
{
    private const string Form = "multipart/form-data";
    private const int LongestBoundary = 70; // RFC 2046, section 5.1.1

    public static void MapUpload(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v1/trading/upload", Import)
            .WithName("uploadMarketData").WithTags("Files").RequireAuthorization(Policies.Admin).WithMetadata(new LaneMark(Lane.Jobs)).DisableAntiforgery()
            .WithSummary("Imports the file in the body (raw, or the first file of a multipart form); parameters as importMarketData takes them.");

    private static async Task Import(HttpContext http, NeuralTraderClient client, IOptions<ApiOptions> options)
    {
        Query query = new(http.Request, "symbol", "fileName", "strict", "currency", "kind", "interval", "basis", "timeZone", "date", "name", "assetClass",
            "source", "licence");
        (byte[] content, string? formName) = await File(http, options.Value.ImportBodyLimit);
        ImportMarketDataRequest request = new(
            query.Text("symbol"), query.Text("currency") ?? "USD", content, query.Text("fileName") ?? formName,
            Kind: query.Word<MarketDataKind>("kind") ?? MarketDataKind.Bars, Interval: query.Word<BarInterval>("interval"),
            Basis: query.Word<PriceBasis>("basis"),
            TimeZone: query.Text("timeZone"), Date: query.Word<DateTime>("date"), Strict: query.Flag("strict"), Name: query.Text("name"),
            AssetClass: query.Word<AssetClass>("assetClass"), Source: query.Text("source"), Licence: query.Text("licence"));
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        limit.CancelAfter(options.Value.JobDeadline);
        ImportAnswer answer = await client.As(CallerOf.Request(http)).ImportMarketDataAsync(request, limit.Token).WaitAsync(limit.Token);
        await http.Response.WriteAsJsonAsync(answer, WireJson.TypeOf<ImportAnswer>(), cancellationToken: http.RequestAborted);
    }

    private static async Task<(byte[] Content, string? Name)> File(HttpContext http, long limit)
    {
        if (http.Request.ContentLength > limit) throw TooLarge(limit);
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out MediaTypeHeaderValue? media)
            || !media.MediaType.Equals(Form, StringComparison.OrdinalIgnoreCase))
            return (await Bytes(http.Request.Body, limit, http.RequestAborted), null);
        string boundary = HeaderUtilities.RemoveQuotes(media.Boundary).ToString();
        if (boundary.Length is 0 or > LongestBoundary) throw new ProblemException(Problem.Invalid("boundary", boundary, "1 to 70 characters"));
        MultipartReader parts = new(boundary, http.Request.Body);
        try
        {
            while (await parts.ReadNextSectionAsync(http.RequestAborted) is { } part)
                if (part.GetContentDispositionHeader() is { } header && header.IsFileDisposition())
                    return (await Bytes(part.Body, limit, http.RequestAborted),
                        HeaderUtilities.RemoveQuotes(header.FileNameStar.HasValue ? header.FileNameStar : header.FileName).ToString());
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new ProblemException(Problem.Invalid("body", "a broken form", "multipart/form-data with one file"));
        }
        throw new ProblemException(Problem.Invalid("body", "a form without a file", "multipart/form-data with one file"));
    }

    private static async Task<byte[]> Bytes(Stream stream, long limit, CancellationToken cancellationToken)
    {
        using MemoryStream content = new();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(65_536);
        try
        {
            for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
            {
                if (content.Length + read > limit) throw TooLarge(limit);
                content.Write(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        return content.ToArray();
    }

    private static ProblemException TooLarge(long limit) =>
        new(Problem.Of(ProblemTypes.BodyTooLarge, string.Create(CultureInfo.InvariantCulture, $"The file may have at most {limit} bytes.")));
}
