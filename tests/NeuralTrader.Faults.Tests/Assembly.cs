[assembly: Xunit.AssemblyFixture(typeof(NeuralTrader.Tests.PostgresServer))]
