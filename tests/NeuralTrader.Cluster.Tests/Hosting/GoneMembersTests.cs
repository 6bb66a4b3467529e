using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NeuralTrader.ServiceDefaults;
using NeuralTrader.Tests;
using Npgsql;
using Orleans.Runtime;

namespace NeuralTrader.Cluster.Tests.Hosting;

/// <summary>Who is declared dead because its port refuses: a member whose process has ended, and no other.</summary>
public sealed class GoneMembersTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;
    private readonly Table table = new();
    private readonly SiloAddress self = Address(), other = Address();
    private NpgsqlDataSource database = null!;

    public async ValueTask InitializeAsync()
    {
        database = NpgsqlDataSource.Create(await server.CreateDatabase());
        (table.Statuses[self], table.Statuses[other]) = (SiloStatus.Active, SiloStatus.Active);
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task Who_was_killed_is_declared_dead()
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        while (table.Killed.IsEmpty)
        {
            await Witness(self).LookAround();
            patience.Token.ThrowIfCancellationRequested(); // the tests' server may have started seconds ago
        }
        Assert.Equal([other], table.Killed);
    }

    [Fact]
    public async Task Who_is_shut_off_from_some_is_not_declared_dead_by_them()
    {
        SiloAddress second = Address();
        table.Statuses[second] = SiloStatus.Active;
        await using MemberPresence alive = Presence(other), one = Presence(self), two = Presence(second);
        foreach (MemberPresence member in (MemberPresence[])[alive, one, two]) await member.Begin(cancel);
        await ServerIsOld();
        for (int i = 0; i < 3; i++) await Task.WhenAll(Witness(self).LookAround(), Witness(second).LookAround());
        Assert.Empty(table.Killed);
    }

    [Fact]
    public async Task Who_lost_its_connection_to_the_database_takes_its_lock_again()
    {
        await using MemberPresence alive = Presence(other), asker = Presence(self);
        await alive.Begin(cancel);
        await ServerIsOld();
        await using NpgsqlCommand cut = database.CreateCommand(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");
        Assert.Equal(true, await cut.ExecuteScalarAsync(cancel));
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        while (await asker.HasEnded(other, patience.Token)) await Task.Delay(50, patience.Token);
        await alive.DisposeAsync();
        Assert.True(await asker.HasEnded(other, cancel));
    }

    [Fact]
    public async Task Who_leaves_in_good_order_is_left_in_peace()
    {
        await ServerIsOld();
        table.AfterRefresh = () => table.Statuses[other] = SiloStatus.ShuttingDown;
        await Witness(self).LookAround();
        Assert.Empty(table.Killed);
    }

    [Fact]
    public async Task Who_listens_is_not_declared_dead_though_the_database_does_not_know_of_it()
    {
        await ServerIsOld();
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        table.Statuses.Remove(other);
        table.Statuses[SiloAddress.New((IPEndPoint)listener.LocalEndpoint, 1)] = SiloStatus.Active;
        await Witness(self).LookAround();
        Assert.Empty(table.Killed);
    }

    [Fact]
    public async Task Without_the_databases_word_nobody_is_declared_dead()
    {
        await using NpgsqlDataSource gone = NpgsqlDataSource.Create($"Host=127.0.0.1;Port={Ports.Free()};Database=none;Username=nt;Timeout=2");
        await Witness(self, gone).LookAround();
        Assert.Empty(table.Killed);
    }

    [Fact]
    public async Task A_failed_call_has_a_look_taken()
    {
        await ServerIsOld();
        IOutgoingGrainCallContext call = DispatchProxy.Create<IOutgoingGrainCallContext, FailingCall>();
        await Assert.ThrowsAsync<SiloUnavailableException>(() => Witness(self).Invoke(call));
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        while (table.Killed.IsEmpty) await Task.Delay(20, patience.Token);
    }

    private static SiloAddress Address() => SiloAddress.New(new IPEndPoint(IPAddress.Loopback, Ports.Free()), 1); // nobody listens there

    private MemberPresence Presence(SiloAddress member, NpgsqlDataSource? source = null) => new(source ?? database, new Details(member));

    private GoneMembers Witness(SiloAddress member, NpgsqlDataSource? source = null) => new(
        new ServiceCollection().AddSingleton<IClusterMembershipService>(table).BuildServiceProvider(), new Details(member), Presence(member, source), NullLogger<GoneMembers>.Instance);

    // A server that has just started is not asked who is dead.
    private async Task ServerIsOld()
    {
        await using MemberPresence asker = Presence(self);
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        while (!await asker.HasEnded(Address(), patience.Token)) await Task.Delay(100, patience.Token);
    }

    /// <summary>A call to a silo that is not there.</summary>
    public class FailingCall : DispatchProxy
    {
        protected override object Invoke(MethodInfo? targetMethod, object?[]? args) => Task.FromException(new SiloUnavailableException());
    }

    private sealed record Details(SiloAddress SiloAddress) : ILocalSiloDetails
    {
        public string Name => "";

        public string ClusterId => "tests";

        public string DnsHostName => "";

        public SiloAddress GatewayAddress => SiloAddress;
    }

    private sealed class Table : IClusterMembershipService
    {
        public Dictionary<SiloAddress, SiloStatus> Statuses { get; } = [];

        public ConcurrentQueue<SiloAddress> Killed { get; } = [];

        public Action AfterRefresh { get; set; } = () => { };

        public ClusterMembershipSnapshot CurrentSnapshot =>
            new(Statuses.ToImmutableDictionary(one => one.Key, one => new ClusterMember(one.Key, one.Value, "")), new MembershipVersion(1));

        public IAsyncEnumerable<ClusterMembershipSnapshot> MembershipUpdates => throw new NotSupportedException();

        public ValueTask Refresh(MembershipVersion minimumVersion = default, CancellationToken cancellationToken = default)
        {
            AfterRefresh();
            return ValueTask.CompletedTask;
        }

        public Task<bool> TryKill(SiloAddress siloAddress)
        {
            Killed.Enqueue(siloAddress);
            return Task.FromResult(true);
        }
    }
}
