using Twin.Contracts;
using Twin.Units;

namespace Dorado.PluggableModule;

/// <summary>Datasheet values of a linear module (LPO). The defaults are an 800G 2xFR4 OSFP: about 8 W.</summary>
public sealed record LinearModuleParameters : ModuleParameters
{
    /// <summary>Takes the defaults of a linear module where they differ.</summary>
    public LinearModuleParameters()
    {
        // 7-9 W (interconnect INT-06). The amplifiers also drive the host, which is otherwise the signal processor's work. Nothing starts, decides or loses.
        MaximumPower = Power.FromWatts(9);
        DriverPower = Power.FromMilliwatts(420);
        PowerUp = Duration.FromSeconds(2);
        Host = new HostSideParameters { ImplementationLoss = Decibels.Zero, Equalizer = Equalizer.Linear, FeedbackTap = 0 };
        Receiver = new ReceiverParameters { ImplementationLoss = Decibels.Zero, AmplifierPower = Power.FromMilliwatts(200) };
    }

    /// <summary>Time through drivers and amplifiers, either way.</summary>
    [Parameter("latency of drivers and amplifiers, each way", Minimum = "0 s", Maximum = "1 us", Source = "some gate delays and 10 cm of board: engineering default")]
    public Duration Latency { get; init; } = Duration.FromNanoseconds(1);
}
