using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using System.Security.Cryptography;

namespace NeuralTrader.Api.Console;

/// <summary>Columns for a chart: eight digits are more than a screen can show, and what is not defined is null.</summary>
internal static class ColumnJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Converters = { new ShortNumber() } };

    /// <summary>Columns under a tag of their content, so that a browser fetches the same columns once.</summary>
    public static FileContentHttpResult Answer<T>(T columns, HttpContext context)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(columns, Options);
        string tag = Convert.ToHexStringLower(SHA256.HashData(json).AsSpan(0, 12));
        context.Response.Headers.CacheControl = "private, no-cache"; // keep it, and ask whether it has changed
        return TypedResults.Bytes(json, "application/json", entityTag: new EntityTagHeaderValue($"\"{tag}\""));
    }

    /// <summary>Columns as text, for a chart's attribute.</summary>
    public static string Text<T>(T columns) => JsonSerializer.Serialize(columns, Options);

    private sealed class ShortNumber : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value)) writer.WriteRawValue(value.ToString("G8", CultureInfo.InvariantCulture));
            else writer.WriteNullValue();
        }
    }
}
