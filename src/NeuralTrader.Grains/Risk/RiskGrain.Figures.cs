using NeuralTrader.Abstractions.Risk;
using NeuralTrader.Compute.Devices;
using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Grains.Risk;

public sealed partial class RiskGrain
{
    private const int MostReturns = 1_000_000, MostCalculations = 10_000, SoonDone = 20_000;

    private readonly record struct Sample(double[] Returns, BarSeries? Bars)
    {
        public double PeriodsPerYear => Bars is null ? BarCalendar.TradingDays : BarCalendar.PeriodsPerYear(Bars.Key.Interval, Bars.Ticks);
    }

    /// <inheritdoc/>
    public async Task<Answer<TailEstimate>> ValueAtRisk(CalculateVarRequest request, CancellationToken cancellationToken)
    {
        Answer<Sample> sample = await Read(request.Returns, request.Symbol, request.From, request.To, request.Moments is not null, "moments",
            cancellationToken);
        return sample.IsRefused ? sample.Refusal : await Figures(sample.Value, returns => TailEstimate.Of(
            returns, request.Moments, request.Method, request.Confidence, request.Quantile, request.DegreesOfFreedom, request.Value, request.Currency),
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<Answer<TailEstimate>> ExpectedShortfall(CalculateCvarRequest request, CancellationToken cancellationToken)
    {
        Answer<Sample> sample = await Read(request.Returns, request.Symbol, request.From, request.To, request.Moments is not null, "moments",
            cancellationToken);
        return sample.IsRefused ? sample.Refusal : await Figures(sample.Value, returns => TailEstimate.Of(
            returns, request.Moments, request.Method, request.Confidence, QuantileType.InverseEmpirical, request.DegreesOfFreedom, request.Value,
            request.Currency), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<Answer<SharpeRatio>> Sharpe(CalculateSharpeRatioRequest request, CancellationToken cancellationToken)
    {
        Answer<Sample> sample = await Read(request.Returns, request.Symbol, request.From, request.To, cancellationToken);
        return sample.IsRefused ? sample.Refusal : await Figures(
            sample.Value, returns => SharpeRatio.Of(returns, request.RiskFreeAnnual, request.PeriodsPerYear ?? sample.Value.PeriodsPerYear), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<Answer<SortinoRatio>> Sortino(CalculateSortinoRatioRequest request, CancellationToken cancellationToken)
    {
        Answer<Sample> sample = await Read(request.Returns, request.Symbol, request.From, request.To, cancellationToken);
        return sample.IsRefused ? sample.Refusal : await Figures(
            sample.Value, returns => SortinoRatio.Of(returns, request.TargetAnnual, request.PeriodsPerYear ?? sample.Value.PeriodsPerYear), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<Answer<DrawdownAnswer>> Drawdown(CalculateDrawdownRequest request, CancellationToken cancellationToken)
    {
        Answer<Sample> sample = await Read(request.Returns, request.Symbol, request.From, request.To, request.Equity is not null, "equity", cancellationToken);
        if (sample.IsRefused) return sample.Refusal;
        BarSeries? bars = sample.Value.Bars;
        if (bars is null && request.Equity is null) Require.SimpleReturns(sample.Value.Returns, 2, "returns");
        if (request.Equity is { } curve)
        {
            Require.Count(curve.Count, 2, MostReturns, "equity");
            for (int i = 0; i < curve.Count; i++) Require.Positive(curve[i], $"equity[{i}]");
        }
        Drawdowns falls = request.Equity is { } equity ? Drawdowns.OfEquity([.. equity], request.Worst)
            : bars is not null ? Drawdowns.OfEquity(bars.Close, request.Worst)
            : Drawdowns.OfReturns(sample.Value.Returns, request.Worst);
        return new DrawdownAnswer(
            falls.Max, falls.Current, falls.Mean, falls.UlcerIndex, falls.LongestDuration, falls.TimeUnderwater,
            [.. falls.Worst.Select(fall => new DatedDrawdown(fall, bars?.TimeAt(fall.Peak), bars?.TimeAt(fall.Trough), fall.Recovery is { } at
            ? bars?.TimeAt(at) : null))],
            request.IncludeUnderwater ? falls.Underwater : null);
    }

    /// <inheritdoc/>
    public async Task<Answer<LeverageLimit>> MaxLeverage(CalculateMaxLeverageRequest request, CancellationToken cancellationToken)
    {
        if (request.Rules is null) throw Require.Invalid<object?>("rules", null, "at least one rule");
        if (request is { Returns: null, Symbol: null } && !request.Rules.ReadsReturns()) return LeverageLimit.Of([], request.Rules);
        Answer<Sample> sample = await Read(request.Returns, request.Symbol, request.From, request.To, cancellationToken);
        if (sample.IsRefused) return sample.Refusal;
        LeverageRules rules = request.Rules with { PeriodsPerYear = request.Rules.PeriodsPerYear ?? sample.Value.PeriodsPerYear };
        return await Figures(sample.Value, returns => LeverageLimit.Of(returns, rules), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<Answer<KellyAnswer>> Kelly(CalculateKellyRequest request, CancellationToken cancellationToken)
    {
        bool isBet = request.Probability is not null || request.Odds is not null;
        Answer<Sample> sample = await Read(request.Returns, request.Symbol, request.From, request.To, isBet, "probability and odds", cancellationToken);
        if (sample.IsRefused) return sample.Refusal;
        KellyBet? bet = isBet ? Domain.Risk.Kelly.Bet(request.Probability ?? double.NaN, request.Odds ?? double.NaN, request.Fraction) : null;
        KellyExposure? exposure = null;
        if (!isBet)
        {
            Answer<KellyExposure> found = await Figures(
                sample.Value, returns => Domain.Risk.Kelly.Invest(
                    returns, request.RiskFreeAnnual, request.PeriodsPerYear ?? sample.Value.PeriodsPerYear, request.Fraction),
                cancellationToken);
            if (found.IsRefused) return found.Refusal;
            exposure = found.Value;
        }
        decimal? amount = request.Bankroll is { } bankroll ? Domain.Risk.Kelly.Amount(bankroll, bet?.Stake ?? exposure!.Exposure, request.Currency) : null;
        return new KellyAnswer(
            bet, exposure, amount, Domain.Ledger.Currency.Parse(request.Currency),
            request.Bankroll is not null && amount is null ? ["The stake is beyond a million times the bankroll, and is not given as an amount."] : []);
    }

    /// <inheritdoc/>
    public ValueTask<PositionSize> PositionSize(CalculatePositionSizeRequest request) => ValueTask.FromResult(PositionSizing.Of(
        request.Sizing ?? throw Require.Invalid<object?>("sizing", null, "a rule and its figures")));

    /// <inheritdoc/>
    public ValueTask<PositionVerdict> ValidatePosition(ValidatePositionRequest request) =>
        ValueTask.FromResult(PositionCheck.Of(
            request.Position ?? throw Require.Invalid<object?>("position", null, "a position"), request.Limits ?? new PositionLimits()));

    /// <inheritdoc/>
    public async Task<Answer<RiskBatchAnswer>> Batch(CalculateRiskBatchRequest request, CancellationToken cancellationToken)
    {
        Require.Count(request.Calculations?.Count, 1, MostCalculations, "calculations");
        List<RiskCalculationAnswer> answers = new(request.Calculations!.Count);
        foreach (RiskCalculation calculation in request.Calculations)
        {
            if (answers.Count % 32 == 31) await Task.Yield(); // many short calculations must not keep the silo's other turns waiting
            cancellationToken.ThrowIfCancellationRequested();
            string id = calculation?.Id ?? answers.Count.ToString(System.Globalization.CultureInfo.InvariantCulture);
            answers.Add(await One(id, calculation ?? new RiskCalculation(), cancellationToken));
        }
        return new RiskBatchAnswer(answers, answers.Count(answer => answer.Problem is not null));
    }

    private async Task<RiskCalculationAnswer> One(string id, RiskCalculation asked, CancellationToken stop)
    {
        RiskCalculationAnswer empty = new(id);
        if (asked.Unread is { } unread) return empty with { Problem = unread.Problem, Field = unread.Field };
        object?[] members = [asked.Var, asked.Cvar, asked.SharpeRatio, asked.SortinoRatio, asked.Drawdown, asked.MaxLeverage, asked.Kelly, asked.PositionSize,
            asked.Position];
        if (members.Count(member => member is not null) != 1) return empty with { Problem = "Exactly one calculation must be given.", Field = "calculations" };
        try
        {
            return asked switch
            {
                { Var: { } var } => Of(await ValueAtRisk(var, stop), value => empty with { Tail = value }),
                { Cvar: { } cvar } => Of(await ExpectedShortfall(cvar, stop), value => empty with { Tail = value }),
                { SharpeRatio: { } sharpe } => Of(await Sharpe(sharpe, stop), value => empty with { SharpeRatio = value }),
                { SortinoRatio: { } sortino } => Of(await Sortino(sortino, stop), value => empty with { SortinoRatio = value }),
                { Drawdown: { } drawdown } => Of(await Drawdown(drawdown, stop), value => empty with { Drawdown = value }),
                { MaxLeverage: { } leverage } => Of(await MaxLeverage(leverage, stop), value => empty with { MaxLeverage = value }),
                { Kelly: { } kelly } => Of(await Kelly(kelly, stop), value => empty with { Kelly = value }),
                { PositionSize: { } size } => empty with { PositionSize = await PositionSize(size) },
                _ => empty with { Position = await ValidatePosition(asked.Position!) },
            };
        }
        catch (InvalidInputException fault)
        {
            return empty with { Problem = fault.Message, Field = fault.Field };
        }

        RiskCalculationAnswer Of<T>(Answer<T> answer, Func<T, RiskCalculationAnswer> made) =>
            answer.IsRefused ? empty with { Problem = answer.Refusal.Detail, Field = answer.Refusal.Field } : made(answer.Value);
    }

    // Large samples are no matter of a grain's turn, which all who ask for figures share.
    private async ValueTask<Answer<T>> Figures<T>(Sample sample, Func<double[], T> compute, CancellationToken stop) => sample.Returns.Length <= SoonDone
        ? compute(sample.Returns)
        : await engine.Study(Effort.Figures(sample.Returns.Length), _ => compute(sample.Returns), stop);

    private Task<Answer<Sample>> Read(IReadOnlyList<double>? returns, string? symbol, DateTime? from, DateTime? to, CancellationToken stop) =>
        Read(returns, symbol, from, to, hasOther: false, other: null, stop);

    // Returns, a symbol, or what a function takes in their place: one of them.
    private async Task<Answer<Sample>> Read(
        IReadOnlyList<double>? returns, string? symbol, DateTime? from, DateTime? to, bool hasOther, string? other, CancellationToken stop)
    {
        string[] sources = [.. new[] { returns is null ? null : "returns", symbol is null ? null : "a symbol", hasOther ? other : null }.OfType<string>()];
        if (sources.Length != 1)
        {
            throw Require.Invalid(
                "returns", sources.Length == 0 ? null : string.Join(" and ", sources),
                other is null ? "returns or a symbol, one of the two" : $"returns, a symbol or {other}, one of the three");
        }
        if (from > to) throw Require.Invalid("from", from, "a time at or before to");
        if (hasOther) return new Sample([], null);
        if (returns is not null)
        {
            Require.Count(returns.Count, 0, MostReturns, "returns");
            double[] given = returns as double[] ?? [.. returns];
            Require.SimpleReturns(given, 0, "returns");
            return new Sample(given, null);
        }
        string name = Symbol.Parse(symbol);
        if (await library.Find(name, BarInterval.Day, basis: null, stop) is not { } found) return RiskHoldings.Nothing(name, "symbol");
        BarSeries bars = found.Between(from, to);
        return bars.Count < 2
            ? new Refusal(RefusalKind.InsufficientData, $"{name} has {bars.Count} daily bars in the range; 2 are needed for a return.", "symbol")
            : new Sample(PerformanceFigures.PeriodReturns(bars.Close), bars);
    }
}
