using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NeuralTrader.Abstractions;
using NeuralTrader.Domain;
using NeuralTrader.Grains.Backtesting;
using Orleans.Runtime;
using Orleans.Serialization;

namespace NeuralTrader.Client.Tests.Contracts;

/// <summary>
/// What an older build wrote, a newer one reads: silos of two builds are one cluster during an upgrade, a client may be older than its cluster, and
/// state in the database outlives them all. For every type that is serialized OldBytes.jsonl keeps bytes and the values that were in them.
/// After adding a type or a member run these tests once with <c>NEURALTRADER_RECORD_BYTES=1</c> and commit the file: lines are added to it, never changed.
/// </summary>
public sealed class OldBytesTests
{
    private const string Record = "NEURALTRADER_RECORD_BYTES";
    private const string HowTo = "Run this test once with NEURALTRADER_RECORD_BYTES=1 and commit OldBytes.jsonl.";
    private const string Rule = "Keep name, type and place ([Id], or position in the record) of every member, and add new ones at the end.";

    private static readonly string File = Path.Combine(Repository.Root, "tests", "NeuralTrader.Client.Tests", "Contracts", "OldBytes.jsonl");
    private static readonly Assembly[] Assemblies = [typeof(Refusal).Assembly, typeof(IPortfolioGrain).Assembly, typeof(BacktestState).Assembly];
    private static readonly Serializer Serializer = new ServiceCollection()
        .AddSerializer(builder => Assemblies.Aggregate(builder, (made, assembly) => made.AddAssembly(assembly)))
        .BuildServiceProvider().GetRequiredService<Serializer>();

    /// <summary>Bytes of an older build.</summary>
    /// <param name="Type">The type's alias.</param>
    /// <param name="Bytes">As Orleans writes it.</param>
    /// <param name="Values">What was in it.</param>
    private sealed record Kept(string Type, byte[] Bytes, JsonNode Values);

    [Fact]
    public void Every_type_that_is_serialized_has_a_name_of_its_own() =>
        Assert.Empty(Types().Where(type => type.GetCustomAttribute<AliasAttribute>() is null).Select(type => $"{type} needs an [Alias]: else its bytes carry the name of a class."));

    [Fact]
    public void Whatever_a_grain_keeps_is_of_a_type_whose_bytes_are_kept_here()
    {
        Type[] kept =
        [
            .. Assemblies[^1].GetTypes().SelectMany(type => type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance))
                .SelectMany(constructor => constructor.GetParameters()).Select(parameter => parameter.ParameterType)
                .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IPersistentState<>)).Select(type => type.GetGenericArguments()[0]),
        ];
        Assert.NotEmpty(kept);
        Assert.Empty(kept.Except(Types()));
    }

    [Fact]
    public void Bytes_of_older_builds_still_read_and_mean_the_same()
    {
        Dictionary<string, Type> types = Types().ToDictionary(Name);
        List<string> faults = [];
        foreach (Kept old in Read())
        {
            if (!types.ContainsKey(old.Type))
            {
                faults.Add($"{old.Type}: no type has this [Alias] any more. Give it back to the type: older builds send it, and the database holds it.");
                continue;
            }
            try
            {
                string[] differences = [.. Values.Differences(old.Values, Values.Of(Serializer.Deserialize<object>(old.Bytes)), "")];
                if (differences.Length > 0)
                    faults.Add($"{old.Type}: older bytes mean something else now: {string.Join("; ", differences.Take(3))}. {Rule}");
            }
            catch (Exception fault)
            {
                faults.Add($"{old.Type}: older bytes cannot be read any more ({fault.GetBaseException().Message}). {Rule}");
            }
        }
        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }

    [Fact]
    public void Of_every_type_and_member_bytes_are_kept()
    {
        ILookup<string, Kept> kept = Read().ToLookup(old => old.Type);
        Type[] missing = [.. Types().Where(type => !kept[Name(type)].Any(old => Names(type).All(name => old.Values.AsObject().ContainsKey(name))))];
        if (Environment.GetEnvironmentVariable(Record) is not null) Append(missing);
        else
            Assert.True(missing.Length == 0, string.Join("\n", missing.Select(type =>
                $"{Name(type)} ({type.Name}): no bytes are kept of {(kept.Contains(Name(type)) ? "its new members" : "it")}. {HowTo}")));
    }

    private static IEnumerable<string> Names(Type type) => Samples.Members(type.IsGenericTypeDefinition ? Samples.Of(type).GetType() : type).Select(member => member.Name);

    private static void Append(Type[] types) => System.IO.File.AppendAllLines(File, types.OrderBy(Name, StringComparer.Ordinal).Select(type =>
    {
        byte[] bytes = Serializer.SerializeToArray<object>(Samples.Of(type));
        return JsonSerializer.Serialize(new Kept(Name(type), bytes, Values.Of(Serializer.Deserialize<object>(bytes))!));
    }));

    private static IEnumerable<Type> Types() => Assemblies.SelectMany(assembly => assembly.GetTypes())
        .Where(type => type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false) && !type.IsAbstract);

    private static string Name(Type type) => type.GetCustomAttribute<AliasAttribute>()?.Alias ?? type.FullName!;

    private static Kept[] Read() => System.IO.File.Exists(File) ? [.. System.IO.File.ReadLines(File).Select(line => JsonSerializer.Deserialize<Kept>(line)!)] : [];
}
