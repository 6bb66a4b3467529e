namespace NeuralTrader.Domain.Ledger.Simulation;

/// <summary>Mistakes that the simulated owner or store can be given, each of them one that a ledger has been lost by. The simulator must find every one.</summary>
public enum PlantedBug
{
    /// <summary>None: what is simulated is right.</summary>
    None = 0,

    /// <summary>A command is answered when it is decided, not when it is durable.</summary>
    AcknowledgesBeforeWrite,

    /// <summary>Entries are written without the caller's key, so that the next owner does not know it.</summary>
    ForgetsKeys,

    /// <summary>After a failed write the journal is read for places and keys, but the balances in memory stay.</summary>
    KeepsStateAfterFailure,

    /// <summary>A reading of the journal misses its last entry, so that the place is used again.</summary>
    ReusesPlaceAfterReload,

    /// <summary>A repeat of a command that is still on its way is taken for a new one.</summary>
    AppliesRetryTwice,

    /// <summary>An entry that the journal refused is taken for written.</summary>
    IgnoresConflict,

    /// <summary>A reader is answered at once from balances that may not be durable.</summary>
    ReadsUnsaved,

    /// <summary>A refusal is told at once, though it may rest on money that is never written.</summary>
    RefusesUnsaved,

    /// <summary>The last posting of an entry with several is not written.</summary>
    DropsPosting,

    /// <summary>A known key is answered whatever the request says.</summary>
    AcceptsOtherBody,

    /// <summary>The store takes any entry and gives it the next free place: an owner that lost the book writes on.</summary>
    LetsStaleOwnerWrite,

    /// <summary>The store looks at places alone, so that an entry can stand on one of somebody else.</summary>
    ChecksPlacesAlone,
}
