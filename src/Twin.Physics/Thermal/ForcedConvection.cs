namespace Twin.Physics.Thermal;

/// <summary>How a film coefficient follows the flow.</summary>
public static class ForcedConvection
{
    /// <summary>Exponent of turbulent duct flow, Nu ~ Re^0.8 (Dittus and Boelter, 1930; W. H. McAdams, Heat Transmission, 3rd ed.).</summary>
    public const double TurbulentExponent = 0.8;

    /// <summary>Exponent of laminar boundary layers on plates and short fins, Nu ~ Re^0.5 (Pohlhausen).</summary>
    public const double LaminarPlateExponent = 0.5;

    /// <summary>Scales a coefficient or conductance known at one flow to another: h = h_still + (h_ref - h_still) |Q/Q_ref|^m.</summary>
    /// <param name="flowM3PerS">Q; only its magnitude counts.</param>
    /// <param name="referenceFlowM3PerS">Q_ref, greater than zero.</param>
    /// <param name="referenceValue">h_ref, the value at Q_ref, in any unit.</param>
    /// <param name="stillValue">h_still, the value without flow (natural convection and radiation), in the same unit.</param>
    /// <param name="exponent">m, for instance <see cref="TurbulentExponent"/>.</param>
    /// <returns>The scaled value in the unit of the inputs.</returns>
    public static double Scale(
        double flowM3PerS, double referenceFlowM3PerS, double referenceValue, double stillValue = 0, double exponent = TurbulentExponent) =>
        stillValue + ((referenceValue - stillValue) * Math.Pow(Math.Abs(flowM3PerS / referenceFlowM3PerS), exponent));
}
