using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace NeuralTrader.Deploy.Tests;

public sealed partial class AlertTests
{
    private static readonly IDeserializer Strict = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).WithDuplicateKeyChecking().Build();
    private static readonly List<AlertRule> Rules = [.. Strict.Deserialize<AlertFile>(Repository.Read("deploy/prometheus/alerts.yml")).Groups.SelectMany(group => group.Rules)];
    private static readonly HashSet<string> Words =
    [
        "sum", "min", "max", "topk", "rate", "increase", "abs", "vector", "histogram_quantile", "by", "on", "or", "and", // operations
        "le", "instance", "lane", "grain", "method", "room", "kind", "device", "reason", "job", "scope", // labels to group by
    ];

    private static readonly string[] Expected = ["neuraltrader:interfaces:expected", "neuraltrader:silos:expected"]; // recorded by members.*.yml

    public static TheoryData<string, string> Expressions()
    {
        TheoryData<string, string> all = [];
        foreach (AlertRule rule in Rules) all.Add(rule.Alert!, rule.Expr!);
        using JsonDocument board = JsonDocument.Parse(Repository.Read("deploy/grafana/neuraltrader.json"));
        foreach (JsonElement panel in board.RootElement.GetProperty("panels").EnumerateArray())
            if (panel.TryGetProperty("targets", out JsonElement targets))
                foreach (JsonElement target in targets.EnumerateArray())
                    all.Add($"{panel.GetProperty("title")} {target.GetProperty("refId")}", target.GetProperty("expr").GetString()!);
        return all;
    }

    [Theory, MemberData(nameof(Expressions))]
    public void Every_metric_that_is_asked_for_is_one_of_the_products(string where, string expression)
    {
        Assert.NotEmpty(where);
        int depth = 0;
        foreach (char sign in expression)
        {
            depth += sign switch { '(' => 1, ')' => -1, _ => 0 };
            Assert.True(depth >= 0, expression);
        }
        Assert.Equal(0, depth);
        string[] words = [.. WordForm().Matches(InnerForm().Replace(expression, " ")).Select(word => word.Value)];
        string[] metrics = [.. words.Where(word => !Words.Contains(word))];
        Assert.NotEmpty(metrics);
        Assert.All(metrics, metric => Assert.True(ProductMetrics.Names.Contains(metric) || ProductMetrics.OfOthers.Contains(metric) || Expected.Contains(metric), metric));
    }

    [Fact]
    public void A_member_that_is_no_target_any_more_is_missed()
    {
        AlertRule[] ofMembers = [.. Rules.Where(rule => rule.Expr!.Contains("up{", StringComparison.Ordinal))];
        Assert.Equal(["NoSilo", "SiloDown", "ApiDown"], ofMembers.Select(rule => rule.Alert));
        Assert.All(ofMembers, rule => Assert.Matches("""^\(sum\(up\{job="(silo|api)"\}\) or vector\(0\)\) (== 0|< neuraltrader:(silos|interfaces):expected)$""", rule.Expr));
    }

    [Theory]
    [InlineData("compose")]
    [InlineData("kubernetes")]
    public void As_many_members_are_expected_as_are_started(string where)
    {
        Dictionary<string, string> expected = Strict.Deserialize<AlertFile>(Repository.Read($"deploy/prometheus/members.{where}.yml")).Groups.SelectMany(group => group.Rules)
            .ToDictionary(rule => rule.Record!, rule => rule.Expr!);
        Assert.Equal(Expected, expected.Keys.Order(StringComparer.Ordinal));
        ComposeFile compose = ComposeFile.Read("deploy/compose/compose.yaml");
        (string silos, string interfaces) = where == "compose"
            ? (compose.Services["silo"].Deploy!.Replicas!["${SILOS:-".Length..].TrimEnd('}'), compose.Services["api"].Deploy!.Replicas ?? "1")
            : (Replicas("silo"), Replicas("api"));
        Assert.Equal(($"vector({silos})", $"vector({interfaces})"), (expected["neuraltrader:silos:expected"], expected["neuraltrader:interfaces:expected"]));

        static string Replicas(string name) => ReplicasForm().Matches(Repository.Read("deploy/k8s/overlays/cpu/kustomization.yaml")).Single(found => found.Groups[1].Value == name).Groups[2].Value;
    }

    [Fact]
    public void What_matters_is_watched()
    {
        Assert.Subset(Rules.Select(rule => rule.Alert!).ToHashSet(), new HashSet<string>
        {
            "NoSilo", "SiloDown", "ApiDown", "JournalFailing", "JournalLagging", "OrdersFailing", "OrdersRefused", "CallsRefused", "ClockOff", "DiskFilling", "DeviceFallback", "TradingHalted", "BackupMissing",
        });
        Assert.Equal(Rules.Count, Rules.DistinctBy(rule => rule.Alert).Count());
    }

    [Fact]
    public void Every_alert_has_its_section_and_every_section_its_alert()
    {
        string operating = Repository.Read("docs/operating.md");
        string section = operating[operating.IndexOf("## Alerts\n", StringComparison.Ordinal)..];
        if (section.IndexOf("\n## ", StringComparison.Ordinal) is var end and > 0) section = section[..end];
        Assert.Equal(Rules.Select(rule => rule.Alert!).Order(StringComparer.Ordinal), HeadingForm().Matches(section).Select(found => found.Groups[1].Value).Order(StringComparer.Ordinal));
        Assert.All(Rules, rule =>
        {
            Assert.Equal($"docs/operating.md#{rule.Alert!.ToLowerInvariant()}", rule.Annotations["runbook_url"]);
            Assert.NotEmpty(rule.Annotations["summary"]);
            Assert.Contains(rule.Labels["severity"], (string[])["critical", "warning", "info"]);
            Assert.Matches("^[0-9]+[smh]$", rule.For);
        });
    }

    [Theory]
    [InlineData("deploy/prometheus/prometheus.yml")]
    [InlineData("deploy/prometheus/prometheus.kubernetes.yml")]
    public void Prometheus_asks_the_processes_that_the_alerts_speak_of_at_the_port_that_answers(string path)
    {
        ScrapeFile file = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).WithDuplicateKeyChecking().Build().Deserialize<ScrapeFile>(Repository.Read(path));
        Assert.Equal(["silo", "api"], file.ScrapeConfigs.Select(job => job.JobName));
        Assert.Contains(file.RuleFiles, rules => rules.StartsWith("members.", StringComparison.Ordinal));
        Assert.All(file.RuleFiles, rules => Assert.True(File.Exists(Path.Combine(Repository.Root, "deploy/prometheus", rules)), rules));
        Assert.All(file.ScrapeConfigs.SelectMany(job => job.DnsSdConfigs), found => Assert.EndsWith($":{found.Port}", "http://*:9464", StringComparison.Ordinal));
        ComposeFile compose = ComposeFile.Read("deploy/compose/compose.yaml"), gpu = ComposeFile.Read("deploy/compose/compose.gpu.yaml");
        Assert.All(file.ScrapeConfigs.SelectMany(job => job.DnsSdConfigs).SelectMany(found => found.Names), name => Assert.True(compose.Services.ContainsKey(name) || gpu.Services.ContainsKey(name), name));
        Assert.Contains("NeuralTrader__Metrics__Url=http://*:9464", Repository.Read("deploy/images/Dockerfile"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_dashboards_panels_lie_beside_each_other()
    {
        using JsonDocument board = JsonDocument.Parse(Repository.Read("deploy/grafana/neuraltrader.json"));
        HashSet<(int X, int Y)> taken = [];
        HashSet<int> ids = [];
        foreach (JsonElement panel in board.RootElement.GetProperty("panels").EnumerateArray())
        {
            JsonElement at = panel.GetProperty("gridPos");
            (int x, int y, int w, int h) = (at.GetProperty("x").GetInt32(), at.GetProperty("y").GetInt32(), at.GetProperty("w").GetInt32(), at.GetProperty("h").GetInt32());
            Assert.True(x + w <= 24 && ids.Add(panel.GetProperty("id").GetInt32()));
            for (int i = x; i < x + w; i++) for (int j = y; j < y + h; j++) Assert.True(taken.Add((i, j)), panel.GetProperty("title").GetString());
        }
    }

    [GeneratedRegex("""\{[^}]*\}|\[[^\]]*\]|"[^"]*"|\$\w+|\b[0-9][0-9.e]*\b""")]
    private static partial Regex InnerForm();

    [GeneratedRegex("[a-zA-Z_:][a-zA-Z0-9_:]*")]
    private static partial Regex WordForm();

    [GeneratedRegex(@"name: (\w+), count: (\d+)")]
    private static partial Regex ReplicasForm();

    [GeneratedRegex("(?m)^### ([A-Z]\\w+)$")]
    private static partial Regex HeadingForm();

    private sealed class AlertFile
    {
        public List<AlertGroup> Groups { get; set; } = [];
    }

    private sealed class AlertGroup
    {
        public string? Name { get; set; }

        public List<AlertRule> Rules { get; set; } = [];
    }

    private sealed class AlertRule
    {
        public string? Alert { get; set; }

        public string? Record { get; set; }

        public string? Expr { get; set; }

        public string? For { get; set; }

        public Dictionary<string, string> Labels { get; set; } = [];

        public Dictionary<string, string> Annotations { get; set; } = [];
    }

    private sealed class ScrapeFile
    {
        public Dictionary<string, string> Global { get; set; } = [];

        public List<string> RuleFiles { get; set; } = [];

        public List<ScrapeJob> ScrapeConfigs { get; set; } = [];
    }

    private sealed class ScrapeJob
    {
        public string? JobName { get; set; }

        public List<DnsNames> DnsSdConfigs { get; set; } = [];

        public List<object> KubernetesSdConfigs { get; set; } = [];

        public List<Dictionary<string, object>> RelabelConfigs { get; set; } = [];
    }

    private sealed class DnsNames
    {
        public List<string> Names { get; set; } = [];

        public string? Type { get; set; }

        public int Port { get; set; }

        public string? RefreshInterval { get; set; }
    }
}
