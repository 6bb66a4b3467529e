global using System.ComponentModel;
global using NeuralTrader.Domain;
