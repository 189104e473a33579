namespace Twin.Physics.Flow;

/// <summary>Scratch of one <see cref="FlowNetwork"/> for one thread; holds nothing that a later solve depends on.</summary>
public sealed class FlowWorkspace
{
    internal FlowWorkspace(FlowNetwork network, int junctions, int elements, int unknowns, int entries, int factors, int scratch)
    {
        Network = network;
        Values = new double[entries];
        Factors = new double[factors];
        Scratch = new double[scratch];
        RightHandSide = new double[unknowns];
        Corrections = new double[junctions];
        Conductances = new double[elements];
        Drops = new double[elements];
        Steps = new double[elements];
        PreviousFlows = new double[elements];
        PreviousPressures = new double[junctions];
        IsActive = new bool[elements];
        Components = new int[junctions];
        Drives = new double[junctions + elements];
        LowestFixed = new double[junctions + elements];
        HighestFixed = new double[junctions + elements];
        IsSolved = new bool[junctions];
        ParentElements = new int[junctions];
        Visits = new int[junctions];
        ElementComponents = new int[elements];
        FirstSegments = new int[elements];
        LastSegments = new int[elements];
        Stretches = new int[elements];
        Inertias = new double[elements];
        Centres = new double[elements];
        StartFlows = new double[elements];
        StartPressures = new double[junctions];
    }

    internal FlowNetwork Network { get; }

    internal double[] Values { get; }

    internal double[] Factors { get; }

    internal double[] Scratch { get; }

    internal double[] RightHandSide { get; }

    internal double[] Corrections { get; }

    internal double[] Conductances { get; }

    internal double[] Drops { get; }

    internal double[] Steps { get; }

    internal double[] PreviousFlows { get; }

    internal double[] PreviousPressures { get; }

    internal bool[] IsActive { get; }

    internal int[] Components { get; }

    internal double[] Drives { get; }

    internal double[] LowestFixed { get; }

    internal double[] HighestFixed { get; }

    internal bool[] IsSolved { get; }

    internal int[] ParentElements { get; }

    internal int[] Visits { get; }

    internal int[] ElementComponents { get; }

    /// <summary>Segments of each mover's curve that hold at present: all of them, or those of one stretch whose ends go on.</summary>
    internal int[] FirstSegments { get; }

    internal int[] LastSegments { get; }

    /// <summary>First segment of the stretch that each mover was last tried on.</summary>
    internal int[] Stretches { get; }

    /// <summary>k of the term k (Q - centre) that slows a mover's flow while the branch is looked for; zero otherwise.</summary>
    internal double[] Inertias { get; }

    internal double[] Centres { get; }

    internal double[] StartFlows { get; }

    internal double[] StartPressures { get; }
}
