using Twin.Physics.Thermal.Packages;

namespace Twin.Physics.Tests.Thermal.Packages;

/// <summary>A package with nothing but a stack of layers over one square millimetre: one-dimensional, with closed forms.</summary>
internal static class SlabPackage
{
    public const double AreaM2 = 1e-6;
    private const double SideM = 1e-3;

    public static PackageMaterial Copper { get; } = new("copper", 390, 390, 390, 3.45e6);

    public static PackageMaterial Silicon { get; } = new("silicon", 120, 120, 120, 1.66e6);

    /// <summary>Layers that grow from the top by one ratio; heat enters the top layer, a film may lie under the bottom.</summary>
    public static PackageModel Build(PackageMaterial material, double thicknessM, int layers, double ratio, double heatTransferCoefficient, double initialC)
    {
        double first = ratio == 1 ? thicknessM / layers : thicknessM * (ratio - 1) / (Math.Pow(ratio, layers) - 1);
        PackageArea face = new(0, 0, SideM, SideM);
        return new PackageModel(
            SideM,
            SideM,
            [.. Enumerable.Range(0, layers).Select(i => new PackageLayer($"layer{i}", first * Math.Pow(ratio, i), material, []))],
            [new PackageBlock("heat", 0, face, 1)],
            [],
            heatTransferCoefficient > 0 ? [new PackageFilm("film", false, face, heatTransferCoefficient, 0)] : [],
            null,
            initialC);
    }

    public static PackageSystem System(PackageModel model) => new(model, PackageGrid.Uniform(model, 1));

    /// <summary>Temperature of the top face: that of the first cell and what the flux needs over its upper half.</summary>
    public static double TopFaceC(PackageModel model, ReadOnlySpan<double> temperaturesC, double fluxWPerM2) =>
        temperaturesC[0] + (fluxWPerM2 * model.Layers[0].ThicknessM / 2 / model.Layers[0].Base.ConductivityZ);

    public static void Advance(PackageTransient transient, double untilS, double powerW, double[] filmsC)
    {
        long steps = (long)Math.Round(untilS / transient.StepS);
        while (transient.StepCount < steps)
        {
            Assert.Equal(IterationStatus.Converged, transient.Step([powerW], filmsC).Status);
        }
    }
}
