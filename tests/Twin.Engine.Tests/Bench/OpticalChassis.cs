using Twin.Contracts;
using Twin.Engine.Description;
using Twin.Units;
using static Twin.Engine.Tests.Bench.Bench;

namespace Twin.Engine.Tests.Bench;

/// <summary>A switch of 16 lanes in four ports, two engines of eight lanes, a laser of four outputs (two for each engine), partners at the panel.</summary>
internal static class OpticalChassis
{
    public static ChassisDescription Description { get; } = Make();

    public static ChassisDescription Make(
        double channelDb = 8, double fibreDb = 3, double crosstalk = 0.01, Partner partner = Partner.Nominal, double partnerRinDb = -145, double partnerNoise = 17,
        int split = 1, double elsDb = 1.5, string? lossZone = "board") => Plain with
        {
            Zones = [Zone("board", 100, 5)],
            Mounts = [Mount("*.base", "board", 2)],
            Rails = [Rail("bus", "psu.out", "asic.supply, oe*.supply, laser.supply")],
            Channels =
        [
            new(Ref("asic.tx"), Ref("oe*.host-rx"), Decibels.FromDb(channelDb), Decibels.FromDb(0), crosstalk, 0.6, Length.FromMillimeters(100)),
            new(Ref("oe*.host-tx"), Ref("asic.rx"), Decibels.FromDb(channelDb), Decibels.FromDb(0), crosstalk, 0.6, Length.FromMillimeters(100)),
        ],
            LightPaths = [new(Ref("laser.out"), Ref("oe*.els"), Decibels.FromDb(elsDb), split, lossZone)],
            FarEnds =
        [
            new(
                Ref("oe*.line-tx"), Ref("oe*.line-rx"), partner, Decibels.FromDb(fibreDb), Length.FromMeters(500), Power.FromDbm(1), Decibels.FromDb(5), Frequency.FromGigahertz(45),
                RelativeIntensityNoise.FromDecibelsPerHertz(partnerRinDb), Responsivity.FromAmperesPerWatt(0.9), NoiseCurrentDensity.FromPicoamperesPerRootHertz(partnerNoise),
                Frequency.FromGigahertz(45), Decibels.FromDb(1)),
        ],
            Ports = [new("port", 4, 4, BitRate.FromGigabitsPerSecond(400), Ref("asic.tx"), Ref("asic.rx"), ErrorCorrection.Kp4)],
        };

    public static (string, Func<IComponent>)[] Parts(Relay transmit = Relay.Linear, Relay receive = Relay.Linear, double noise = 17, double snrDb = 36, double rinDb = -150) =>
    [
        ("asic", () => new Asic(16, snrDb)), ("psu", () => new Supply(standbyW: 3, linear: 0.04)), ("laser", () => new Laser(4, rinDbPerHz: rinDb)),
        ("oe0", () => new Engine(8, 2, transmit, receive, noise)), ("oe1", () => new Engine(8, 2, transmit, receive, noise)),
    ];
}
