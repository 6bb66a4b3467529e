using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NeuralTrader.Storage.Moving;

/// <summary>
/// A row as one line of text: a JSON array of its columns in order, followed by a line feed. Exact numbers and moments are strings, bytes are
/// Base64. Equal rows are equal lines, whichever database they come from.
/// </summary>
internal static class RowText
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Puts a row's line into a buffer.</summary>
    public static void Write(ArrayBufferWriter<byte> buffer, PlatformTable table, object?[] row)
    {
        buffer.ResetWrittenCount();
        using (Utf8JsonWriter json = new(buffer, Relaxed))
        {
            json.WriteStartArray();
            for (int i = 0; i < row.Length; i++) Write(json, table.Columns[i].Kind, row[i]);
            json.WriteEndArray();
        }
        buffer.Write("\n"u8);
    }

    /// <summary>The row of a line.</summary>
    /// <exception cref="MovingException">It is no row of this table.</exception>
    public static object?[] Read(PlatformTable table, ReadOnlySpan<byte> line, long number)
    {
        try
        {
            Utf8JsonReader json = new(line);
            object?[] row = new object?[table.Columns.Count];
            if (!json.Read() || json.TokenType != JsonTokenType.StartArray) throw new FormatException("it is no array");
            for (int i = 0; i < row.Length; i++)
            {
                json.Read();
                row[i] = Value(ref json, table.Columns[i].Kind);
            }
            return json.Read() && json.TokenType == JsonTokenType.EndArray ? row : throw new FormatException($"it has more than {row.Length} columns");
        }
        catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException)
        {
            throw new MovingException(string.Create(CultureInfo.InvariantCulture, $"Line {number} of {table.Name} is no row of it: {fault.Message}."));
        }
    }

    private static void Write(Utf8JsonWriter json, ColumnKind kind, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case string text: json.WriteStringValue(text); break;
            case long number: json.WriteNumberValue(number); break;
            case bool truth: json.WriteBooleanValue(truth); break;
            case double real: json.WriteNumberValue(real); break;
            case decimal exact: json.WriteStringValue(exact.ToString(CultureInfo.InvariantCulture)); break;
            case DateTime time: json.WriteStringValue(time.ToString("O", CultureInfo.InvariantCulture)); break;
            case byte[] bytes: json.WriteBase64StringValue(bytes); break;
            default: throw new InvalidOperationException($"{value.GetType()} is no value of a column of kind {kind}.");
        }
    }

    private static object? Value(ref Utf8JsonReader json, ColumnKind kind) => json.TokenType == JsonTokenType.Null ? null : kind switch
    {
        ColumnKind.Text => json.GetString(),
        ColumnKind.Int => (long)json.GetInt32(),
        ColumnKind.Long => json.GetInt64(),
        ColumnKind.Boolean => json.GetBoolean(),
        ColumnKind.Real => json.GetDouble(),
        ColumnKind.Decimal => decimal.Parse(json.GetString()!, NumberStyles.Number, CultureInfo.InvariantCulture),
        ColumnKind.Time or ColumnKind.DriverTime => DateTime.ParseExact(json.GetString()!, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        ColumnKind.Blob => json.GetBytesFromBase64(),
    };
}
