using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Abstractions.Risk;

/// <summary>A position given with the question, in place of a portfolio's.</summary>
/// <param name="Symbol">The instrument; its stored daily bars are read unless returns are given.</param>
/// <param name="Value">What it is worth, in the request's currency; negative when short. This or a quantity.</param>
/// <param name="Quantity">Units at the newest close; negative when short. This or a value.</param>
/// <param name="Returns">Daily simple returns, -1 or more, oldest first; if one position has them, all must, of one length.</param>
/// <param name="DailyTurnover">Value traded a day, for the liquidity days; null to take the stored bars' mean of 21 days.</param>
[GenerateSerializer, Immutable, Alias("risk.position")]
public sealed record RiskPositionInput(
    string Symbol, decimal? Value = null, decimal? Quantity = null, IReadOnlyList<double>? Returns = null, decimal? DailyTurnover = null);

/// <summary>Asks for the risk of a portfolio's present positions.</summary>
/// <param name="PortfolioId">The portfolio; this or positions.</param>
/// <param name="Positions">1 to 10,000 of them, each symbol once; this or a portfolio.</param>
/// <param name="Equity">Positions and cash of what is given as positions; null for the sum of their values.</param>
/// <param name="Currency">ISO 4217 code of the positions' values; instruments in another are refused.</param>
/// <param name="Confidence">α, strictly between 0 and 1.</param>
/// <param name="HorizonDays">Trading days, 1 to 250.</param>
/// <param name="Method">Where the distribution is taken from.</param>
/// <param name="Distribution">Its shape: normal, student_t, or cornish_fisher for parametric figures; read for parametric and monte_carlo.</param>
/// <param name="DegreesOfFreedom">Of Student's t, above 2; null to fit them.</param>
/// <param name="Scaling">How historical figures of several days come about.</param>
/// <param name="ZeroMean">True takes the expected gain for 0; false takes the sample's.</param>
/// <param name="Benchmark">Symbol that beta is estimated against; null for no beta.</param>
/// <param name="BenchmarkReturns">Its returns, where the positions have theirs.</param>
/// <param name="Observations">Newest common days to use, 30 to 10,000.</param>
/// <param name="To">Last day to use, UTC; null for the newest.</param>
/// <param name="Paths">Of simulations, 1,000 to 1,000,000.</param>
/// <param name="Seed">The same seed gives the same answer.</param>
/// <param name="RiskFreeAnnual">Fraction per year, for Sharpe and Sortino.</param>
/// <param name="Participation">Part of the daily turnover that can be traded, above 0, at most 1.</param>
/// <param name="MostComponents">How many positions to list, 1 to 10,000.</param>
/// <param name="Device">Where the caller would like the work done.</param>
[GenerateSerializer, Immutable, Alias("risk.riskAnalysis")]
public sealed record RiskAnalysisRequest(
    string? PortfolioId = null, IReadOnlyList<RiskPositionInput>? Positions = null, decimal? Equity = null, string Currency = "USD", double Confidence = 0.95,
    int HorizonDays = 1, RiskMethod Method = RiskMethod.Historical, RiskDistribution Distribution = RiskDistribution.Normal, double? DegreesOfFreedom = null,
    HorizonScaling Scaling = HorizonScaling.Overlapping, bool ZeroMean = false, string? Benchmark = null, IReadOnlyList<double>? BenchmarkReturns = null,
    int Observations = 504, DateTime? To = null, int Paths = 100_000, int Seed = 1, double RiskFreeAnnual = 0, double Participation = 0.1,
    int MostComponents = 50,
    DevicePreference Device = DevicePreference.Auto);

/// <summary>The risk of a portfolio's present positions.</summary>
/// <param name="Report">The figures.</param>
/// <param name="Device">Where the work was done.</param>
[GenerateSerializer, Immutable, Alias("risk.riskAnalysis.answer")]
public sealed record RiskAnalysisAnswer(RiskReport Report, DeviceUsed Device);

/// <summary>Asks what scenarios would do to a portfolio's present positions.</summary>
/// <param name="PortfolioId">The portfolio; this or positions.</param>
/// <param name="Positions">1 to 10,000 of them, each symbol once; this or a portfolio.</param>
/// <param name="Equity">Positions and cash of what is given as positions; null for the sum of their values.</param>
/// <param name="Currency">ISO 4217 code of the positions' values; instruments in another are refused.</param>
/// <param name="Scenarios">1 to 100 of them; null for every named window of the past, which listStressScenarios gives.</param>
/// <param name="Benchmark">Symbol whose prices, times a beta, stand in for positions without prices in a window; null to leave those out.</param>
/// <param name="BetaDays">Newest common days that betas are estimated on, 30 to 10,000.</param>
/// <param name="Confidence">α of the value at risk under other volatilities and correlations.</param>
/// <param name="MostPositions">How many positions an outcome lists, 1 to 10,000.</param>
/// <param name="Device">Where the caller would like the work done.</param>
[GenerateSerializer, Immutable, Alias("risk.stressTest")]
public sealed record StressTestRequest(
    string? PortfolioId = null, IReadOnlyList<RiskPositionInput>? Positions = null, decimal? Equity = null, string Currency = "USD",
    IReadOnlyList<StressScenario>? Scenarios = null, string? Benchmark = null, int BetaDays = 504, double Confidence = 0.95, int MostPositions = 50,
    DevicePreference Device = DevicePreference.Auto);

/// <summary>What scenarios would do.</summary>
/// <param name="Outcomes">Worst first; those without any figure last.</param>
/// <param name="Equity">What the portfolio is worth now.</param>
/// <param name="Currency">ISO 4217 code of all amounts.</param>
/// <param name="Device">Where the work was done.</param>
[GenerateSerializer, Immutable, Alias("risk.stressTest.answer")]
public sealed record StressTestAnswer(IReadOnlyList<StressOutcome> Outcomes, decimal Equity, string Currency, DeviceUsed Device);

/// <summary>Asks for the named windows of the past.</summary>
[GenerateSerializer, Immutable, Alias("risk.listStressScenarios")]
public sealed record ListStressScenariosRequest;

/// <summary>The named windows of the past.</summary>
/// <param name="Windows">Oldest first.</param>
[GenerateSerializer, Immutable, Alias("risk.stressScenarios")]
public sealed record StressScenarioList(IReadOnlyList<StressWindow> Windows);
