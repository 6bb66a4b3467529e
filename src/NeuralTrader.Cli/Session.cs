using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using NeuralTrader.Cli.Calling;
using NeuralTrader.Cli.Connection;
using NeuralTrader.Cli.Output;
using NeuralTrader.Client;
using NeuralTrader.Client.Json;

namespace NeuralTrader.Cli;

/// <summary>One command at work: what was asked, where to ask it, and how to show the answer.</summary>
internal sealed class Session : IDisposable
{
    private readonly ParseResult line;
    private readonly CancellationTokenSource patience;
    private readonly CancellationToken userCancels;
    private readonly TimeSpan limit;
    private Gateway? gateway;

    public Session(ParseResult line, Shell shell, CancellationToken cancellationToken)
    {
        (this.line, Shell) = (line, shell);
        patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        userCancels = cancellationToken;
        limit = line.GetValue(GlobalOptions.Timeout) is { } seconds ? TimeSpan.FromSeconds(seconds) : ((Verb)line.CommandResult.Command).Patience;
        patience.CancelAfter(limit);
    }

    public Shell Shell { get; }

    /// <summary>Where the platform is, by this command line.</summary>
    public Endpoint Endpoint => Endpoint.Of(line, Shell);

    public Gateway Gateway => gateway ?? Connect(Endpoint);

    /// <summary>True where only JSON may go to standard output.</summary>
    public bool IsJson => line.GetValue(GlobalOptions.Json);

    /// <summary>Ends when the user cancels or patience runs out.</summary>
    public CancellationToken CancellationToken => patience.Token;

    /// <summary>What the process ends with if nothing is thrown.</summary>
    public int Outcome { get; set; } = ExitCode.Ok;

    public Page Page => Shell.Page;

    /// <summary>Speaks to this place from now on.</summary>
    public Gateway Connect(Endpoint endpoint)
    {
        gateway?.Dispose();
        return gateway = new Gateway(endpoint, limit, userCancels);
    }

    public T? Get<T>(Option<T> option) => line.GetValue(option);

    public T Get<T>(Argument<T> argument) => line.GetValue(argument)!;

    public bool Has(Option option) => line.GetResult(option) is { Implicit: false };

    /// <summary>Puts an option's value into a request.</summary>
    public void Apply(RequestOption option, JsonObject request) => option.Apply(line, request);

    /// <summary>Asks a function and shows its answer: as it came with --json, else by the given view.</summary>
    public async Task Show<TRequest, TAnswer>(TRequest request, Action<TAnswer> view)
        where TRequest : class
    {
        using HttpResponseMessage answer = await Send(request, CancellationToken);
        if (IsJson) await Gateway.CopyBody(answer, Shell.Out, CancellationToken);
        else view(await Gateway.Read<TAnswer>(answer, CancellationToken));
    }

    /// <summary>Asks a function.</summary>
    public Task<TAnswer> Ask<TRequest, TAnswer>(TRequest request)
        where TRequest : class => Ask<TRequest, TAnswer>(request, CancellationToken);

    /// <inheritdoc cref="Ask{TRequest, TAnswer}(TRequest)"/>
    public async Task<TAnswer> Ask<TRequest, TAnswer>(TRequest request, CancellationToken cancellationToken)
        where TRequest : class
    {
        using HttpResponseMessage answer = await Send(request, cancellationToken);
        return await Gateway.Read<TAnswer>(answer, cancellationToken);
    }

    /// <summary>Prints a value as JSON, the way the platform writes it.</summary>
    public void PrintJson<T>(T value) => Shell.Out.WriteLine(JsonSerializer.Serialize(value, WireJson.Options));

    /// <summary>The key of a command: the caller's, or a new one; a problem that leaves its outcome unknown names it.</summary>
    public string Key() => Get(GlobalOptions.IdempotencyKey) ?? $"nt-{Guid.CreateVersion7():N}";

    public void Dispose()
    {
        gateway?.Dispose();
        patience.Dispose();
    }

    private Task<HttpResponseMessage> Send<TRequest>(TRequest request, CancellationToken cancellationToken)
        where TRequest : class
    {
        Function function = FunctionCatalog.All.Single(one => one.RequestType == typeof(TRequest));
        JsonObject body = JsonSerializer.SerializeToNode(request, WireJson.Options)!.AsObject();
        string? key = IdempotentRequests.NeedsKey(typeof(TRequest), body) ? Key() : null;
        return Gateway.Call(function.Route, JsonSerializer.SerializeToUtf8Bytes(body), key, cancellationToken);
    }
}
