using NeuralTrader.Abstractions;
using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain;
using Orleans.Concurrency;

namespace NeuralTrader.Api.Tests.Fakes;

/// <summary>Knows one key of each role, and one that has expired.</summary>
[Reentrant]
public sealed class FakeKeysGrain : Grain, IApiKeyIndexGrain
{
    public Task<CreatedApiKey> Create(CreateApiKeyRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<CreatedApiKey?> CreateFirst(CancellationToken cancellationToken) => Task.FromResult<CreatedApiKey?>(null);

    public Task<ApiKeyValidity> Validate(ValidateApiKeyRequest request, CancellationToken cancellationToken)
    {
        TestKey? key = TestKeys.All.FirstOrDefault(known => known.Text == request.Key);
        return Task.FromResult(key is null ? new ApiKeyValidity(false, null) : new ApiKeyValidity(Info(key).IsValid, Info(key)));
    }

    public Task<ApiKeyList> List(CancellationToken cancellationToken) =>
        Task.FromResult(new ApiKeyList([.. TestKeys.All.Select(Info)]));

    public Task<Answer<CreatedApiKey>> Rotate(RotateApiKeyRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Answer<AuthorizationVerdict>> Authorize(CheckAuthorizationRequest request, Role needed, bool orService, CancellationToken cancellationToken) =>
        Task.FromResult<Answer<AuthorizationVerdict>>(new AuthorizationVerdict(true, "role", "It may.", "admin", Role.Admin, needed));

    internal static ApiKeyInfo Info(TestKey key) => new(
        key.Name, key.Name, key.Role, DateTime.UnixEpoch, null, null, key.IsValid && !TestKeys.Revoked.ContainsKey(key.Name));
}

[StatelessWorker]
public sealed class FakeKeyGrain : Grain, IApiKeyGrain
{
    public Task<ApiKeyInfo> Create(CreateApiKeyRequest request, byte[] hash, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ApiKeyInfo> Succeed(ApiKeyInfo before, byte[] hash, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ApiKeyInfo> Replace(string by, DateTime at, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ApiKeyInfo?> Find(CancellationToken cancellationToken) => Task.FromResult<ApiKeyInfo?>(null);

    public Task<ApiKeyValidity> Validate(byte[] hash, CancellationToken cancellationToken) => Task.FromResult(new ApiKeyValidity(false, null));

    public Task<Answer<ApiKeyInfo>> Revoke(CancellationToken cancellationToken)
    {
        TestKey? ended = ((TestKey[])[TestKeys.Fleeting, TestKeys.Leaving, TestKeys.Following]).SingleOrDefault(key => key.Name == this.GetPrimaryKeyString());
        if (ended is null)
            return Task.FromResult<Answer<ApiKeyInfo>>(new Refusal(RefusalKind.ApiKeyNotFound, "No such key."));
        TestKeys.Revoked[ended.Name] = true;
        return Task.FromResult<Answer<ApiKeyInfo>>(FakeKeysGrain.Info(ended));
    }
}

[StatelessWorker]
public sealed class FakeSystemGrain : Grain, ISystemGrain
{
    private static readonly HealthReport Well = new(HealthState.Healthy, DateTime.UnixEpoch, 1, 1, []);

    public ValueTask<Pong> Ping() => new(new Pong("test", DateTime.UnixEpoch));

    public ValueTask<VersionInfo> Version() => new(new VersionInfo("NeuralTrader", "0", null, "net", "10"));

    public Task<SystemInfo> Info(CancellationToken cancellationToken) =>
        Task.FromResult(new SystemInfo(new VersionInfo("NeuralTrader", "0", null, "net", "10"), "test", DateTime.UnixEpoch, [], [], 0, 0,
            new DataSummary(0, 0, 0, null)));

    public Task<DeviceList> Devices(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<HealthReport> Health(CancellationToken cancellationToken) => Task.FromResult(Well);

    public Task<InitAnswer> Init(CancellationToken cancellationToken) => Task.FromResult(new InitAnswer(true, Well, new DataSummary(0, 0, 0, null), []));

    public Task<ShutdownAnswer> Shutdown(CancellationToken cancellationToken) => Task.FromResult(new ShutdownAnswer(["test"]));
}
