using k8s;
using k8s.Models;
using NeuralTrader.ServiceDefaults;
using Orleans.Hosting.Kubernetes;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace NeuralTrader.Deploy.Tests;

/// <summary>The manifests, read by Kubernetes' own client in its strict form: a field that Kubernetes does not know is refused.</summary>
public sealed class KubernetesTests
{
    private static readonly IReadOnlyList<object> All =
    [
        .. ((string[])["deploy/k8s/base", "deploy/k8s/overlays"]).SelectMany(folder => Repository.Files(folder, "*.yaml"))
            .Where(file => Path.GetFileName(file) != "kustomization.yaml").SelectMany(file => KubernetesYaml.LoadAllFromString(File.ReadAllText(file), strict: true)),
    ];

    private static readonly V1ConfigMap Settings = Of<V1ConfigMap>().Single();
    private static readonly V1Secret Secret = Of<V1Secret>().Single();

    private static IEnumerable<T> Of<T>() => All.OfType<T>();

    private static IEnumerable<(string Name, V1PodTemplateSpec Pod)> Pods =>
    [
        .. Of<V1StatefulSet>().Select(set => (set.Name(), set.Spec.Template)), .. Of<V1Deployment>().Select(set => (set.Name(), set.Spec.Template)),
        .. Of<V1Job>().Select(job => (job.Name(), job.Spec.Template)), .. Of<V1CronJob>().Select(job => (job.Name(), job.Spec.JobTemplate.Spec.Template)),
    ];

    private static IEnumerable<(string Name, V1PodTemplateSpec Pod)> Members => Pods.Where(pod => pod.Name is "silo" or "silo-gpu" or "api");

    private static bool Matches(V1LabelSelector selector, V1PodTemplateSpec pod) => selector.MatchLabels.All(label => pod.Metadata.Labels.TryGetValue(label.Key, out string? value) && value == label.Value);

