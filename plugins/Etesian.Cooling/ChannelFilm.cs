using Twin.Units;

namespace Etesian.Cooling;

/// <summary>Film coefficient in straight rectangular channels with fully developed laminar flow: it does not depend on the flow.</summary>
/// <remarks>
/// <para>
/// <c>h = Nu k / D_h</c>, <c>D_h = 2 w H / (w + H)</c>; Nusselt number for four walls with the same heat for each length and even temperature around:
/// <c>Nu = 8.235 (1 - 2.0421 a + 3.0853 a^2 - 2.4765 a^3 + 1.0578 a^4 - 0.1861 a^5)</c>, a the smaller side over the larger
/// (R. K. Shah, A. L. London, Laminar Flow Forced Convection in Ducts, 1978, ch. VII, H1).
/// </para>
/// <para>The walls between channels are fins: over a plan area <c>h (w + 2 eta H) / (w + t)</c>, <c>eta = tanh(m H)/(m H)</c>, <c>m = sqrt(2 h / (k_wall t))</c> (Tuckerman and Pease, IEEE EDL 2 (1981) 126).</para>
/// </remarks>
/// <param name="Width">Width of a channel, w.</param>
/// <param name="Height">Height of a channel, H.</param>
/// <param name="Wall">Thickness of the wall between two channels, t.</param>
/// <param name="WallConductivity">Conductivity of the walls.</param>
/// <param name="FluidConductivity">Conductivity of the coolant.</param>
internal readonly record struct ChannelFilm(Length Width, Length Height, Length Wall, ThermalConductivity WallConductivity, ThermalConductivity FluidConductivity)
{
    /// <summary>Nusselt number.</summary>
    internal double Nusselt
    {
        get
        {
            double a = Math.Min(Width.Si, Height.Si) / Math.Max(Width.Si, Height.Si);
            return 8.235 * (1 + (a * (-2.0421 + (a * (3.0853 + (a * (-2.4765 + (a * (1.0578 - (0.1861 * a))))))))));
        }
    }

    /// <summary>Film coefficient on the wetted walls.</summary>
    internal HeatTransferCoefficient Film => HeatTransferCoefficient.FromSi(Nusselt * FluidConductivity.Si * (Width.Si + Height.Si) / (2 * Width.Si * Height.Si));

    /// <summary>The same over the plan area, heated from one side.</summary>
    internal HeatTransferCoefficient OverPlan
    {
        get
        {
            double product = Math.Sqrt(2 * Film.Si / (WallConductivity.Si * Wall.Si)) * Height.Si;
            double efficiency = Math.Tanh(product) / product;
            return Film * ((Width.Si + (2 * efficiency * Height.Si)) / (Width.Si + Wall.Si));
        }
    }
}
