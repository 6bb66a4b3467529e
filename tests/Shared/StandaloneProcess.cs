namespace NeuralTrader.Tests;

/// <summary>The whole platform in one process, on a data directory.</summary>
internal sealed class StandaloneProcess(string dataDirectory, params string[] more) : PlatformProcess("Standalone", ["--data-dir", dataDirectory, .. more]);
