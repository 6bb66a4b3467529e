using Microsoft.Extensions.Configuration;

var builder = DistributedApplication.CreateBuilder(args);

// API keys are hashed with it. It is made once and kept among this project's user secrets, or given as Parameters:pepper.
var pepper = builder.AddParameter("pepper", new GenerateParameterDefault { MinLength = 64, Special = false }, secret: true, persist: true);

// PostgreSQL: a container, or the server that ConnectionStrings:neuraltrader names (then no container runtime is needed).
IResourceBuilder<IResourceWithConnectionString> database = builder.Configuration.GetConnectionString("neuraltrader") is { Length: > 0 }
    ? builder.AddConnectionString("neuraltrader")
    : builder.AddPostgres("postgres").WithImageTag("17").WithDataVolume("neuraltrader-pg").AddDatabase("neuraltrader");

// Makes the tables or brings them to this build's form, and ends.
var schema = builder.AddProject<Projects.NeuralTrader_Silo>("schema", options => options.ExcludeLaunchProfile = true)
    .DisableForwardedHeaders()
    .WithArgs("migrate")
    .WithReference(database)
    .WaitFor(database);

// NeuralTrader:Api:Mode = Silo (the interface is a member of the cluster) | Client (it comes in through the silos' gateways, which are closed otherwise,
// with the key of the role Service in the file that NeuralTrader:Client:ApiKeyFile names).
bool isClient = string.Equals(builder.Configuration["NeuralTrader:Api:Mode"], "Client", StringComparison.OrdinalIgnoreCase);

// NeuralTrader:CoreSilos = how many silos there are that compute on processors alone.
var core = Silo("silo", "core")
    .WithEnvironment("NeuralTrader__Compute__UseCuda", "false")
    .WithReplicas(builder.Configuration.GetValue("NeuralTrader:CoreSilos", 2));

// NeuralTrader:Gpus = "0" | "0,1" | "": one silo for each CUDA device. One whose device cannot be used computes on processors and says so.
string[] gpus = (builder.Configuration["NeuralTrader:Gpus"] ?? "0").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
foreach (string gpu in gpus)
{
    var silo = Silo(gpus.Length == 1 ? "silo-gpu" : $"silo-gpu-{gpu}", "compute");
    if (builder.ExecutionContext.IsRunMode) silo.WithEnvironment("CUDA_VISIBLE_DEVICES", gpu); // a container sees its one device as number 0
}

var api = Member(builder.AddProject<Projects.NeuralTrader_Api>("api", options => options.ExcludeLaunchProfile = true), isSilo: !isClient)
    .WithHttpEndpoint(port: builder.ExecutionContext.IsRunMode ? 5080 : null)
    .WithExternalHttpEndpoints()
    .WithHttpHealthCheck("/health")
    .WaitFor(core);
if (isClient) api.WithEnvironment("NeuralTrader__Api__Mode", "Client").WithEnvironment("NeuralTrader__Client__ApiKeyFile", builder.Configuration["NeuralTrader:Client:ApiKeyFile"] ?? "");

// Started by hand from the dashboard: its log shows an administrator's key.
if (builder.ExecutionContext.IsRunMode)
{
    builder.AddProject<Projects.NeuralTrader_Silo>("key", options => options.ExcludeLaunchProfile = true)
        .DisableForwardedHeaders()
        .WithArgs("keys", "create", "--user", "owner", "--role", "admin")
        .WithReference(database)
        .WithEnvironment("NeuralTrader__Security__Pepper", pepper)
        .WaitForCompletion(schema)
        .WithExplicitStart();
}

builder.Build().Run();

IResourceBuilder<ProjectResource> Silo(string name, string role)
{
    var silo = Member(builder.AddProject<Projects.NeuralTrader_Silo>(name, options => options.ExcludeLaunchProfile = true), isSilo: true)
        .WithEnvironment("NeuralTrader__Security__Pepper", pepper)
        .WithEnvironment("Orleans__Metadata__role", role)
        .WithHttpEndpoint()
        .WithHttpHealthCheck("/health");
    return isClient ? silo.WithEndpoint(scheme: "tcp", name: "orleans-gateway", env: "Orleans__Endpoints__GatewayPort") : silo;
}

// What the platform needs to know of its cluster; clustering, reminders and state it finds in the database by itself.
IResourceBuilder<ProjectResource> Member(IResourceBuilder<ProjectResource> project, bool isSilo)
{
    project.DisableForwardedHeaders() // nothing stands before it, so that nobody may say where a call is from
        .WithReference(database)
        .WithEnvironment("Orleans__ClusterId", "neuraltrader")
        .WithEnvironment("Orleans__ServiceId", "neuraltrader")
        .WaitForCompletion(schema);
    return isSilo ? project.WithEndpoint(scheme: "tcp", name: "orleans-silo", env: "Orleans__Endpoints__SiloPort") : project;
}
