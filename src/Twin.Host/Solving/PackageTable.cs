using System.Globalization;
using Twin.Physics;
using Twin.Physics.Thermal.Packages;

namespace Twin.Host.Solving;

/// <summary>Writes temperatures of blocks and probes as CSV, in kelvin.</summary>
/// <param name="writer">Where to.</param>
/// <param name="run">Whose temperatures.</param>
internal sealed class PackageTable(TextWriter writer, PackageRun run)
{
    private PackageModel Model => run.System.Model;

    /// <summary>Writes the header.</summary>
    public void Begin()
    {
        if (run.Settings.Case == PackageCase.Steady)
        {
            writer.Write("block,power_W,avg_K,max_K\n");
            return;
        }

        writer.Write("t_s");
        foreach (PackageBlock block in Model.Blocks)
        {
            writer.Write($",{block.Name}_avg_K,{block.Name}_max_K");
        }

        foreach (PackageProbe probe in Model.Probes)
        {
            writer.Write($",{probe.Name}_K");
        }

        writer.Write('\n');
    }

    /// <summary>Writes the temperatures as they are now.</summary>
    public void Observe()
    {
        if (run.Settings.Case == PackageCase.Steady)
        {
            for (int block = 0; block < Model.Blocks.Count; block++)
            {
                writer.Write(string.Create(CultureInfo.InvariantCulture, $"{Model.Blocks[block].Name},{Model.Blocks[block].NominalPowerW:R},"));
                writer.Write(string.Create(CultureInfo.InvariantCulture, $"{Average(block):F6},{Maximum(block):F6}\n"));
            }

            // A probe is a point: its temperature stands in both columns.
            for (int probe = 0; probe < Model.Probes.Count; probe++)
            {
                writer.Write(string.Create(CultureInfo.InvariantCulture, $"{Model.Probes[probe].Name},0,{At(probe):F6},{At(probe):F6}\n"));
            }

            return;
        }

        // Twelve digits: without the last bits of a sum of steps.
        writer.Write(run.TimeS.ToString("G12", CultureInfo.InvariantCulture));
        for (int block = 0; block < Model.Blocks.Count; block++)
        {
            writer.Write(string.Create(CultureInfo.InvariantCulture, $",{Average(block):F6},{Maximum(block):F6}"));
        }

        for (int probe = 0; probe < Model.Probes.Count; probe++)
        {
            writer.Write(string.Create(CultureInfo.InvariantCulture, $",{At(probe):F6}"));
        }

        writer.Write('\n');
    }

    private double Average(int block) => run.System.BlockAverage(block, run.TemperaturesC) + PhysicalConstants.ZeroCelsiusK;

    private double Maximum(int block) => run.System.BlockMaximum(block, run.TemperaturesC) + PhysicalConstants.ZeroCelsiusK;

    private double At(int probe) => run.TemperaturesC[run.System.ProbeCell(probe)] + PhysicalConstants.ZeroCelsiusK;
}
