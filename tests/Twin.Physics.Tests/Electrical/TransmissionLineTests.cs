using System.Numerics;
using System.Text.Json;
using Twin.Physics.Electrical;
using Twin.Physics.Tests.Signal;

namespace Twin.Physics.Tests.Electrical;

public class TransmissionLineTests
{
    // The table prints nine decimals of S and six of the loss.
    private const double ScatteringTolerance = 1e-9;
    private const double LossToleranceDb = 1e-6;

    [Fact]
    public void Scattering_ClosedFormTable_Matches()
    {
        foreach (Dictionary<string, string> row in ReferenceFile.Csv("electrical/line_closed_form.csv"))
        {
            LineMaterial material = MaterialOf(row["case"]);
            double lengthM = 1e-3 * ReferenceFile.Parse(row["length_mm"]);
            double frequencyHz = 1e9 * ReferenceFile.Parse(row["f_GHz"]);
            TransmissionLine.Scattering(material, ReferenceFile.Parse(row["zc_leg_ohm"]), lengthM, frequencyHz, out Complex s11, out Complex s21);
            string at = row["case"] + " " + row["f_GHz"];
            double tolerance = ScatteringTolerance * (row["case"].Contains("quarter", StringComparison.Ordinal) ? 10.0 : 1.0);  // length printed with nine digits
            Assert.True(Math.Abs(ReferenceFile.Parse(row["S11_re"]) - s11.Real) < tolerance, at);
            Assert.True(Math.Abs(ReferenceFile.Parse(row["S11_im"]) - s11.Imaginary) < tolerance, at);
            Assert.True(Math.Abs(ReferenceFile.Parse(row["S21_re"]) - s21.Real) < tolerance, at);
            Assert.True(Math.Abs(ReferenceFile.Parse(row["S21_im"]) - s21.Imaginary) < tolerance, at);
            Assert.Equal(ReferenceFile.Parse(row["IL_dB"]), -20.0 * Math.Log10(Complex.Abs(s21)), LossToleranceDb);

            ChannelPart part = ChannelPart.Line(material, lengthM, 2.0 * ReferenceFile.Parse(row["zc_leg_ohm"]));
            Assert.True(Complex.Abs(TransmissionLine.Transmission([part], frequencyHz) - s21) < 1e-12, at);
        }
    }

    [Fact]
    public void LossDb_OfReferenceChannels_MatchesTheirMetrics()
    {
        Dictionary<string, Dictionary<string, string>> metrics = ReferenceFile.Csv("electrical/channel_metrics.csv").ToDictionary(r => r["file"]);
        using JsonDocument channels = JsonDocument.Parse(File.ReadAllText(ReferenceFile.PathOf("electrical/channels.json")));
        foreach (JsonElement channel in channels.RootElement.EnumerateArray())
        {
            ChannelPart[] parts = [.. channel.GetProperty("elems").EnumerateArray().Select(Part)];
            Dictionary<string, string> row = metrics[channel.GetProperty("name").GetString() + "_THRU"];
            double nyquistHz = 0.5e9 * ReferenceFile.Parse(row["fb_GBd"]);
            // The metric is read at the grid point next to Nyquist, at most 12.5 MHz away, from six printed digits.
            Assert.Equal(ReferenceFile.Parse(row["sdd21_loss_dB_at_Nyquist"]), TransmissionLine.LossDb(parts, nyquistHz), 0.02);
        }
    }

    [Theory]
    [InlineData(26.56, 0.043)]
    public void MatchedLoss_OfLowLossStripline_IsTheQuotedOne(double frequencyGHz, double decibelsPerMm) =>
        Assert.Equal(decibelsPerMm, TransmissionLine.MatchedLossDb(LineMaterial.LowLossStripline, 1e-3, 1e9 * frequencyGHz), 5e-4);

    [Fact]
    public void MatchedLoss_OfParts_Adds()
    {
        ChannelPart a = ChannelPart.Line(LineMaterial.PackageSubstrate, 0.012), b = ChannelPart.Line(LineMaterial.MidLossStripline, 0.2);
        double sum = TransmissionLine.MatchedLossDb(LineMaterial.PackageSubstrate, 0.012, 26e9)
            + TransmissionLine.MatchedLossDb(LineMaterial.MidLossStripline, 0.2, 26e9);
        Assert.Equal(sum, TransmissionLine.LossDb([a, b], 26e9), 1e-10);
        Assert.Equal(0.6, TransmissionLine.RootShare(10.0, 10.0 * ((0.6 / 2.0) + (0.4 / 4.0))), 1e-12);
    }

    private static ChannelPart Part(JsonElement element) => element[0].GetString() switch
    {
        "C" => ChannelPart.ShuntCapacitor(1e-15 * element[1].GetDouble()),
        "L" => ChannelPart.SeriesInductor(1e-12 * element[1].GetDouble()),
        _ => ChannelPart.Line(NamedMaterial(element[1].GetString()!), 1e-3 * element[2].GetDouble(), element[3].GetDouble()),
    };

    private static LineMaterial NamedMaterial(string name) => name switch
    {
        "M8" => LineMaterial.LowLossStripline,
        "M6" => LineMaterial.MidLossStripline,
        "MOD" => LineMaterial.ModuleBoard,
        "SUB" => LineMaterial.PackageSubstrate,
        "RDL" => LineMaterial.RedistributionLayer,
        _ => LineMaterial.TwinAxialCable,
    };

    private static LineMaterial MaterialOf(string name) =>
        name.StartsWith("package", StringComparison.Ordinal) ? LineMaterial.PackageSubstrate
        : name.StartsWith("board", StringComparison.Ordinal) ? BoardOfAnnex93A
        : new LineMaterial(0.0, 0.0, 0.0, 6.141e-3);

    // Host board line of the standard's COM tables (IEEE Std 802.3 Table 92-12); not one of the named materials.
    private static LineMaterial BoardOfAnnex93A => new(0.0, 4.114e-4, 2.547e-4, 6.191e-3);
}
