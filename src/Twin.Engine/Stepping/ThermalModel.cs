using Twin.Contracts;
using Twin.Physics.LinearAlgebra;
using Twin.Physics.Thermal;

namespace Twin.Engine.Stepping;

/// <summary>The thermal network of the whole chassis: parts, zones, packages, junctions of streams.</summary>
internal sealed class ThermalModel
{
    /// <summary>Number of nodes whose temperature is solved for.</summary>
    public required int NodeCount { get; init; }

    /// <summary>First word of the temperatures.</summary>
    public required int Temperatures { get; init; }

    public required double[] CapacitiesJPerK { get; init; }

    /// <summary>Component that owns a node, or -1.</summary>
    public required int[] NodeComponents { get; init; }

    public required string[] NodePaths { get; init; }

    /// <summary>Input words that show a node's temperature to its component.</summary>
    public required (int Word, int Node)[] Views { get; init; }

    /// <summary>Post words that bring heat into a node.</summary>
    public required (int Word, int Node)[] Posts { get; init; }

    public required Edge[] Edges { get; init; }

    /// <summary>First word of the conductances that are in the factorised matrix, one for each edge.</summary>
    public required int EdgeConductances { get; init; }

    /// <summary>The loop of leakage and temperature.</summary>
    public required LoopModel Loop { get; init; }

    public required LeakModel[] Leaks { get; init; }

    /// <summary>First word of the slopes that are in the matrix, one for each leakage.</summary>
    public required int LeakSlopes { get; init; }

    /// <summary>First word of the energy that each leakage released but has not drawn yet.</summary>
    public required int LeakDebts { get; init; }

    public required HeatPumpModel[] HeatPumps { get; init; }

    /// <summary>First word of what the matrix has of each heat pump: Seebeck coefficient times current, and whether it generates.</summary>
    public required int PumpSlopes { get; init; }

    /// <summary>First word of the energy that each heat pump turned into heat but has not drawn yet.</summary>
    public required int PumpDebts { get; init; }

    public required BranchModel[] Branches { get; init; }

    /// <summary>First word of the heat-capacity flows that are in the matrix, one for each branch; signed.</summary>
    public required int BranchCapacityFlows { get; init; }

    public required ExchangeModel[] Exchanges { get; init; }

    /// <summary>First word of the wall-to-inlet conductances that are in the matrix, one for each exchange.</summary>
    public required int ExchangeConductances { get; init; }

    public required PackageCoupling[] Packages { get; init; }

    public required CrossingModel[] Crossings { get; init; }

    /// <summary>First word of the inlet-to-inlet conductances that are in the matrix, one for each crossing.</summary>
    public required int CrossingConductances { get; init; }

    public required SparsePattern Pattern { get; init; }

    public required SparseLu Solver { get; init; }

    /// <summary>A conductance between two nodes, or between a node and the room.</summary>
    public sealed record Edge(int First, int Second, int Word, double Constant, int FirstComponent, int SecondComponent, ConductanceStamp Stamp, int Diagonal)
    {
        public const int Room = -1;
    }

    /// <summary>Power that rises with the temperature of a node.</summary>
    public sealed record LeakModel(int Post, int Node, int Component, int Load, int Diagonal);

    /// <summary>A thermoelectric module between two nodes; its conductance is an edge of its own.</summary>
    public sealed record HeatPumpModel(
        int Post, int Input, int Cold, int Hot, int Component, ThermoelectricCooler Cooler, int ColdDiagonal, int HotDiagonal, int HotCold);

    /// <summary>A branch of a stream between two junctions; a junction below zero is the world outside.</summary>
    public sealed record BranchModel(
        int Stream, int Element, int From, int To, int Component, int Input, int InletWord, int[] Exchanges, int FromDiagonal, int ToDiagonal, int FromTo, int ToFrom);

    /// <summary>Heat exchange between a wall and a branch.</summary>
    public sealed record ExchangeModel(
        int Wall, int Branch, int Component, FilmModel Film, int Scale, int View,
        int WallDiagonal, int WallFrom, int FromWall, int WallTo, int ToWall);

    /// <summary>Conductance between a wall and a fluid over its flow.</summary>
    public sealed record FilmModel(double ReferenceWPerK, double ReferenceFlow, double Exponent, double StillWPerK)
    {
        /// <summary>The conductance at a flow of zero or more.</summary>
        public double At(double flow) => Math.Max(StillWPerK, ReferenceWPerK * (Exponent == 0 ? 1 : Math.Pow(flow / ReferenceFlow, Exponent)));
    }

    /// <summary>Heat exchange between two branches. Slots: rows are the nodes (from, to) of one branch, columns those of the other, row by row; -1 for the world outside.</summary>
    public sealed record CrossingModel(
        int First, int Second, int Component, FilmModel FirstFilm, FilmModel SecondFilm, ExchangerArrangement Arrangement, int Scale, int View,
        int[] FirstRows, int[] SecondRows);
}
