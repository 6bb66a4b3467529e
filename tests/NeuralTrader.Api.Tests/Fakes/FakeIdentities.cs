using System.Collections.Concurrent;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain;
using Orleans.Concurrency;

namespace NeuralTrader.Api.Tests.Fakes;

/// <summary>Knows the test keys; a session's secret is the key with dots in it, long enough for a token; a token has the key between its dots.</summary>
[StatelessWorker]
public sealed class FakeIdentityGrain : Grain, IIdentityGrain
{
    private const string SessionMark = ".session.";

    public Task<IdentityGrant?> Exchange(Credential credential, CancellationToken cancellationToken) =>
        Task.FromResult(Grant(credential.Secret.Split('.').FirstOrDefault(part => part.StartsWith("ntk_", StringComparison.Ordinal)) ?? "", credential.Secret.Contains(SessionMark, StringComparison.Ordinal)));

    public Task<OpenedSession?> OpenSession(Credential credential, CancellationToken cancellationToken) => Task.FromResult(
        Grant(credential.Secret, true) is { } grant ? new OpenedSession(credential.Secret + SessionMark + new string('s', 60), grant, DateTime.MaxValue) : null);

    public Task<OpenedSession> OpenOwnSession(string username, Role role, CancellationToken cancellationToken) => throw new NotSupportedException();

    private static IdentityGrant? Grant(string key, bool isSession) =>
        TestKeys.All.FirstOrDefault(known => known.Text == key) is { } test && FakeKeysGrain.Info(test) is { IsValid: true } info
            ? new IdentityGrant($"signed {info.Username}", info.Username, info.Role, info.KeyId, isSession ? $"session of {info.Username}" : null, null, DateTime.MaxValue) : null;
}

/// <summary>Tells no news.</summary>
[Reentrant]
public sealed class FakeKeyNewsGrain : Grain, IKeyNewsGrain
{
    public async Task<KeyNews> Hear(long known, TimeSpan hold, CancellationToken cancellationToken)
    {
        if (known == 0) await Task.Delay(hold, cancellationToken);
        return new KeyNews(0, []);
    }

    public Task Note(KeyEnding ending, CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Makes no tokens, and notes which it was told to end.</summary>
[StatelessWorker]
public sealed class FakeTokenGrain : Grain, ITokenGrain
{
    public static ConcurrentQueue<string> Ended { get; } = new();

    public Task<AuthState> Init(InitAuthRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Answer<GeneratedToken>> Generate(GenerateTokenRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<Answer<GeneratedToken>>(new Refusal(RefusalKind.Forbidden, "No tokens here."));

    public Task<TokenValidity> Validate(ValidateTokenRequest request, CancellationToken cancellationToken) => Task.FromResult(new TokenValidity(false));

    public Task<Answer<RevokedToken>> Revoke(RevokeTokenRequest request, CancellationToken cancellationToken)
    {
        Ended.Enqueue(request.TokenId);
        return Task.FromResult<Answer<RevokedToken>>(new RevokedToken(request.TokenId, DateTime.UnixEpoch));
    }

    public Task<SignedToken> Session(Caller caller, DateTime? notAfter, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<TokenHolder?> Read(Credential credential, CancellationToken cancellationToken) => Task.FromResult<TokenHolder?>(null);
}
