using System.Security.Cryptography;

namespace Twin.Physics.Thermal.Packages;

/// <summary>What a reduced package is made of, as a name for a cache.</summary>
public static class PackageFingerprint
{
    /// <summary>Changes whenever a reduced package is written in another form.</summary>
    internal const int FormatVersion = 2;

    /// <summary>Hash over every number and name of the description, and over the build of this assembly: other code may reduce to other numbers.</summary>
    /// <param name="model">The package.</param>
    /// <param name="grid">Its grid.</param>
    /// <param name="options">How it is reduced; null stands for the defaults.</param>
    /// <returns>64 hexadecimal digits (SHA-256), fit for a file name.</returns>
    /// <remarks>Conductivities are those at the materials' reference temperatures; a system whose conductivities were set from others has no fingerprint when it is reduced.</remarks>
    public static string Of(PackageModel model, PackageGrid grid, PackageReductionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(grid);
        using MemoryStream bytes = new();
        using BinaryWriter writer = new(bytes);
        writer.Write(FormatVersion);

        // Deterministic builds of the same code have the same identifier, and any change of the code another.
        writer.Write(typeof(PackageFingerprint).Module.ModuleVersionId.ToByteArray());
        Write(writer, model);
        Write(writer, grid.XLinesM);
        Write(writer, grid.YLinesM);
        Write(writer, options ?? new());
        writer.Flush();
        return Convert.ToHexString(SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
    }

    private static void Write(BinaryWriter writer, PackageModel model)
    {
        writer.Write(model.WidthM);
        writer.Write(model.HeightM);
        writer.Write(model.InitialTemperatureC);
        writer.Write(model.Layers.Count);
        foreach (PackageLayer layer in model.Layers)
        {
            writer.Write(layer.Name);
            writer.Write(layer.ThicknessM);
            Write(writer, layer.Base);
            writer.Write(layer.Patches.Count);
            foreach (PackagePatch patch in layer.Patches)
            {
                Write(writer, patch.Material);
                Write(writer, patch.Area);
            }
        }

        writer.Write(model.Blocks.Count);
        foreach (PackageBlock block in model.Blocks)
        {
            writer.Write(block.Name);
            writer.Write(block.Layer);
            Write(writer, block.Area);
            writer.Write(block.NominalPowerW);
        }

        writer.Write(model.Probes.Count);
        foreach (PackageProbe probe in model.Probes)
        {
            writer.Write(probe.Name);
            writer.Write(probe.Layer);
            writer.Write(probe.XM);
            writer.Write(probe.YM);
            writer.Write(probe.TakesHeat);
        }

        writer.Write(model.Films.Count);
        foreach (PackageFilm film in model.Films)
        {
            writer.Write(film.Name);
            writer.Write(film.IsTop);
            Write(writer, film.Area);
            writer.Write(film.HeatTransferCoefficient);
            writer.Write(film.TemperatureC);
        }

        writer.Write(model.Microchannels is not null);
        if (model.Microchannels is { } channels)
        {
            writer.Write(channels.Layer);
            writer.Write(channels.ChannelWidthM);
            writer.Write(channels.WallWidthM);
            Write(writer, channels.Wall);
            writer.Write(channels.FlowM3PerS);
            writer.Write(channels.CoolantHeatCapacity);
            writer.Write(channels.InletTemperatureC);
            writer.Write(channels.BottomCoefficient);
            writer.Write(channels.TopCoefficient);
        }
    }

    private static void Write(BinaryWriter writer, PackageMaterial material)
    {
        writer.Write(material.Name);
        writer.Write(material.ConductivityX);
        writer.Write(material.ConductivityY);
        writer.Write(material.ConductivityZ);
        writer.Write(material.VolumetricHeatCapacity);
        writer.Write(material.ConductivityExponent);
        writer.Write(material.ReferenceTemperatureC);
    }

    private static void Write(BinaryWriter writer, PackageArea area)
    {
        writer.Write(area.XM);
        writer.Write(area.YM);
        writer.Write(area.WidthM);
        writer.Write(area.HeightM);
    }

    private static void Write(BinaryWriter writer, PackageReductionOptions options)
    {
        Write(writer, options.ShiftsPerS);
        writer.Write(options.SolveTolerance);
        writer.Write(options.Deflation);
        writer.Write(options.Order);
        writer.Write(options.MaximumOrder);
        writer.Write(options.AverageToleranceK);
        writer.Write(options.CellToleranceK);
        writer.Write(options.ShortestTimeS);
        writer.Write(options.SourceScalesW is not null);
        Write(writer, options.SourceScalesW ?? []);
        writer.Write(options.ProbeScaleW);
        writer.Write(options.FaceScaleK);
        writer.Write(options.ImageToleranceK);
    }

    private static void Write(BinaryWriter writer, IReadOnlyList<double> values)
    {
        writer.Write(values.Count);
        foreach (double value in values)
        {
            writer.Write(value);
        }
    }
}
