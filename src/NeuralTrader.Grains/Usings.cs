global using NeuralTrader.Abstractions;
global using NeuralTrader.Domain;
