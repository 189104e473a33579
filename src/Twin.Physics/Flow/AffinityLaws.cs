namespace Twin.Physics.Flow;

/// <summary>How a fan or pump of fixed diameter scales with speed, and its pressure and power with density.</summary>
/// <remarks>ISO 5801 and AMCA 210, fan laws: flow ~ s, pressure ~ s^2 rho, shaft power ~ s^3 rho.</remarks>
public static class AffinityLaws
{
    /// <summary>Flow at another speed.</summary>
    public static double FlowM3PerS(double referenceFlowM3PerS, double speedRatio) => referenceFlowM3PerS * speedRatio;

    /// <summary>Pressure rise at another speed and density.</summary>
    public static double PressurePa(double referencePressurePa, double speedRatio, double densityRatio = 1) =>
        referencePressurePa * speedRatio * speedRatio * densityRatio;

    /// <summary>Shaft power at another speed and density.</summary>
    public static double PowerW(double referencePowerW, double speedRatio, double densityRatio = 1) =>
        referencePowerW * speedRatio * speedRatio * speedRatio * densityRatio;
}
