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
}
