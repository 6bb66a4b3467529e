using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using NeuralTrader.Abstractions;
using NeuralTrader.Client.Json;

namespace NeuralTrader.Api.Functions;

/// <summary>Writes a function's answer as JSON.</summary>
/// <typeparam name="TAnswer">The answer.</typeparam>
internal class AnswerWriter<TAnswer>
{
    private protected const string Json = "application/json; charset=utf-8";

    private protected JsonTypeInfo<TAnswer> Type { get; } = WireJson.TypeOf<TAnswer>();

    /// <summary>Answers a request.</summary>
    public virtual Task Write(HttpContext http, TAnswer answer)
    {
        http.Response.ContentType = Json;
        return JsonSerializer.SerializeAsync(http.Response.BodyWriter, answer, Type, http.RequestAborted);
    }
}

internal static class AnswerWriter
{
    /// <summary>The writer for a kind of answer.</summary>
    public static AnswerWriter<TAnswer> Of<TAnswer>() => typeof(TAnswer).IsAssignableTo(typeof(ISharedAnswer))
        ? (AnswerWriter<TAnswer>)Activator.CreateInstance(typeof(SharedAnswerWriter<>).MakeGenericType(typeof(TAnswer)))!
        : new AnswerWriter<TAnswer>();
}

/// <summary>Writes answers that are one object for many callers: each is made into JSON once, and forgotten with the object.</summary>
/// <typeparam name="TAnswer">The answer.</typeparam>
internal sealed class SharedAnswerWriter<TAnswer> : AnswerWriter<TAnswer>
    where TAnswer : class, ISharedAnswer
{
    private readonly ConditionalWeakTable<TAnswer, byte[]> made = [];

    /// <inheritdoc/>
    public override Task Write(HttpContext http, TAnswer answer)
    {
        byte[] json = made.GetValue(answer, fresh => JsonSerializer.SerializeToUtf8Bytes(fresh, Type));
        http.Response.ContentType = Json;
        http.Response.ContentLength = json.Length;
        return http.Response.BodyWriter.WriteAsync(json, http.RequestAborted).AsTask();
    }
}
