using System.Runtime.InteropServices;
using NeuralTrader.Cli;

using CancellationTokenSource stop = new();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
return await NtCommand.Run(args, Shell.OfProcess(), stop.Token);

void Cancel(PosixSignalContext signal)
{
    signal.Cancel = !stop.IsCancellationRequested; // the second Ctrl-C ends the process at once
    stop.Cancel();
}
