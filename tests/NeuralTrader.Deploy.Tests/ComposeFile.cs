using System.Diagnostics.CodeAnalysis;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace NeuralTrader.Deploy.Tests;

/// <summary>The part of Docker Compose's form that we use; a key that is not here is refused, and so is one that is there twice.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "Made by the reader of YAML.")]
internal sealed class ComposeFile
{
    public string? Name { get; set; }

    public Dictionary<string, ComposeService> Services { get; set; } = [];

    public Dictionary<string, object?> Volumes { get; set; } = [];

    /// <summary>Reads a file; anchors and merges are resolved, and what begins with x- is left out.</summary>
    public static ComposeFile Read(string path)
    {
        string text = Repository.Read(path);
        _ = new DeserializerBuilder().WithDuplicateKeyChecking().Build().Deserialize<object>(text); // before merging, which lets keys override what was merged
        Dictionary<string, object> whole = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(new MergingParser(new Parser(new StringReader(text))));
        foreach (string extension in whole.Keys.Where(key => key.StartsWith("x-", StringComparison.Ordinal)).ToArray()) whole.Remove(extension);
        string plain = new SerializerBuilder().DisableAliases().WithQuotingNecessaryStrings().Build().Serialize(whole);
        return new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).WithDuplicateKeyChecking().Build().Deserialize<ComposeFile>(plain);
    }
}

/// <summary>A service.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "Made by the reader of YAML.")]
internal sealed class ComposeService
{
    public string? Image { get; set; }

    public ComposeBuild? Build { get; set; }

    public Dictionary<string, string>? Extends { get; set; }

    public List<string> Command { get; set; } = [];

    public List<string> Profiles { get; set; } = [];

    public Dictionary<string, string> Environment { get; set; } = [];

    [YamlMember(Alias = "depends_on", ApplyNamingConventions = false)]
    public Dictionary<string, ComposeDependency> DependsOn { get; set; } = [];

    public List<string> Ports { get; set; } = [];

    public List<string> Volumes { get; set; } = [];

    public List<string> Tmpfs { get; set; } = [];

    public List<string> Devices { get; set; } = [];

    public string? Restart { get; set; }

    public string? User { get; set; }

    public bool ReadOnly { get; set; }

    public List<string> CapDrop { get; set; } = [];

    public List<string> CapAdd { get; set; } = [];

    public List<string> SecurityOpt { get; set; } = [];

    public string? ShmSize { get; set; }

    public string? StopGracePeriod { get; set; }

    public ComposeLogging? Logging { get; set; }

    public ComposeDeploy? Deploy { get; set; }

    public ComposeHealth? Healthcheck { get; set; }
}

[SuppressMessage("Performance", "CA1812", Justification = "Made by the reader of YAML.")]
internal sealed class ComposeBuild
{
    public string? Context { get; set; }

    public string? Dockerfile { get; set; }

    public string? Target { get; set; }
}

[SuppressMessage("Performance", "CA1812", Justification = "Made by the reader of YAML.")]
internal sealed class ComposeDependency
{
    public string? Condition { get; set; }
}

[SuppressMessage("Performance", "CA1812", Justification = "Made by the reader of YAML.")]
internal sealed class ComposeLogging
{
    public string? Driver { get; set; }

    public Dictionary<string, string> Options { get; set; } = [];
}

[SuppressMessage("Performance", "CA1812", Justification = "Made by the reader of YAML.")]
internal sealed class ComposeDeploy
{
    public string? Replicas { get; set; }

    public Dictionary<string, Dictionary<string, string>> Resources { get; set; } = [];
}

[SuppressMessage("Performance", "CA1812", Justification = "Made by the reader of YAML.")]
internal sealed class ComposeHealth
{
    public List<string> Test { get; set; } = [];

    public string? Interval { get; set; }

    public string? Timeout { get; set; }

    public int Retries { get; set; }

    public string? StartPeriod { get; set; }
}
