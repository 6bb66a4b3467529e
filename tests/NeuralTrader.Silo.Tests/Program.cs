using NeuralTrader.Silo.Tests;
using NeuralTrader.Silo.Tests.Ledger;
using Xunit.MicrosoftTestingPlatform;

// The kill test starts this program once more, as the process to be killed.
if (Environment.GetEnvironmentVariable(KilledWriterTests.Child) is not { } folder)
    return await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
await KilledWriterTests.AppendUntilKilled(folder);
return 0;
