using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NeuralTrader.Client.Json;

/// <summary>A figure that is not defined is null on the wire; what is read must be finite.</summary>
internal sealed class FiniteDoubleConverter : JsonConverter<double>
{
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out double value) && double.IsFinite(value)
            ? value
            : throw new JsonException("Not a finite number.");

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (double.IsFinite(value)) writer.WriteNumberValue(value);
        else writer.WriteNullValue();
    }
}

/// <summary>A figure of an answer: null is NaN.</summary>
internal sealed class FigureConverter : JsonConverter<double>
{
    public override bool HandleNull => true;

    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (double.IsFinite(value)) writer.WriteNumberValue(value);
        else writer.WriteNullValue();
    }
}

/// <summary>Money is read as it is written: a number with more digits than a decimal holds is refused, not rounded.</summary>
internal sealed class ExactDecimalConverter : JsonConverter<decimal>
{
    /// <summary>28 digits, a sign, a point and an exponent.</summary>
    private const int LongestToken = 34;

    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.Number) throw new JsonException("Not a number.");
        long length = reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length;
        return length <= LongestToken && Digits(reader) <= 28 && reader.TryGetDecimal(out decimal value)
            ? value
            : throw new JsonException("More digits than money has.");
    }

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) => writer.WriteNumberValue(value);

    // Counts what is written before an exponent, leading zeros left out.
    private static int Digits(Utf8JsonReader reader)
    {
        Span<byte> token = stackalloc byte[LongestToken];
        int length = Copy(reader, token);
        int digits = 0;
        foreach (byte c in token[..length])
        {
            if (c is (byte)'e' or (byte)'E') break;
            if (c is > (byte)'0' and <= (byte)'9' || (c == (byte)'0' && digits > 0)) digits++;
        }
        return digits;
    }

    private static int Copy(in Utf8JsonReader reader, Span<byte> token)
    {
        if (!reader.HasValueSequence)
        {
            reader.ValueSpan.CopyTo(token);
            return reader.ValueSpan.Length;
        }
        reader.ValueSequence.CopyTo(token);
        return (int)reader.ValueSequence.Length;
    }
}

/// <summary>Times are ISO 8601 and UTC; one without a zone is UTC.</summary>
internal sealed class UtcDateTimeConverter : JsonConverter<DateTime>
{
    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && reader.TryGetDateTime(out DateTime value)
            ? Utc(value)
            : throw new JsonException("Not an ISO 8601 date or time.");

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) => writer.WriteStringValue(Utc(value));

    /// <summary>The time in UTC; an unspecified one is taken as UTC.</summary>
    public static DateTime Utc(DateTime value) =>
        value.Kind == DateTimeKind.Local ? value.ToUniversalTime() : DateTime.SpecifyKind(value, DateTimeKind.Utc);
}
