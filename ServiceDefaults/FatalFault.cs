namespace NeuralTrader.ServiceDefaults;

/// <summary>
/// Ends the process where Orleans says that it must not go on: most often it was frozen or cut off and the others have declared it dead, and what
/// it owned is theirs. Whoever supervises it starts it again as a new member.
/// </summary>
internal sealed class FatalFault : IFatalErrorHandler
{
    private const int Failed = 1;

    /// <inheritdoc/>
    public bool IsUnexpected(Exception exception) => exception is not ThreadAbortException;

    /// <inheritdoc/>
    public void OnFatalException(object? sender, string? context, Exception? exception)
    {
        Console.Error.WriteLine(exception is null
            ? $"This member of the cluster stops: {context} (It was declared dead because it answered nobody for some seconds; start it again.)"
            : $"This member of the cluster stops: {context}: {exception.Message}");
        Environment.Exit(Failed); // no dump and no hand-over: nothing that is in memory here may be used
    }
}
