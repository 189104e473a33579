using System.Collections.Frozen;
using Twin.Units;

namespace Twin.Engine.Description;

/// <summary>Common solids of packages, by the names that chassis files use.</summary>
/// <remarks>
/// Values without a source of their own are those of the thermal reference problem, engineering figures in the range of public products. Immutable.
/// </remarks>
public static class MaterialLibrary
{
    /// <summary>All of them, by name.</summary>
    public static IReadOnlyDictionary<string, MaterialDescription> Materials { get; } = new[]
    {
        // Near 80 degC; Incropera, table A.1.
        Alike("silicon", 120, 1.66e6),
        Alike("copper", 390, 3.45e6),

        // 2,700 kg/m3 x 897 J/kgK; 200 W/mK for the usual alloys.
        Alike("aluminium", 200, 2.42e6),

        // Through the plane: 3 mm with two walls of 0.5 mm of copper and two sintered wicks of 0.5 mm at 40 W/mK (Advanced Thermal Solutions, 2010). In the plane: effective value
        // fitted by Wang, Wang and Chang, J. Marine Science and Technology 19(4), 2011. Heat capacity: 1 mm of copper, 1 mm half copper and half water, 1 mm of vapour.
        Of("vapour-chamber", 870, 870, 108, 2.4e6),

        // Grease or gel; typical range 3 to 8 W/mK.
        Alike("tim", 5, 2.4e6),

        // Typical range 80 to 86 W/mK; 7,310 kg/m3 x 233 J/kgK.
        Alike("indium", 82, 1.70e6),
        Alike("adhesive", 1.5, 2.2e6),
        Alike("gapfill", 0.2, 1.6e6),

        // Transistors and wiring together.
        Alike("active", 30, 1.7e6),

        // Solder bumps in underfill, and balls in air.
        Of("bumps", 1, 1, 5, 2.0e6),
        Of("bga", 0.5, 0.5, 8, 1.5e6),

        // Copper planes in organic dielectric.
        Of("substrate", 25, 25, 0.7, 2.1e6),
        Of("pcb", 20, 20, 0.5, 2.0e6),
    }.ToFrozenDictionary(material => material.Name, StringComparer.Ordinal);

    private static MaterialDescription Alike(string name, double conductivity, double capacity) => Of(name, conductivity, conductivity, conductivity, capacity);

    private static MaterialDescription Of(string name, double x, double y, double z, double capacity) => new(
        name,
        ThermalConductivity.FromWattsPerMeterKelvin(x),
        ThermalConductivity.FromWattsPerMeterKelvin(y),
        ThermalConductivity.FromWattsPerMeterKelvin(z),
        VolumetricHeatCapacity.FromJoulesPerCubicMeterKelvin(capacity));
}
