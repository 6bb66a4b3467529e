using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Abstractions.Trading;

namespace NeuralTrader.Client;

public static partial class FunctionCatalog
{
    // Beside the announced interface: what an operator needs.
    private static IEnumerable<Function> OwnFunctions() =>
    [
        Of<HaltTradingRequest, TradingHaltReceipt>("haltTrading", Subject.Trading, Role.User,
            "Stops all trading of a portfolio, or as an administrator of the whole platform, at once.", (c, r, ct) => c.HaltTradingAsync(r, ct)),
        Of<ResumeTradingRequest, TradingHaltReceipt>("resumeTrading", Subject.Trading, Role.User,
            "Lets trading go on after a halt.", (c, r, ct) => c.ResumeTradingAsync(r, ct)),
        Of<GetTradingHaltsRequest, TradingHaltList>("getTradingHalts", Subject.Trading, Role.ReadOnly,
            "What is halted and what was: who, when and why.", (c, r, ct) => c.GetTradingHaltsAsync(r, ct)),
        Of<GetSecurityConfigRequest, SecurityConfig>("getSecurityConfig", Subject.Security, Role.Admin,
            "Which other sites and addresses are let in, and how often callers may ask.", (c, r, ct) => c.GetSecurityConfigAsync(r, ct)),
        Of<RotateApiKeyRequest, CreatedApiKey>("rotateApiKey", Subject.Security, Role.Admin,
            "Makes a key that takes another's place; the old one works until an overlap is over.", (c, r, ct) => c.RotateApiKeyAsync(r, ct)),
        Of<RevokeTokenRequest, RevokedToken>("revokeToken", Subject.Security, Role.ReadOnly,
            "Stops a token from working before its time.", (c, r, ct) => c.RevokeTokenAsync(r, ct)),
        Of<AssignOwnerRequest, AssignedOwner>("assignOwner", Subject.Security, Role.Admin,
            "Makes a portfolio, a back-test or a search somebody's.", (c, r, ct) => c.AssignOwnerAsync(r, ct)),
        Of<GetClusterStatusRequest, ClusterStatus>("getClusterStatus", Subject.System, Role.User,
            "Silos, what runs and waits on each, recent deaths, storage and halts.", (c, r, ct) => c.GetClusterStatusAsync(r, ct)),
    ];
}
