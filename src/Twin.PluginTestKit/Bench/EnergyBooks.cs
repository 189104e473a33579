namespace Twin.PluginTestKit.Bench;

/// <summary>What went into a component and came out of it in one step, in watts.</summary>
internal readonly record struct EnergyBooks(double DrawnW, double HeatW, double LightInW, double LightOutW, double HydraulicW)
{
    /// <summary>What is missing or too much: zero where the books close.</summary>
    public double ImbalanceW => DrawnW + LightInW - LightOutW - HydraulicW - HeatW;

    /// <summary>What passed through the books.</summary>
    public double TurnoverW => Math.Abs(DrawnW) + Math.Abs(LightInW) + Math.Abs(LightOutW) + Math.Abs(HydraulicW) + Math.Abs(HeatW);
}
