namespace NeuralTrader.Client;

/// <summary>A function of the product's interface that this build does not do.</summary>
/// <param name="Name">Its name in camelCase.</param>
/// <param name="Subject">The part of the product it belongs to.</param>
/// <param name="Reason">What is missing.</param>
public sealed record UnavailableFunction(string Name, Subject Subject, string Reason);

public static partial class FunctionCatalog
{
    /// <summary>Functions that are announced and answered with 501 and the reason.</summary>
    public static IReadOnlyList<UnavailableFunction> Unavailable { get; } =
    [
        .. Missing(Subject.Trading, "This build has no news collector.",
            "analyzeNews controlNewsCollection getFantasyData"),
        .. Missing(Subject.Forecasting, "This build has no neural networks.",
            "neuralTrain neuralPredict neuralBatchPredict neuralEvaluate neuralModelStatus neuralOptimize neuralBacktest " +
            "deleteModel exportModel importModel clearGpuMemory"),
        .. Missing(Subject.Betting, "This build has no sports betting.",
            "getSportsEvents getSportsOdds findSportsArbitrage calculateKellyCriterion removeOverround predictMatch executeSportsBet " +
            "calculateExpectedValue getBettingHistory getBettingPortfolioStatus getSportsBettingPerformance"),
        .. Missing(Subject.Syndicates, "This build has no syndicates.",
            "createSyndicate addSyndicateMember updateSyndicateMemberContribution getSyndicateStatus getSyndicateMemberList updateMemberRole " +
            "suspendMember allocateSyndicateFunds simulateSyndicateAllocation getSyndicateAllocationLimits updateSyndicateAllocationStrategy " +
            "updateExposure settleBet getExposureSummary distributeSyndicateProfits getSyndicateProfitHistory processSyndicateWithdrawal " +
            "getSyndicateWithdrawalHistory createSyndicateVote castSyndicateVote getVoteResults finalizeVote listActiveVotes hasVoted getMemberVote " +
            "trackBetOutcome getSyndicateMemberPerformance calculateMemberAlpha identifyMemberStrengths calculateSyndicateTaxLiability " +
            "createChannel addMemberToChannel postMessage getChannelMessages listChannels"),
        .. Missing(Subject.Swarm, "This build has no swarms.",
            "initE2bSwarm deployTradingAgent getSwarmStatus scaleSwarm shutdownSwarm executeSwarmStrategy getSwarmPerformance rebalanceSwarm " +
            "monitorSwarmHealth getSwarmMetrics listSwarmAgents getAgentStatus stopSwarmAgent restartSwarmAgent createE2bSandbox executeE2bProcess " +
            "listE2bSandboxes terminateE2bSandbox"),
        .. Missing(Subject.Markets, "This build has no prediction markets.",
            "getPredictionMarkets analyzeMarketSentiment getMarketOrderbook placePredictionOrder getPredictionPositions"),
    ];

    private static IEnumerable<UnavailableFunction> Missing(Subject subject, string reason, string names) =>
        names.Split(' ').Select(name => new UnavailableFunction(name, subject, reason));
}
