using NeuralTrader.ServiceDefaults;

namespace NeuralTrader.Deploy.Tests;

public sealed class MemoryLimitTests
{
    [Theory]
    [InlineData("2147483648", 2147483648)]
    [InlineData("max", 1000)]
    [InlineData("9223372036854771712", 1000)] // the first form's way to say that there is none
    [InlineData(null, 1000)]
    public void A_process_may_have_its_containers_limit_or_all_of_the_machine(string? group, long expected) => Assert.Equal(expected, MemoryLimit.Of(group, 1000));
}
