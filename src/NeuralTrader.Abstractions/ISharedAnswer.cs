namespace NeuralTrader.Abstractions;

/// <summary>Marks an answer that is one immutable object for all callers until its data change; a server may keep what it made of it.</summary>
public interface ISharedAnswer;
