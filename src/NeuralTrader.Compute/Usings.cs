global using System.Runtime.CompilerServices;
global using System.Runtime.InteropServices;
global using System.Runtime.Intrinsics;
global using NeuralTrader.Domain;
global using NeuralTrader.Compute.Lanes;
