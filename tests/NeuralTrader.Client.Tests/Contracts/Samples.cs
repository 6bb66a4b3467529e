using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Client.Tests.Contracts;

/// <summary>
/// Makes an instance of any type that is serialized, every member filled. The values follow from the members' names, so that they are the same on every
/// run, and those of old members stay when new ones come.
/// </summary>
internal static class Samples
{
    private const int Deepest = 12;
    private static readonly DateTime Epoch = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    /// <summary>An instance; open generic types are closed over a text or a tick.</summary>
    public static object Of(Type type) => Make(Closed(type), type.Name, 0)!;

    /// <summary>What of an instance is its state: fields of its own and of its bases among our types, by the names people know.</summary>
    public static IEnumerable<(string Name, FieldInfo Field)> Members(Type type)
    {
        for (Type? level = type; level is not null && (IsOurs(level) || IsTuple(level)); level = level.BaseType)
            foreach (FieldInfo field in level.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                if (!field.IsDefined(typeof(NonSerializedAttribute))) yield return (field.Name.StartsWith('<') ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)] : field.Name, field);
    }

    public static bool IsOurs(Type type) => !type.IsArray && type.Namespace?.StartsWith("NeuralTrader", StringComparison.Ordinal) == true;

    public static bool IsTuple(Type type) => type.IsAssignableTo(typeof(ITuple)) && type.IsValueType;

    private static Type Closed(Type type) => !type.IsGenericTypeDefinition
        ? type
        : type.MakeGenericType([.. type.GetGenericArguments().Select(
            argument => argument.GenericParameterAttributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint) ? typeof(QuoteTick) : typeof(string))]);

    private static object? Make(Type type, string name, int depth)
    {
        if (depth > Deepest) return null; // a type that holds itself
        int number = Number(name);
        if (Nullable.GetUnderlyingType(type) is { } underlying) return Make(underlying, name, depth);
        if (type.IsEnum) return Enum.GetValues(type).GetValue(number % Enum.GetValues(type).Length);
        if (type == typeof(string) || type == typeof(object)) return name;
        if (type == typeof(bool)) return true;
        if (type == typeof(DateTime)) return Epoch.AddSeconds(number);
        if (type == typeof(DateTimeOffset)) return new DateTimeOffset(Epoch.AddSeconds(number));
        if (type == typeof(DateOnly)) return DateOnly.FromDateTime(Epoch.AddDays(number));
        if (type == typeof(TimeSpan)) return TimeSpan.FromSeconds(number);
        if (type == typeof(Guid)) return new Guid(number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        if (type == typeof(double) || type == typeof(float) || type == typeof(decimal)) return Convert.ChangeType(number / 8m, type, null);
        if (type == typeof(UInt128)) return (UInt128)number;
        if (type.IsPrimitive) return Convert.ChangeType(number % 100, type, null);
        if (type.IsArray) return Filled(type.GetElementType()!, name, depth);
        if (IsDictionary(type)) return Dictionary(type.GetGenericArguments(), name, depth);
        if (type.IsAssignableTo(typeof(IEnumerable)) && type.IsGenericType && !IsOurs(type)) return Filled(type.GetGenericArguments()[0], name, depth);
        return type.IsAssignableTo(typeof(Exception)) ? Exception(type, depth) : Whole(type, depth);
    }

    private static object Whole(Type type, int depth)
    {
        if (type.IsAbstract)
            type = type.Assembly.GetTypes().Where(candidate => candidate.IsAssignableTo(type) && !candidate.IsAbstract).OrderBy(candidate => candidate.Name, StringComparer.Ordinal).FirstOrDefault()
                ?? throw new NotSupportedException($"{type} has no type that is not abstract.");
        if (!IsOurs(type) && !IsTuple(type)) throw new NotSupportedException($"How to make a sample of {type} is not said here yet.");
        object made = RuntimeHelpers.GetUninitializedObject(type); // its constructor may refuse what means nothing
        foreach ((string name, FieldInfo field) in Members(type)) field.SetValue(made, Make(field.FieldType, name, depth + 1));
        return made;
    }

    private static object Exception(Type type, int depth)
    {
        ConstructorInfo constructor = type.GetConstructors().MaxBy(candidate => candidate.GetParameters().Length)!;
        return constructor.Invoke([.. constructor.GetParameters().Select(parameter => Make(parameter.ParameterType, parameter.Name!, depth + 1))]);
    }

    private static Array Filled(Type element, string name, int depth)
    {
        Array array = Array.CreateInstance(element, 2);
        for (int i = 0; i < 2; i++) array.SetValue(Make(element, $"{name}{i}", depth + 1), i);
        return array;
    }

    private static bool IsDictionary(Type type) => type.IsGenericType
        && (type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) || type.GetGenericTypeDefinition() == typeof(Dictionary<,>));

    private static IDictionary Dictionary(Type[] types, string name, int depth)
    {
        IDictionary made = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(types))!;
        made.Add(Make(types[0], $"{name}Key", depth + 1)!, Make(types[1], $"{name}Value", depth + 1));
        return made;
    }

    // FNV-1a: the same on every machine, as string.GetHashCode is not.
    private static int Number(string name)
    {
        uint hash = 2166136261;
        foreach (char letter in name) hash = (hash ^ letter) * 16777619;
        return (int)(hash % 9973) + 1;
    }
}
