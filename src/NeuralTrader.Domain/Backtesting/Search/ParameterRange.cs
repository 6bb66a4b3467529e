using System.Text.Json;
using System.Text.Json.Serialization;
using NeuralTrader.Domain.Trading.Strategies;

namespace NeuralTrader.Domain.Backtesting.Search;

/// <summary>
/// What a search may try of one parameter: a list of values as in [10, 20, 30], or {"min": 10, "max": 50, "step": 5}, or one number.
/// </summary>
/// <param name="Values">The values; null where the range is given by its ends.</param>
/// <param name="Min">First value.</param>
/// <param name="Max">No value is above it; it is the last one where the steps meet it.</param>
/// <param name="Step">From one value to the next, positive; the catalogue's step where it is not given.</param>
[GenerateSerializer, Immutable, Alias("parameter-range"), JsonConverter(typeof(ParameterRangeConverter))]
public sealed record ParameterRange(IReadOnlyList<double>? Values = null, double? Min = null, double? Max = null, double? Step = null)
{
    /// <summary>Most values of one parameter.</summary>
    public const int MostValues = 10_000;

    private const double Reach = 1e-9; // part of a step by which rounding may miss the end

    /// <summary>A list of values.</summary>
    public static ParameterRange Of(params double[] values) => new(values);

    /// <summary>From one end to the other by steps.</summary>
    public static ParameterRange Between(double min, double max, double? step = null) => new(null, min, max, step);

    /// <summary>The range as it is used: with the catalogue's step where it has ends and no step of its own.</summary>
    public ParameterRange Complete(StrategyParameter parameter) => Values is null && Step is null ? this with { Step = parameter.Step } : this;

    /// <summary>The values, rising.</summary>
    /// <exception cref="InvalidInputException">A value is out of the catalogue's range or given twice, the ends are the wrong way round, or the step is not positive.</exception>
    internal double[] ValuesOf(StrategyParameter parameter)
    {
        string field = $"parameterRanges.{parameter.Name}";
        double[] values = Values is null ? Stepped(parameter, field) : [.. Values];
        if (values.Length is 0 or > MostValues) throw Require.Invalid(field, Require.Counted(values.Length), $"1 to {MostValues} values");
        Array.Sort(values);
        for (int i = 0; i < values.Length; i++)
        {
            Require.Between(values[i], parameter.Min, parameter.Max, field);
            if (parameter.IsWhole && values[i] != Math.Floor(values[i])) throw Require.Invalid(field, values[i], "whole numbers");
            if (i > 0 && values[i] == values[i - 1]) throw Require.Invalid(field, values[i], "each value once");
        }
        return values;
    }

    private double[] Stepped(StrategyParameter parameter, string field)
    {
        if (Min is not { } min) throw Require.Invalid<double?>($"{field}.min", null, "a number where there is no list of values");
        if (Max is not { } max) throw Require.Invalid<double?>($"{field}.max", null, "a number where there is no list of values");
        double step = Step ?? parameter.Step;
        Require.Between(min, parameter.Min, parameter.Max, $"{field}.min");
        Require.Between(max, parameter.Min, parameter.Max, $"{field}.max");
        if (min > max) throw Require.Invalid($"{field}.min", min, FormattableString.Invariant($"a number up to max, which is {max}"));
        if (!(double.IsFinite(step) && step > 0)) throw Require.Invalid($"{field}.step", step, "a finite number above 0");
        double count = Math.Floor(((max - min) / step) + Reach) + 1;
        if (count > MostValues)
            throw Require.Invalid(field, FormattableString.Invariant($"{min} to {max} by {step}"), $"1 to {MostValues} values; take a longer step");
        double[] values = new double[(int)count];
        for (int i = 0; i < values.Length; i++) values[i] = (double)((decimal)min + (i * (decimal)step)); // 0.1 + 2 · 0.1 is 0.3
        return values;
    }
}

/// <summary>Reads a range in any of its three forms and writes it as it was given.</summary>
internal sealed class ParameterRangeConverter : JsonConverter<ParameterRange>
{
    public override ParameterRange Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Number => ParameterRange.Of(Number(ref reader)),
        JsonTokenType.StartArray => new ParameterRange(List(ref reader)),
        JsonTokenType.StartObject => Ends(ref reader),
        _ => throw new JsonException("Not a range."),
    };

    public override void Write(Utf8JsonWriter writer, ParameterRange value, JsonSerializerOptions options)
    {
        if (value.Values is { } values)
        {
            writer.WriteStartArray();
            foreach (double one in values) writer.WriteNumberValue(one);
            writer.WriteEndArray();
            return;
        }
        writer.WriteStartObject();
        foreach ((string name, double? end) in new[] { ("min", value.Min), ("max", value.Max), ("step", value.Step) })
            if (end is { } number) writer.WriteNumber(name, number);
        writer.WriteEndObject();
    }

    private static List<double> List(ref Utf8JsonReader reader)
    {
        List<double> values = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (values.Count == ParameterRange.MostValues) throw new JsonException("Too many values.");
            values.Add(Number(ref reader));
        }
        return values;
    }

    private static ParameterRange Ends(ref Utf8JsonReader reader)
    {
        double?[] ends = [null, null, null];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int end = reader.GetString() switch { "min" => 0, "max" => 1, "step" => 2, _ => throw new JsonException("Not a member of a range.") };
            reader.Read();
            if (ends[end] is not null) throw new JsonException("A member is given twice.");
            ends[end] = Number(ref reader);
        }
        return new ParameterRange(null, ends[0] ?? throw new JsonException("No min."), ends[1] ?? throw new JsonException("No max."), ends[2]);
    }

    private static double Number(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out double value) && double.IsFinite(value) ? value : throw new JsonException("Not a finite number.");
}
