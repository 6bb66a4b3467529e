global using NeuralTrader.Domain;