    [Fact]
    public void Everything_that_is_needed_is_there_once()
    {
        Assert.Equal(["api", "backup", "migrate", "silo", "silo-gpu"], Pods.Select(pod => pod.Name).Order(StringComparer.Ordinal));
        string[] names = [.. All.Cast<IKubernetesObject<V1ObjectMeta>>().Select(one => $"{one.Kind} {one.Metadata.Name}")];
        Assert.Equal(names.Distinct().Order(StringComparer.Ordinal), names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Containers_run_without_root_privileges_or_a_file_system_to_write() => Assert.All(Pods, pod =>
    {
        Assert.True(pod.Pod.Spec.SecurityContext.RunAsNonRoot, pod.Name);
        Assert.True(pod.Pod.Spec.SecurityContext.RunAsUser > 0, pod.Name);
        Assert.Equal("RuntimeDefault", pod.Pod.Spec.SecurityContext.SeccompProfile.Type);
        Assert.All(pod.Pod.Spec.Containers, container =>
        {
            Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
            Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
            Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
            Assert.True(container.Resources.Limits.ContainsKey("memory") && container.Resources.Requests.ContainsKey("cpu"), pod.Name);
            Assert.All(container.VolumeMounts, mount => Assert.Contains(pod.Pod.Spec.Volumes, volume => volume.Name == mount.Name));
        });
    });

    [Fact]
    public void Every_setting_is_read_by_the_product_and_every_reference_leads_somewhere()
    {
        Assert.All(Settings.Data.Keys, key => Assert.True(Repository.ReadsSetting(key), key));
        string[] kubernetes = [KubernetesHostingOptions.PodNameEnvironmentVariable, KubernetesHostingOptions.PodNamespaceEnvironmentVariable, KubernetesHostingOptions.PodIPEnvironmentVariable,
            KubernetesHostingOptions.ClusterIdEnvironmentVariable, KubernetesHostingOptions.ServiceIdEnvironmentVariable];
        foreach ((string name, V1PodTemplateSpec pod) in Pods)
            foreach (V1Container container in pod.Spec.Containers)
            {
                Assert.All(container.EnvFrom ?? [], from => Assert.Equal(Settings.Name(), from.ConfigMapRef.Name));
                foreach (V1EnvVar variable in container.Env)
                {
                    Assert.True(name == "backup" ? variable.Name.StartsWith("PG", StringComparison.Ordinal) : kubernetes.Contains(variable.Name) || Repository.ReadsSetting(variable.Name), variable.Name);
                    if (variable.ValueFrom?.SecretKeyRef is not { } secret) continue;
                    Assert.Equal(Secret.Name(), secret.Name);
                    Assert.Contains(secret.Key, Secret.StringData.Keys);
                }
            }
        Assert.All(Members, member => Assert.All(kubernetes, variable => Assert.Contains(member.Pod.Spec.Containers[0].Env, one => one.Name == variable)));
    }

    [Fact]
    public void Members_are_known_to_Orleans_by_labels_address_and_port()
    {
        Assert.All(Members, member =>
        {
            Assert.Equal(Settings.Data["Orleans__ClusterId"], member.Pod.Metadata.Labels[KubernetesHostingOptions.ClusterIdLabel]);
            Assert.Equal(Settings.Data["Orleans__ServiceId"], member.Pod.Metadata.Labels[KubernetesHostingOptions.ServiceIdLabel]);
            V1Container container = Assert.Single(member.Pod.Spec.Containers);
            Assert.Equal("status.podIP", container.Env.Single(one => one.Name == "Orleans__Endpoints__AdvertisedIPAddress").ValueFrom.FieldRef.FieldPath);
            Assert.Equal(Settings.Data["Orleans__Endpoints__SiloPort"], $"{container.Ports.Single(port => port.Name == "silo").ContainerPort}");
            Assert.EndsWith($":{container.Ports.Single(port => port.Name == "metrics").ContainerPort}", Settings.Data["NeuralTrader__Metrics__Url"], StringComparison.Ordinal);
            Assert.Contains($"ASPNETCORE_HTTP_PORTS={container.Ports.Single(port => port.Name == "http").ContainerPort}", Repository.Read("deploy/images/Dockerfile"), StringComparison.Ordinal);
            V1ServiceAccount account = Of<V1ServiceAccount>().Single(one => one.Name() == member.Pod.Spec.ServiceAccountName);
            V1RoleBinding binding = Of<V1RoleBinding>().Single(one => one.Subjects.Any(subject => subject.Name == account.Name()));
            V1Role role = Of<V1Role>().Single(one => one.Name() == binding.RoleRef.Name);
            V1PolicyRule rule = Assert.Single(role.Rules);
            Assert.Equal(["pods"], rule.Resources);
            Assert.Equal(["get", "list", "patch", "watch"], rule.Verbs.Order(StringComparer.Ordinal)); // what KubernetesClusterAgent asks for without deleting pods
        });
    }

    [Fact]
    public void Probes_ask_what_the_programs_answer_and_a_silo_without_its_database_is_not_restarted_for_it()
    {
        string[] routes = ["/alive", "/health"];
        string mapped = Repository.Read("ServiceDefaults/Health/HealthQuestion.cs");
        Assert.All(routes, route => Assert.Contains($"\"{route}\"", mapped, StringComparison.Ordinal));
        Assert.All(Members, member =>
        {
            V1Container container = member.Pod.Spec.Containers[0];
            foreach (V1Probe probe in (V1Probe[])[container.StartupProbe, container.LivenessProbe, container.ReadinessProbe])
            {
                Assert.Contains(probe.HttpGet.Path, routes);
                Assert.Contains(container.Ports, port => port.Name == probe.HttpGet.Port.Value);
                Assert.True(probe.TimeoutSeconds >= 5, "an answer may take four seconds");
            }
            Assert.Equal(("/alive", "/health"), (container.LivenessProbe.HttpGet.Path, container.ReadinessProbe.HttpGet.Path));
        });
    }

    [Fact]
    public void Pods_have_time_to_drain()
    {
        TimeSpan drain = TimeSpan.Parse(Settings.Data["NeuralTrader__Drain"], System.Globalization.CultureInfo.InvariantCulture);
        Assert.All(Members, member => Assert.True(TimeSpan.FromSeconds(member.Pod.Spec.TerminationGracePeriodSeconds!.Value) > drain + Drain.TimeToStop));
    }

    [Fact]
    public void Services_budgets_policies_and_spread_find_their_pods()
    {
        Assert.All(Of<V1Service>(), service =>
        {
            V1PodTemplateSpec pod = Pods.Single(pod => Matches(new V1LabelSelector { MatchLabels = service.Spec.Selector }, pod.Pod)).Pod;
            Assert.All(service.Spec.Ports, port => Assert.Contains(pod.Spec.Containers[0].Ports, one => one.Name == port.TargetPort.Value));
        });
        Assert.All(Of<V1StatefulSet>(), set =>
        {
            Assert.Equal("None", Of<V1Service>().Single(service => service.Name() == set.Spec.ServiceName).Spec.ClusterIP);
            Assert.True(Matches(set.Spec.Selector, set.Spec.Template));
        });
        Assert.All(Of<V1Deployment>(), set => Assert.True(Matches(set.Spec.Selector, set.Spec.Template)));
        Assert.All(Of<V1PodDisruptionBudget>(), budget => Assert.Contains(Members, member => Matches(budget.Spec.Selector, member.Pod)));
        Assert.All(Members, member => Assert.Single(Of<V1PodDisruptionBudget>(), budget => Matches(budget.Spec.Selector, member.Pod)));
        Assert.All(Members, member => Assert.All(member.Pod.Spec.TopologySpreadConstraints, spread => Assert.True(Matches(spread.LabelSelector, member.Pod))));
        Assert.All(Of<V1NetworkPolicy>(), policy =>
        {
            V1PodTemplateSpec pod = Members.First(member => Matches(policy.Spec.PodSelector, member.Pod)).Pod;
            Assert.All(policy.Spec.Ingress.SelectMany(rule => rule.Ports), port => Assert.Contains(pod.Spec.Containers[0].Ports, one => one.Name == port.Port.Value));
            Assert.All(policy.Spec.Ingress.Where(rule => rule.Ports.Any(port => port.Port.Value != "http")), rule => Assert.NotEmpty(rule.FromProperty)); // the silo protocol is for members
        });
    }

    [Fact]
    public void Jobs_run_verbs_that_there_are()
    {
        Assert.Equal(["migrate"], Of<V1Job>().Single().Spec.Template.Spec.Containers[0].Args);
        Assert.True(Repository.HasVerb("Silo", "migrate"));
        V1CronJob backup = Of<V1CronJob>().Single();
        Assert.Equal("Forbid", backup.Spec.ConcurrencyPolicy);
        Assert.Contains("pg_dump --format=custom", backup.Spec.JobTemplate.Spec.Template.Spec.Containers[0].Command[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("base")]
    [InlineData("overlays/cpu")]
    [InlineData("overlays/gpu")]
    public void A_kustomization_names_files_images_and_workloads_that_there_are(string folder)
    {
        Kustomization read = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).WithDuplicateKeyChecking().Build()
            .Deserialize<Kustomization>(Repository.Read($"deploy/k8s/{folder}/kustomization.yaml"));
        Assert.Equal(("kustomize.config.k8s.io/v1beta1", "Kustomization", "neuraltrader"), (read.ApiVersion, read.Kind, read.Namespace));
        Assert.All(read.Resources, resource => Assert.True(Path.Exists(Path.Combine(Repository.Root, "deploy/k8s", folder, resource)), resource));
        Assert.DoesNotContain("secret.example.yaml", read.Resources);
        if (folder == "base")
            Assert.Equal(
                Directory.GetFiles(Path.Combine(Repository.Root, "deploy/k8s/base")).Select(file => Path.GetFileName(file)!).Except(["kustomization.yaml", "secret.example.yaml"]).Order(StringComparer.Ordinal),
                read.Resources.Order(StringComparer.Ordinal));
        Assert.All(read.Images, image => Assert.Contains(image["name"]["neuraltrader/".Length..], Repository.Stages().Keys));
        Assert.All(read.Replicas, one => Assert.Contains(Members, member => member.Name == one["name"]));
    }

    [Fact]
    public void Encryption_between_members_is_a_component_whose_files_are_mounted()
    {
        const string folder = "deploy/k8s/components/tls";
        V1ConfigMap settings = KubernetesYaml.LoadAllFromString(Repository.Read($"{folder}/settings.yaml"), strict: true).OfType<V1ConfigMap>().Single();
        Assert.Equal(Settings.Name(), settings.Name());
        Assert.Equal(["NeuralTrader__Tls__Authority", "NeuralTrader__Tls__Certificate", "NeuralTrader__Tls__Key"], settings.Data.Keys.Order(StringComparer.Ordinal));
        Assert.All(settings.Data.Keys, key => Assert.True(Repository.ReadsSetting(key), key));
        string mounted = Repository.Read($"{folder}/certificate.yaml");
        Assert.Contains("mountPath: /tls,", mounted, StringComparison.Ordinal);
        Assert.All(settings.Data.Values, file => Assert.StartsWith("/tls/", file, StringComparison.Ordinal));
        Assert.All(Pods.Where(pod => pod.Name != "backup"), pod => Assert.NotEmpty(pod.Pod.Spec.Containers[0].VolumeMounts)); // "-" adds to a list that is there
    }

    [Fact]
    public void Whoever_speaks_to_the_database_can_be_given_its_authority_and_the_back_up_trusts_no_other()
    {
        Assert.All(Pods, pod =>
        {
            Assert.True(pod.Pod.Spec.Volumes.Single(volume => volume.Name == "postgres-ca").Secret.Optional, pod.Name);
            Assert.Equal("/postgres-ca", pod.Pod.Spec.Containers[0].VolumeMounts.Single(mount => mount.Name == "postgres-ca").MountPath);
        });
        Assert.Contains("SSL Mode=VerifyFull;Root Certificate=/postgres-ca/ca.crt", Secret.StringData["connection"], StringComparison.Ordinal);
        Assert.Equal(("verify-full", "/postgres-ca/ca.crt"), (Secret.StringData["PGSSLMODE"], Secret.StringData["PGSSLROOTCERT"]));
        Assert.Superset(new HashSet<string> { "PGSSLMODE", "PGSSLROOTCERT" }, Pods.Single(pod => pod.Name == "backup").Pod.Spec.Containers[0].Env.Select(one => one.Name).ToHashSet());
    }

    [Fact]
    public void Only_the_gpu_overlay_asks_for_a_device() =>
        Assert.Equal(["silo-gpu"], Pods.Where(pod => pod.Pod.Spec.Containers[0].Resources.Limits.ContainsKey("nvidia.com/gpu")).Select(pod => pod.Name));

    [Fact]
    public void A_misspelt_field_is_refused() => Assert.ThrowsAny<Exception>(() =>
        KubernetesYaml.LoadAllFromString("apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {clusterIPP: None}\n", strict: true));

    private sealed class Kustomization
    {
        public string? ApiVersion { get; set; }

        public string? Kind { get; set; }

        public string? Namespace { get; set; }

        public List<string> Resources { get; set; } = [];

        public List<Dictionary<string, string>> Images { get; set; } = [];

        public List<Dictionary<string, string>> Replicas { get; set; } = [];
    }
}
