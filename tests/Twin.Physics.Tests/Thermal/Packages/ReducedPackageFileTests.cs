using Twin.Physics.Thermal.Packages;

namespace Twin.Physics.Tests.Thermal.Packages;

/// <summary>Saved reduced packages: what was written is read again, and nothing else is.</summary>
public sealed class ReducedPackageFileTests
{
    private static readonly PackageModel Described = new(
        0.01,
        0.01,
        [new("lid", 1e-3, Copper, []), new("die", 5e-4, Copper, [])],
        [new("core", 1, new(0, 0, 0.005, 0.005), 10)],
        [new("sensor", 1, 0.007, 0.007, TakesHeat: true)],
        [new("top", true, new(0, 0, 0.01, 0.01), 5000, 30)],
        null,
        30);

    private static PackageMaterial Copper => new("copper", 390, 390, 390, 3.45e6);

    [Fact]
    public void TryLoad_WhatWasSaved_StepsToTheSameBits()
    {
        ReducedPackage package = Build();
        Assert.True(ReducedPackage.TryLoad(new MemoryStream(Saved(package)), Fingerprint(), out ReducedPackage? loaded, out string reason));
        Assert.Empty(reason);
        Assert.Equal(package.Fingerprint, loaded.Fingerprint);
        Assert.Equal(["core"], loaded.BlockNames);
        Assert.Equal(["sensor"], loaded.ProbeNames);
        Assert.Equal(["top"], loaded.FaceNames);
        Assert.Equal(1, loaded.SourceOfProbe(0));
        Assert.Equal(Steps(package), Steps(loaded));
        Assert.Equal(Saved(package), Saved(loaded));
    }

    [Fact]
    public void TryLoad_Truncated_IsRefusedAtEveryLength()
    {
        byte[] bytes = Saved(Build());
        for (int length = 0; length < bytes.Length; length += 37)
        {
            Refused(bytes[..length]);
        }
    }

    [Fact]
    public void TryLoad_AnyByteAltered_IsRefused()
    {
        byte[] bytes = Saved(Build());
        for (int place = 0; place < bytes.Length; place += place < 130 ? 1 : 101)
        {
            byte[] altered = [.. bytes];
            altered[place] ^= 0x10;
            Refused(altered);
        }
    }

    [Fact]
    public void TryLoad_ForeignFile_SaysSo()
    {
        Assert.Contains("not a reduced package", Refused(new byte[5000]), StringComparison.Ordinal);
        Assert.Contains("too short", Refused([]), StringComparison.Ordinal);
    }

    [Fact]
    public void TryLoad_AnotherPackage_SaysSo()
    {
        byte[] bytes = Saved(Build());
        string other = PackageFingerprint.Of(Described with { InitialTemperatureC = 31 }, Grid());
        Assert.False(ReducedPackage.TryLoad(new MemoryStream(bytes), other, out ReducedPackage? package, out string reason));
        Assert.Null(package);
        Assert.Contains("another package", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_AnyChange_IsAnotherFingerprint()
    {
        string[] all =
        [
            Fingerprint(),
            PackageFingerprint.Of(Described with { WidthM = 0.011 }, Grid()),
            PackageFingerprint.Of(Described with { Probes = [] }, Grid()),
            PackageFingerprint.Of(Described with { Layers = [Described.Layers[0], Described.Layers[1] with { ThicknessM = 6e-4 }] }, Grid()),
            PackageFingerprint.Of(Described with { Films = [Described.Films[0] with { HeatTransferCoefficient = 5001 }] }, Grid()),
            PackageFingerprint.Of(Described with { Blocks = [Described.Blocks[0] with { NominalPowerW = 11 }] }, Grid()),
            PackageFingerprint.Of(Described, PackageGrid.Uniform(Described, 8)),
            PackageFingerprint.Of(Described, Grid(), new() { Order = 24 }),
            PackageFingerprint.Of(Described, Grid(), new() { ShiftsPerS = [0, 1] }),
        ];
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.Equal(Fingerprint(), PackageFingerprint.Of(Described with { }, Grid(), new()));
    }

    private static PackageGrid Grid() => PackageGrid.Uniform(Described, 10);

    private static string Fingerprint() => PackageFingerprint.Of(Described, Grid());

    private static ReducedPackage Build() => PackageReduction.Build(new PackageSystem(Described, Grid()));

    private static byte[] Saved(ReducedPackage package)
    {
        using MemoryStream stream = new();
        package.Save(stream);
        return stream.ToArray();
    }

    private static string Refused(byte[] bytes)
    {
        Assert.False(ReducedPackage.TryLoad(new MemoryStream(bytes), Fingerprint(), out ReducedPackage? package, out string reason));
        Assert.Null(package);
        Assert.NotEmpty(reason);
        return reason;
    }

    private static double[] Steps(ReducedPackage package)
    {
        double[] state = new double[package.Order];
        double[] estimator = new double[package.EstimatorStateCount];
        package.SetUniform(state, 30);
        package.StartEstimate(estimator, [0, 0], [30]);
        PackagePropagator propagator = package.Propagator(0.01);
        double[] errors = new double[package.EstimateCount];
        double[] maxima = new double[package.BlockCount];
        for (int i = 0; i < 5; i++)
        {
            propagator.Advance(state, [10, 0.1], [30]);
            propagator.AdvanceEstimate(estimator, [10, 0.1], [30]);
        }

        package.BlockMaxima(state, maxima);
        package.Estimate(estimator, errors);
        return [.. state, .. maxima, .. errors];
    }
}
