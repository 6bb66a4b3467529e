using System.Net;
using System.Net.Sockets;

namespace NeuralTrader.Tests;

/// <summary>Ports for the programs of tests.</summary>
internal static class Ports
{
    private const int First = 14_000, AfterLast = 32_000;

    /// <summary>
    /// A port that nobody listens on, and that no connection is given for its own end: systems take those from 32768 on. Picked at random, so that
    /// test projects that run at once seldom pick the same.
    /// </summary>
    public static int Free()
    {
        while (true)
        {
            int port = Random.Shared.Next(First, AfterLast);
            using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // taken
            }
        }
    }
}
