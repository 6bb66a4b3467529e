using Microsoft.Extensions.Logging;

namespace NeuralTrader.ServiceDefaults.Telemetry;

/// <summary>Loggers that hide secrets before any provider sees a line, whichever library wrote it and wherever it goes.</summary>
internal sealed class RedactingLoggerFactory(ILoggerFactory inner, Secrets secrets) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new RedactingLogger(inner.CreateLogger(categoryName), secrets);

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose() => inner.Dispose();

    private sealed class RedactingLogger(ILogger inner, Secrets secrets) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!inner.IsEnabled(logLevel)) return;
            string text = formatter(state, exception), shown = secrets.Hide(text);
            Exception? told = Hide(exception);
            IReadOnlyList<KeyValuePair<string, object?>>? parts = state as IReadOnlyList<KeyValuePair<string, object?>>;
            KeyValuePair<string, object?>[]? hidden = parts is null ? null : Hide(parts);
            if (ReferenceEquals(text, shown) && ReferenceEquals(exception, told) && hidden is null) inner.Log(logLevel, eventId, state, exception, formatter);
            else inner.Log(logLevel, eventId, (IReadOnlyList<KeyValuePair<string, object?>>)(hidden ?? [.. parts ?? []]), told, (_, _) => shown);
        }

        private Exception? Hide(Exception? exception)
        {
            if (exception is null) return null;
            string text = exception.ToString(), shown = secrets.Hide(text);
            return ReferenceEquals(text, shown) ? exception : new RedactedException(shown);
        }

        // Null where there is nothing to hide.
        private KeyValuePair<string, object?>[]? Hide(IReadOnlyList<KeyValuePair<string, object?>> parts)
        {
            KeyValuePair<string, object?>[]? hidden = null;
            for (int at = 0; at < parts.Count; at++)
            {
                if (parts[at].Value is not { } value || value.GetType().IsPrimitive || value.ToString() is not { } text) continue;
                string shown = secrets.Hide(text);
                if (!ReferenceEquals(text, shown)) (hidden ??= [.. parts])[at] = new(parts[at].Key, shown);
            }
            return hidden;
        }
    }

    /// <summary>A fault as it may be shown.</summary>
    private sealed class RedactedException(string text) : Exception(text.Split('\n', 2)[0])
    {
        public override string ToString() => text;
    }
}
