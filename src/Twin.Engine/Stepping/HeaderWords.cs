namespace Twin.Engine.Stepping;

/// <summary>The first words of a state block: the position of the run and what concerns the chassis as a whole.</summary>
internal static class HeaderWords
{
    // Whole numbers, kept as 64-bit integers in the word.
    public const int Epoch = 0;
    public const int Step = 1;
    public const int TimeNs = 2;
    public const int WorkloadStartNs = 3;
    public const int MatrixVersion = 4;

    // Numbers.
    public const int Workload = 5;
    public const int Room = 6;
    public const int InletPower = 7;
    public const int InletEnergy = 8;
    public const int FluidHeat = 9;
    public const int LightLeaving = 10;
    public const int LightArriving = 11;
    public const int LightLost = 12;
    public const int SurfaceLoss = 13;
    public const int StoredPower = 14;
    public const int BoxImbalance = 15;
    public const int WorstImbalance = 16;
    public const int WorstComponent = 17;
    public const int Throughput = 18;
    public const int EnergyPerBit = 19;
    public const int HeatingMargin = 20;
    public const int SimulatedSeconds = 21;
    public const int StepNumber = 22;
    public const int QuarantinedComponents = 23;
    public const int ActiveAlarms = 24;
    public const int LoopGain = 25;
    public const int LoopElement = 26;
    public const int Count = 28;
}
