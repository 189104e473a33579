using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Twin.Grpc.Tests;

/// <summary>Keeps everything that is logged, with the values behind the texts.</summary>
public sealed class LogLines : ILoggerProvider
{
    private readonly ConcurrentQueue<(string Category, string Text)> _lines = new();

    public IReadOnlyList<(string Category, string Text)> All => [.. _lines];

    public ILogger CreateLogger(string categoryName) => new Lines(this, categoryName);

    public void Dispose() { }

    private sealed class Lines(LogLines owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            string values = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs.Select(pair => $"{pair.Key}={pair.Value}")) : string.Empty;
            owner._lines.Enqueue((category, $"{logLevel} {formatter(state, exception)} {values} {exception}"));
        }
    }
}
