using System.Globalization;

namespace Twin.Physics.Thermal.Packages;

/// <summary>What a package and a grid must fulfil before they are cut into cells.</summary>
internal static class PackageChecks
{
    /// <summary>Part of the package's extent by which rectangles and lines may miss its edge.</summary>
    private const double Rounding = 1e-9;

    public static void Require(PackageModel model, PackageGrid grid)
    {
        Extents(model);
        Lines(grid.XLinesM, model.WidthM, "x");
        Lines(grid.YLinesM, model.HeightM, "y");
        if (model.Layers.Count == 0)
        {
            throw new ArgumentException("A package has at least one layer.", nameof(model));
        }

        foreach (PackageLayer layer in model.Layers)
        {
            Positive(layer.ThicknessM, $"The thickness of layer '{layer.Name}'", "m");
            Solid(layer.Base, layer);
            foreach (PackagePatch patch in layer.Patches)
            {
                Solid(patch.Material, layer);
                Inside(model, patch.Area, $"A patch of layer '{layer.Name}'");
            }
        }

        foreach (PackageBlock block in model.Blocks)
        {
            Layer(model, block.Layer, $"Block '{block.Name}'");
            Inside(model, block.Area, $"Block '{block.Name}'");
        }

        foreach (PackageProbe probe in model.Probes)
        {
            Layer(model, probe.Layer, $"Probe '{probe.Name}'");
            Within(model, new PackageArea(probe.XM, probe.YM, 0, 0), $"Probe '{probe.Name}'");
        }

        Films(model);
        Channels(model);
    }

    public static void Extents(PackageModel model)
    {
        Positive(model.WidthM, "The width of the package", "m");
        Positive(model.HeightM, "The height of the package", "m");
    }

    private static void Films(PackageModel model)
    {
        for (int i = 0; i < model.Films.Count; i++)
        {
            PackageFilm film = model.Films[i];
            Inside(model, film.Area, $"Film '{film.Name}'");
            NotNegative(film.HeatTransferCoefficient, $"The heat transfer coefficient of film '{film.Name}'", "W/m2K");
            for (int j = 0; j < i; j++)
            {
                if (model.Films[j].IsTop == film.IsTop && model.Films[j].Area.Overlap(film.Area) > Rounding * film.Area.AreaM2)
                {
                    throw new ArgumentException($"Films '{model.Films[j].Name}' and '{film.Name}' overlap.", nameof(model));
                }
            }
        }
    }

    private static void Channels(PackageModel model)
    {
        if (model.Microchannels is not { } channels)
        {
            return;
        }

        Layer(model, channels.Layer, "The microchannels");
        if (channels.Layer == 0 || channels.Layer == model.Layers.Count - 1)
        {
            throw new ArgumentException("Microchannels have a layer above and one below.", nameof(model));
        }

        if (model.Blocks.FirstOrDefault(block => block.Layer == channels.Layer) is { } block)
        {
            throw new ArgumentException($"Block '{block.Name}' lies in the layer of the microchannels.", nameof(model));
        }

        Positive(channels.ChannelWidthM, "The width of a channel", "m");
        NotNegative(channels.WallWidthM, "The width of a wall between channels", "m");
        NotNegative(channels.TopCoefficient, "The coefficient at the ceiling of the microchannels", "W/m2K");
        NotNegative(channels.BottomCoefficient, "The coefficient at the floor of the microchannels", "W/m2K");
        Positive(channels.CoolantHeatCapacity, "The heat capacity of the coolant", "J/m3K");
        NotNegative(Math.Abs(channels.FlowM3PerS), "The flow of the coolant", "m3/s");
        Solid(channels.Wall, model.Layers[channels.Layer]);
    }

    private static void Lines(IReadOnlyList<double> lines, double extentM, string axis)
    {
        if (lines.Count < 2 || lines[0] != 0 || Math.Abs(lines[^1] - extentM) > Rounding * extentM)
        {
            throw new ArgumentException($"Lines along {axis} go from 0 to the extent of the package, {Text(extentM)} m.", nameof(lines));
        }

        for (int i = 1; i < lines.Count; i++)
        {
            if (!(lines[i] > lines[i - 1]))
            {
                throw new ArgumentException($"Lines along {axis} ascend: number {i} at {Text(lines[i])} m does not.", nameof(lines));
            }
        }
    }

    private static void Solid(PackageMaterial material, PackageLayer layer)
    {
        string what = $"of material '{material.Name}' in layer '{layer.Name}'";
        NotNegative(material.ConductivityX, $"The conductivity along x {what}", "W/mK");
        NotNegative(material.ConductivityY, $"The conductivity along y {what}", "W/mK");
        NotNegative(material.ConductivityZ, $"The conductivity along z {what}", "W/mK");
        NotNegative(material.VolumetricHeatCapacity, $"The heat capacity {what}", "J/m3K");
        if (!double.IsFinite(material.ConductivityExponent) || !(material.ReferenceTemperatureC > -PhysicalConstants.ZeroCelsiusK))
        {
            throw new ArgumentException($"The dependence on temperature {what} is not given by a finite exponent and a reference temperature above absolute zero.", nameof(material));
        }
    }

    private static void Layer(PackageModel model, int layer, string what)
    {
        if (layer < 0 || layer >= model.Layers.Count)
        {
            throw new ArgumentException($"{what} lies in layer {layer}; there are {model.Layers.Count}, counted from 0.", nameof(model));
        }
    }

    private static void Inside(PackageModel model, PackageArea area, string what)
    {
        Within(model, area, what);
        if (!(area.WidthM > Rounding * model.WidthM && area.HeightM > Rounding * model.HeightM))
        {
            throw new ArgumentException($"{what} has no area.", nameof(area));
        }
    }

    private static void Within(PackageModel model, PackageArea area, string what)
    {
        double roundingX = Rounding * model.WidthM;
        double roundingY = Rounding * model.HeightM;
        if (!(area.XM >= -roundingX && area.YM >= -roundingY && area.RightM <= model.WidthM + roundingX && area.TopM <= model.HeightM + roundingY))
        {
            throw new ArgumentException($"{what} reaches beyond the package: x {Text(area.XM)} to {Text(area.RightM)} m, y {Text(area.YM)} to {Text(area.TopM)} m.", nameof(area));
        }
    }

    private static void Positive(double value, string what, string unit)
    {
        if (!(value > 0) || double.IsInfinity(value))
        {
            throw new ArgumentException($"{what} is {Text(value)} {unit}; it must be above zero.", nameof(value));
        }
    }

    private static void NotNegative(double value, string what, string unit)
    {
        if (!(value >= 0) || double.IsInfinity(value))
        {
            throw new ArgumentException($"{what} is {Text(value)} {unit}; it must not be negative.", nameof(value));
        }
    }

    private static string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
