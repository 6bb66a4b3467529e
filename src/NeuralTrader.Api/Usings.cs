global using NeuralTrader.Domain;
global using NeuralTrader.Client.Json;
