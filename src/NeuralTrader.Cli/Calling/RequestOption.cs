using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using NeuralTrader.Cli.Connection;
using NeuralTrader.Client.Json;

namespace NeuralTrader.Cli.Calling;

/// <summary>An option of `nt call` that stands for one member of a request, or of a record in it.</summary>
/// <param name="Path">Names from the request down to the member.</param>
/// <param name="Type">What the serializer knows of the member's type.</param>
/// <param name="Option">What is written on the command line.</param>
internal sealed record RequestOption(string[] Path, JsonTypeInfo Type, Option Option)
{
    private const int Deepest = 4;

    /// <summary>Every option of a request, as the serializer sees the record; the idempotency key has an option of its own.</summary>
    public static IReadOnlyList<RequestOption> Of(Type request) => [.. Members(WireJson.Options.GetTypeInfo(request), [])];

    /// <summary>Puts what was written into the request; does nothing when the option was not given.</summary>
    public void Apply(ParseResult line, JsonObject request)
    {
        if (line.GetResult(Option) is not { Implicit: false } given) return;
        JsonObject owner = request;
        foreach (string name in Path[..^1]) owner = owner[name] as JsonObject ?? New(owner, name);
        string[] words = [.. given.Tokens.Select(token => token.Value)];
        owner[Path[^1]] = words.Length == 0 ? JsonValue.Create(true) : OptionValue.Of(words, Type, Option.Name);
    }

    private static JsonObject New(JsonObject owner, string name)
    {
        JsonObject made = [];
        owner[name] = made;
        return made;
    }

    private static IEnumerable<RequestOption> Members(JsonTypeInfo record, string[] path)
    {
        foreach (JsonPropertyInfo member in record.Properties)
        {
            if (member.AssociatedParameter is not { } parameter || (path.Length == 0 && member.Name == "idempotencyKey")) continue;
            string[] at = [.. path, member.Name];
            JsonTypeInfo type = WireJson.Options.GetTypeInfo(member.PropertyType);
            yield return new RequestOption(at, type, Make(at, type, Describe(record.Type, member, parameter, type)));
            if (type.Kind != JsonTypeInfoKind.Object || at.Length >= Deepest) continue;
            foreach (RequestOption inner in Members(type, at)) yield return inner;
        }
    }

    private static Option Make(string[] path, JsonTypeInfo type, string description)
    {
        string dotted = string.Join('.', path);
        string name = GlobalOptions.All.Any(global => global.Name == $"--{dotted}") ? $"--request.{dotted}" : $"--{dotted}";
        if (type.Type == typeof(bool) || type.Type == typeof(bool?)) return new Option<bool>(name) { Description = description, HelpName = "true|false" };
        bool isMany = type.Kind is JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary;
        return isMany
            ? new Option<string[]>(name) { Description = description, HelpName = ValueWords.Short(type), Arity = ArgumentArity.OneOrMore }
            : new Option<string>(name) { Description = description, HelpName = ValueWords.Short(type) };
    }

    private static string Describe(Type record, JsonPropertyInfo member, JsonParameterInfo parameter, JsonTypeInfo type)
    {
        string words = RequestMember.Describe(record, member, parameter, type);
        return RequestMember.Held(type) is { } held ? $"{words} Each is JSON with {Names(held)}; `nt functions NAME` describes them." : words;
    }

    private static string Names(JsonTypeInfo record) =>
        string.Join(", ", record.Properties.Where(member => member.AssociatedParameter is not null).Select(member => member.Name));
}
