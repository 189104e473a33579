using Twin.Contracts;
using Twin.Engine.Description;
using Twin.Engine.Running;
using Twin.Engine.Stepping;
using Twin.Units;
using static Twin.Engine.Tests.Bench.Bench;

namespace Twin.Engine.Tests.Bench;

/// <summary>Two supplies, two fans, two cages with a bypass, three loads with leakage; and commands that keep all of it moving.</summary>
internal static class MovingChassis
{
    public static ChassisDescription Description { get; } = Plain with
    {
        Room = Temperature.FromCelsius(22),
        Zones = [Zone("board", 200, 1)],
        Mounts =
        [
            Mount("h0.base", "d0.seat", 5), Mount("h1.base", "d1.seat", 5), Mount("h2.base", "board", 2), Mount("psu*.base", "board", 2), Mount("fan*.base", "board", 1),
            Mount("h0.base", "h1.base", 0.1),
        ],
        Rails = [Rail("bus", "psu*.out", "h*.supply, fan*.supply", 0.001, "board")],
        Streams =
        [
            new(
                "air", Fluid.Air, Temperature.FromCelsius(27), [new(Ref("fan*.rotor"), "inlet", "plenum"), new(Ref("d*.air"), "plenum", "outlet")],
                [new("bypass", "plenum", "outlet", Pressure.FromPascals(200), VolumeFlow.FromCubicMetersPerSecond(0.002))]),
        ],
    };

    public static (string, Func<IComponent>)[] Parts { get; } =
    [
        ("psu0", () => new Supply(12.3, 400, 6, 0.03, 1e-5, 0.004)), ("psu1", () => new Supply(12.3, 400, 6, 0.03, 1e-5, 0.005)),
        ("fan0", () => new Fan()), ("fan1", () => new Fan()),
        ("d0", () => new Duct(0.01, 100, 3, 0.5, 0.1)), ("d1", () => new Duct(0.01, 150, 3, 0.5, 0.1)),
        ("h0", () => new Heater(40, leakW: 4, slopeWPerK: 0.1)), ("h1", () => new Heater(30, 5)), ("h2", () => new Heater(5, 2, leakW: 1, slopeWPerK: 0.02)),
    ];

    /// <summary>Commands due before a step.</summary>
    public static void Move(Simulation simulation, int step)
    {
        if (step % 7 == 0)
        {
            simulation.Do(new TwinCommand.OverrideActuator("fan0/speed", 0.5 + (0.4 * Math.Sin(0.02 * step)), null));
            simulation.Do(new TwinCommand.SetParameter("h0/power", 40 + (30 * Math.Sin(0.05 * step))));
        }

        TwinCommand? command = (step % 600) switch
        {
            100 => new TwinCommand.InjectFault("fan1/stalled", 1),
            150 => new TwinCommand.InjectFault("psu0/dead", 1),
            200 => new TwinCommand.SetPresence("h1", false),
            230 => new TwinCommand.ClearFault("psu0/dead"),
            250 => new TwinCommand.SetPresence("psu1", false),
            260 => new TwinCommand.SetPresence("h1", true),
            300 => new TwinCommand.SetPresence("psu1", true),
            320 => new TwinCommand.ClearFault("fan1/stalled"),
            340 => new TwinCommand.SetPresence("fan0", false),
            360 => new TwinCommand.SetPresence("fan0", true),
            380 => new TwinCommand.OverrideActuator("d1/opening", 0, null),
            420 => new TwinCommand.ReleaseActuator("d1/opening"),
            430 => new TwinCommand.SetParameter("air/inlet-temperature", 35),
            440 => new TwinCommand.SetParameter("room-temperature", 30),
            450 => new TwinCommand.InjectFault("psu0/dead", 1),
            455 => new TwinCommand.InjectFault("psu1/dead", 1),
            480 => new TwinCommand.ClearFault("psu0/dead"),
            485 => new TwinCommand.ClearFault("psu1/dead"),
            500 => new TwinCommand.ResetComponent("h0"),
            _ => null,
        };
        if (command is not null)
        {
            simulation.Do(command);
        }
    }
}
