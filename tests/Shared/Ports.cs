using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace NeuralTrader.Tests;

/// <summary>Ports for the programs of tests.</summary>
internal static class Ports
{
    private const int First = 14_000, AfterLast = 32_000;
    private static readonly List<FileStream> claims = [];

    /// <summary>
    /// A port that nobody listens on, that no other test is given as long as this process lives, and that no connection is given for its own end: systems
    /// take those from 32768 on. Whoever asked for it may listen there much later.
    /// </summary>
    public static int Free()
    {
        while (true)
        {
            int port = Random.Shared.Next(First, AfterLast);
            if (Claim(port) is not { } claim) continue;
            if (IsFree(port))
            {
                lock (claims) claims.Add(claim);
                return port;
            }
            claim.Dispose();
        }
    }

    // The file is locked until this process ends, however it does.
    private static FileStream? Claim(int port)
    {
        try
        {
            string folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "neuraltrader-test-ports")).FullName;
            return new FileStream(Path.Combine(folder, port.ToString(CultureInfo.InvariantCulture)), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null; // another test's
        }
    }

    private static bool IsFree(int port)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
