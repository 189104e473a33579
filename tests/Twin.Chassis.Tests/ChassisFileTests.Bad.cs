using Twin.Engine.Description;

namespace Twin.Chassis.Tests;

public sealed partial class ChassisFileTests
{
    // What to replace in the full file, by what, and the one problem that must follow at the place of the '§'.
    public static TheoryData<string, string, string, string> Edits => new()
    {
        { "title:", "§titel:", "TW0104", "'title'" },
        { "room: 27", "§Zimmer: 27", "TW0104", "keys here" },
        { "surface-loss", "§surface-lost", "TW0104", "'surface-loss'" },
        { "seed: 18446744073709551615", "seed: 1\n§seed: 2", "TW0105", "line 8, column 1" },
        { "  wall:\n", "  §board: {capacity: 1 J/K}\n  wall:\n", "TW0105", "line 26, column 3" },
        { "model: cpo-51t\n", "", "TW0106", "Name of the model" },
        { "{capacity: 800 J/K, surface-loss: 2 W/K}", "§{surface-loss: 2 W/K}", "TW0106", "Heat capacity" },
        { "    transmit-rin: -142 dB/Hz\n", "", "TW0106", "-142 dB/Hz" },
        { "altitude: 150 m", "altitude:§", "TW0107", "a length" },
        { "altitude: 150 m", "altitude: §~", "TW0107", "Give" },
        { "lanes: 64, bias", "lanes: §null, bias", "TW0107", "Give one" },
        { "elements: [{elements: sink0.coolant, from: inlet, to: outlet}]", "elements: §[]", "TW0107", "Give a map" },
        { "  board: {capacity: 800 J/K, surface-loss: 2 W/K}", "  board: §800 J/K", "TW0108", "Its keys are capacity" },
        { "room: 27 degC", "room: §[27 degC]", "TW0108", "" },
        { "room: 27 degC", "room: §{value: 27 degC}", "TW0108", "" },
        { "spread: false", "spread: §no", "TW0108", "true or false" },
        { "repeat: 12", "repeat: §twelve", "TW0108", "digits" },
        { "lanes: 8,", "lanes: §8.0,", "TW0108", "digits" },
        { "    parameters: {lanes: 64, bias: {value: 0.35 W/A, list: [1 nm, \"2 nm\", [3]]}}", "    parameters: §[1, 2]", "TW0108", "" },
        { "room: 27 degC", "room: §27", "TW0109", "'25 degC'" },
        { "room: 27 degC", "room: §27 W", "TW0109", "" },
        { "room: 27 degC", "room: §warm", "TW0109", "" },
        { "rate: 800 Gb/s", "rate: §800 GB/s", "TW0109", "800 Gb/s" },
        { "film: 50000 W/m2K", "film: §50000 W/K", "TW0109", "50000 W/m2K" },
        { "size: [75 mm, 60 mm]", "size: §75 mm", "TW0108", "[width, height]" },
        { "size: [75 mm, 60 mm]", "size: §[75 mm]", "TW0108", "[width, height]" },
        { "size: [75 mm, 60 mm]", "size: [75 mm, §0 mm]", "TW0110", "greater than 0 m" },
        { "size: [75 mm, 60 mm]", "size: [§75, 60 mm]", "TW0109", "75 mm" },
        { "    grid: 50\n", "    grid: 50\n    §cell: 1 mm\n", "TW0117", "Remove" },
        { "    grid: 50\n", "    grid: 50\n    follow-edges: §true\n", "TW0117", "'cell'" },
        { "    cell: 0.5 mm\n", "", "TW0106", "'grid'" },
        { "grid: 50", "grid: §0", "TW0110", "1 to 1000" },
        { "thickness: 760 um", "thickness: §0 um", "TW0110", "greater than 0 m" },
        { "conductivity: 4 W/mK", "conductivity: §[4 W/mK, 4 W/mK]", "TW0108", "[x, y, z]" },
        { "conductivity: 4 W/mK", "conductivity: §0 W/mK", "TW0110", "greater than 0" },
        { "      my-tim:", "      §die: {conductivity: 4 W/mK, heat-capacity: 2.4e6 J/m3K}\n      my-tim:", "TW0114", "Rename" },
        { "material: copper}", "material: §cooper}", "TW0116", "'copper'" },
        { "at-dies: my-tim", "at-dies: §my-tin", "TW0116", "'my-tim'" },
        { "material: adhesive", "material: §glue", "TW0116", "adhesive" },
        { "material: board-core", "material: §board-cor", "TW0116", "'board-core'" },
        { "name: tim1", "name: §lid", "TW0114", "rename one" },
        { "sources: act", "sources: §ack", "TW0116", "'act'" },
        { "turn: 270", "turn: §45", "TW0110", "multiple of 90" },
        { "bottom: {to: board", "bottom: {to: §bord", "TW0116", "'board'" },
        { "bottom: {to: board, film: 800 W/m2K}", "bottom: §[]", "TW0107", "Give a map" },
        { "    dies: [{die: oe01.die, at: [0 mm, 2 mm]}]", "    dies: §asic0.die", "TW0108", "brackets" },
        { "transmit-oma: 0 dBm", "transmit-oma: §0 dB", "TW0109", "1 dBm" },
        { "resistance: 0.05 mohm", "resistance: §0.05 Mohm", "TW0109", "0.05 mohm" },
        { "room: 27 degC", "room: §270 degC", "TW0110", "at least -60 degC and at most 120 degC" },
        { "capacity: 1.2 kJ/K", "capacity: §0 J/K", "TW0110", "greater than 0 J/K" },
        { "transmit-rin: -142", "transmit-rin: §142", "TW0110", "at most -80 dB/Hz" },
        { "count: 64", "count: §0", "TW0110", "1 to 4096" },
        { "repeat: 12", "repeat: §4097", "TW0110", "1 to 4096" },
        { "els: 2 x", "els: §0 x", "TW0110", "1 to 4096" },
        { "seed: 18446744073709551615", "seed: §18446744073709551616", "TW0110", "0 to 18446744073709551615" },
        { "seed: 18446744073709551615", "seed: §-1", "TW0110", "0 to" },
        { "crosstalk: 0.5 %", "crosstalk: §101 %", "TW0110", "at most 1" },
        { "initial: ambient", "initial: §cold", "TW0111", "steady" },
        { "fec: kp4", "fec: §kp5", "TW0111", "'kp4'" },
        { "partner: worst-case", "partner: §worst_case", "TW0111", "'worst-case'" },
        { "  asic0:", "  §ASIC0:", "TW0112", "lower-case" },
        { "asic0: borealis.switch-asic", "asic0: §switch", "TW0112", "vendor.part" },
        { "els: 2 x draco.laser-module", "els: §2x4 draco", "TW0112", "8 x vendor.part" },
        { "title: Switch with co-packaged optics", "title: §\"two\\nlines\"", "TW0112", "one line" },
        { "sources: vrm*.out", "sources: §vrm0", "TW0113", "reference such as" },
        { "\"oe*.host-tx[0..31]\"", "§\"oe*.host-tx[31..0]\"", "TW0113", "[0..31]" },
        { "\"oe*.host-tx[0..31]\"", "§\"oe*.host-tx[0..31\"", "TW0113", "[0..31]" },
        { "\"fan{0..3}.case, sink0.foot\"", "§\"fan{0..3}.case,, sink0.foot\"", "TW0113", "commas" },
        { "signals: \"oe*/junction-sensor, asic0/block[0..3]\"", "signals: §\"oe* junction\"", "TW0113", "paths of signals" },
        { "  spare:", "  §oe03:", "TW0114", "line 13, column 3" },
        { "  package0:", "  §asic0:", "TW0114", "line 12, column 3" },
        { "  uplink:", "  §port0:", "TW0114", "rename" },
        { "to: wall\n", "to: §wal\n", "TW0116", "'wall'" },
        { "to: wall\n", "to: §asic0\n", "TW0116", "'asic0.case'" },
        { "loss-zone: wall", "loss-zone: §hall", "TW0116", "'wall'" },
        { "link: 20 ms", "link: §21 ms", "TW0117", "multiple" },
        { "resistance: 0.05 mohm, loss-zone: board", "resistance: §0.05 mohm", "TW0117", "loss-zone" },
        { "stream: loop", "stream: §loup", "TW0116", "'loop'" },
        { "along: -y", "along: §down", "TW0111", "-x" },
        { "strips: 12", "strips: §129", "TW0110", "1 to 128" },
        { "from: feed, to: warm", "from: feed, to: §feed", "TW0117", "two junctions" },
        { "film: 43400 W/m2K, channels:", "film: 43400 W/m2K, to: wall, §channels:", "TW0117", "one of the two" },
        { "bottom: {to: loop.tank, film: 100 W/m2K}", "bottom: §{film: 100 W/m2K}", "TW0106", "'channels'" },
        { "from: plenum, to: outlet", "from: outlet, to: §outlet", "TW0117", "two junctions" },
        { "loss-spread: 0.4 dB", "loss-spread: §2.4 dB", "TW0117", "nyquist-loss" },
        { "- {from: els*.case, to: board, conductance: 3 W/K}", "- {from: els*.case, to: board, conductance: 3 W/K}\n  - §*els", "TW0103", "quotes" },
        { "board: {capacity", "board: §&b {capacity", "TW0103", "repeat" },
        { "room: 27 degC", "room: §!!str 27 degC", "TW0103", "Remove" },
        { "workload: training\n", "workload: training\n§---\nmodel: two\n", "TW0103", "one chassis" },
        { "workload: training", "workload: §trainig", "TW0121", "'training'" },
        { "training: \"all-reduce: period 800 ms", "training: \"all-reduce: period §800 W", "TW0109", "400 ms" },
        { "training: \"all-reduce: period 800 ms, duty", "training: \"all-reduce: period 800 ms, §dutty", "TW0104", "'duty'" },
        { "training: \"all-reduce: period 800 ms", "training: \"§all-redux: period 800 ms", "TW0121", "'all-reduce'" },
        { "pattern: moe", "pattern: §mow", "TW0111", "'moe'" },
        { "seed: 7", "§sed: 7", "TW0104", "'seed'" },
        { "      uplink: \"constant", "      §uplnk: \"constant", "TW0116", "'uplink'" },
        { "\"constant: level 30 %\"", "\"constant: §level\"", "TW0107", "'60 %'" },
        { "\"constant: level 30 %\"", "\"constant: level 30 %, §fast\"", "TW0121", "level 60 %" },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public void Parse_OneEdit_ItsProblemWithPlaceAndHint(string find, string replace, string code, string hint)
    {
        int at = FullFile.Text.IndexOf(find, StringComparison.Ordinal);
        Assert.True(at >= 0, find);
        string edited = FullFile.Text[..at] + replace + FullFile.Text[(at + find.Length)..];
        int place = edited.IndexOf('§', StringComparison.Ordinal);
        edited = edited.Replace("§", string.Empty, StringComparison.Ordinal);

        ChassisFileResult result = ChassisFile.Parse(edited, "bad.yaml");

        Assert.Null(result.Description);
        Assert.True(result.Problems.Any(problem => problem.Code == code), string.Join('\n', result.Problems));
        Problem found = Assert.Single(result.Problems);
        Assert.Contains(hint, found.Hint ?? string.Empty, StringComparison.Ordinal);
        Assert.NotEmpty(found.Path);
        if (place >= 0)
        {
            string before = edited[..place];
            Origin expected = new("bad.yaml", before.Count(sign => sign == '\n') + 1, place - before.LastIndexOf('\n'));
            Assert.Equal(expected, found.Origin);
        }
        else
            Assert.NotNull(found.Origin);
    }
}
