using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NeuralTrader.Api.Overload;
using NeuralTrader.Api.Security;
using NeuralTrader.Client;

namespace NeuralTrader.Api.Files;

/// <summary>The audit log as a file that can be verified elsewhere: lines of JSON, a book of it in memory at a time.</summary>
internal static class AuditFiles
{
    public static void MapAuditFiles(this IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/security/audit.jsonl", Export)
        .WithName("exportAuditLog").WithTags("Files").RequireAuthorization(Policies.Admin).WithMetadata(new LaneMark(Lane.Jobs))
        .WithSummary("The audit log with its chain and signatures, a line of JSON for each entry; the parameter before takes only days before that one, as an archive has them.");

    private static async Task Export(HttpContext http, NeuralTraderClient client)
    {
        AccessAudit.RoleUsed(http);
        Query query = new(http.Request, "before");
        DateOnly? before = query.Word<DateTime>("before") is { } day ? DateOnly.FromDateTime(day) : null;
        http.Response.ContentType = "text/jsonl; charset=utf-8";
        http.Response.Headers.ContentDisposition = "attachment; filename=\"audit.jsonl\"";
        http.Response.Headers.CacheControl = "no-store";
        await foreach (ReadOnlyMemory<byte> lines in client.As(CallerOf.Request(http)).ExportAuditLogAsync(before, http.RequestAborted))
        {
            await http.Response.BodyWriter.WriteAsync(lines, http.RequestAborted);
        }
    }
}
