using System.IO.Pipelines;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NeuralTrader.Client.Security;

namespace NeuralTrader.Cluster.Tests.Security;

/// <summary>Two ends of a connection, without Orleans: who is let through, and what is on the wire.</summary>
public sealed class ClusterTlsTests : IAsyncDisposable
{
    private const string Secret = "buy 100 SPY for p1";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nt-");
    private readonly ServiceProvider services = new ServiceCollection().AddLogging().BuildServiceProvider();
    private readonly TestAuthority authority, foreign;
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    public ClusterTlsTests() => (authority, foreign) = (new TestAuthority(folder, "authority"), new TestAuthority(folder, "foreign"));

    public async ValueTask DisposeAsync()
    {
        authority.Dispose();
        foreign.Dispose();
        await services.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Members_of_one_authority_understand_each_other(bool isOwnPort) =>
        Assert.Equal((Secret, Secret), await Talk(Accepting(authority.Member("one"), isOwnPort), Calling(authority.Member("two"))));

    [Fact]
    public async Task What_they_say_is_not_on_the_wire()
    {
        using MemoryStream wire = new();
        await Talk(Accepting(authority.Member("one")), Calling(authority.Member("two")), wire);
        Assert.True(wire.Length > 2 * Secret.Length);
        Assert.DoesNotContain(Secret, Encoding.Latin1.GetString(wire.ToArray()), StringComparison.Ordinal);
        using MemoryStream plain = new();
        await Talk(next => next, next => next, plain);
        Assert.Contains(Secret, Encoding.Latin1.GetString(plain.ToArray()), StringComparison.Ordinal); // so that the wire is seen
    }

    [Fact]
    public async Task A_clients_certificate_opens_the_gateway_and_not_a_members_own_port()
    {
        Assert.Equal((Secret, Secret), await Talk(Accepting(authority.Member(), isOwnPort: false), Calling(authority.Client(), isMember: false)));
        await AssertNothingSaid(Accepting(authority.Member(), isOwnPort: true), Calling(authority.Client(), isMember: false));
    }

    [Fact]
    public async Task A_client_is_not_taken_for_a_gateway() => // whoever has only a client's certificate cannot listen for the orders of others
        await AssertNothingSaid(Accepting(authority.Client(), isOwnPort: false, isMember: false), Calling(authority.Client("two"), isMember: false));

    [Fact]
    public async Task A_foreign_certificate_is_believed_by_nobody()
    {
        await AssertNothingSaid(Accepting(authority.Member()), Calling(foreign.Member("two")));
        await AssertNothingSaid(Accepting(foreign.Member()), Calling(authority.Member("two")));
    }

    [Fact]
    public async Task A_certificate_that_has_expired_is_believed_by_nobody()
    {
        TlsFiles old = authority.Member("old", daysFrom: -3, daysUntil: -2);
        await AssertNothingSaid(Accepting(authority.Member()), Calling(old, daysAgo: 2.5));
        await AssertNothingSaid(Accepting(old, daysAgo: 2.5), Calling(authority.Member()));
    }

    [Fact]
    public async Task Who_speaks_plainly_is_not_heard_and_hears_nothing()
    {
        await AssertNothingSaid(Accepting(authority.Member()), next => next);
        await AssertNothingSaid(next => next, Calling(authority.Member()));
    }

    [Fact]
    public async Task Who_says_nothing_is_not_waited_for()
    {
        FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
        ClusterTls tls = new(new ClusterCertificates(authority.Member(), isMember: true, clock));
        Pipe silent = new();
        Task<string> end = End(Middleware(connections => tls.Accept(connections, fromMembers: true)), silent.Reader, new Pipe().Writer);
        clock.Advance(TimeSpan.FromSeconds(9));
        await Task.Delay(50, cancel);
        Assert.False(end.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Empty(await end.WaitAsync(TimeSpan.FromSeconds(30), cancel));
    }

    private Func<ConnectionDelegate, ConnectionDelegate> Accepting(TlsFiles files, bool isOwnPort = true, double daysAgo = 0, bool isMember = true) =>
        Middleware(connections => Tls(files, isMember, daysAgo).Accept(connections, fromMembers: isOwnPort));

    private Func<ConnectionDelegate, ConnectionDelegate> Calling(TlsFiles files, double daysAgo = 0, bool isMember = true) =>
        Middleware(Tls(files, isMember, daysAgo).Call);

    private static ClusterTls Tls(TlsFiles files, bool isMember, double daysAgo) =>
        new(new ClusterCertificates(files, isMember, new FakeTimeProvider(DateTimeOffset.UtcNow.AddDays(-daysAgo))));

    private Func<ConnectionDelegate, ConnectionDelegate> Middleware(Action<IConnectionBuilder> configure) => next =>
    {
        ConnectionBuilder connections = new(services);
        configure(connections);
        return connections.Run(connection => next(connection)).Build();
    };

    // Whoever is refused may believe for a moment that it is connected: the other end judges last. But nothing of it arrives.
    private async Task AssertNothingSaid(Func<ConnectionDelegate, ConnectionDelegate> accepting, Func<ConnectionDelegate, ConnectionDelegate> calling)
    {
        (string atAccepting, string atCalling) = await Talk(accepting, calling);
        Assert.NotEqual(Secret, atAccepting);
        Assert.NotEqual(Secret, atCalling);
    }

    // Each end says the secret and hears what the other says; a refused end hears nothing. All that passes is also written to the wire's record.
    private async Task<(string AtAccepting, string AtCalling)> Talk(
        Func<ConnectionDelegate, ConnectionDelegate> accepting, Func<ConnectionDelegate, ConnectionDelegate> calling, MemoryStream? wire = null)
    {
        Pipe there = new(), tapped = new(), back = new();
        Task tap = Tap(there.Reader, tapped.Writer, wire);
        Task<string> one = End(accepting, tapped.Reader, back.Writer), two = End(calling, back.Reader, there.Writer);
        await Task.WhenAll(one, two, tap).WaitAsync(TimeSpan.FromSeconds(30), cancel);
        return (await one, await two);
    }

    private async Task<string> End(Func<ConnectionDelegate, ConnectionDelegate> middleware, PipeReader input, PipeWriter output)
    {
        string heard = "";
        DefaultConnectionContext connection = new() { Transport = new Ends(input, output), RemoteEndPoint = new IPEndPoint(IPAddress.Loopback, 1) };
        try
        {
            await middleware(async context =>
            {
                await context.Transport.Output.WriteAsync(Encoding.UTF8.GetBytes(Secret), cancel);
                ReadResult read = await context.Transport.Input.ReadAtLeastAsync(Secret.Length, cancel);
                heard = Encoding.UTF8.GetString(read.Buffer);
                context.Transport.Input.AdvanceTo(read.Buffer.End);
            })(connection);
        }
        catch (Exception fault) when (fault is ConnectionAbortedException or IOException)
        {
            Assert.NotEmpty(fault.Message);
        }
        await input.CompleteAsync();
        await output.CompleteAsync();
        return heard;
    }

    private async Task Tap(PipeReader from, PipeWriter to, MemoryStream? wire)
    {
        for (ReadResult read = await from.ReadAsync(cancel); ; read = await from.ReadAsync(cancel))
        {
            foreach (ReadOnlyMemory<byte> part in read.Buffer)
            {
                wire?.Write(part.Span);
                await to.WriteAsync(part, cancel);
            }
            from.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted) break;
        }
        await to.CompleteAsync();
    }

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
