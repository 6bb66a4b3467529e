using NeuralTrader.Silo.Tests;
using NeuralTrader.Silo.Tests.Ledger;
using NeuralTrader.Silo.Tests.Moving;
using Xunit.MicrosoftTestingPlatform;

// The kill tests start this program once more, as the process to be killed.
if (Environment.GetEnvironmentVariable(KilledWriterTests.Child) is { } folder) await KilledWriterTests.AppendUntilKilled(folder);
else if (Environment.GetEnvironmentVariable(KilledMoveTests.Child) is { } places) await KilledMoveTests.MoveHalfWay(places);
else return await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
return 0;
