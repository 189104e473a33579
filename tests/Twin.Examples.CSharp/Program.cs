// Holds the fans of a running twin at full speed for a while and tells what that does to its temperatures.
//
//   dotnet run --project tests/Twin.Examples.CSharp -- http://127.0.0.1:50051 10
//
// The second argument is how many simulated seconds to wait.
using System.Globalization;
using Grpc.Core;
using Grpc.Net.Client;
using Twin.V1;

string address = args.Length > 0 ? args[0] : "http://127.0.0.1:50051";
double seconds = args.Length > 1 ? double.Parse(args[1], CultureInfo.InvariantCulture) : 10;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

using GrpcChannel channel = GrpcChannel.ForAddress(address);
var chassis = new ChassisService.ChassisServiceClient(channel);
var control = new ControlService.ControlServiceClient(channel);
var signals = new SignalService.SignalServiceClient(channel);

// 1. What is it, and which knobs do its fans have?
GetChassisResponse model = await chassis.GetChassisAsync(new GetChassisRequest());
Console.WriteLine($"{model.Model}: {model.Title}");
ListKnobsResponse fans = await chassis.ListKnobsAsync(new ListKnobsRequest { Globs = { "fan*/speed" }, Kinds = { KnobKind.Actuator } });

// 2. Names come once, then packed values twice in a simulated second.
using AsyncServerStreamingCall<SubscribeResponse> stream = signals.Subscribe(new SubscribeRequest
{
    Selection = new Selection { Globs = { "asic0/*/temperature", "oe*/eic/temperature" } },
    Sampled = new Sampled { PeriodMs = 500 },
});
List<string> names = [];
double[] first = [];
double[] last = [];
double start = double.NaN;

await foreach (SubscribeResponse message in stream.ResponseStream.ReadAllAsync())
{
    if (message.Dictionary is not null)
    {
        names.AddRange(message.Dictionary.Entries.Select(entry => entry.Path));
        continue;
    }

    last = [.. message.Samples.Values];
    double now = message.Samples.Position.SimulationTimeNs * 1e-9;
    if (double.IsNaN(start))
    {
        // 3. With the first values in hand: fans up. The twin says from which step that holds.
        (first, start) = (last, now);
        foreach (Knob fan in fans.Knobs)
        {
            CommandResult result = await control.OverrideActuatorAsync(new OverrideActuatorRequest { Path = fan.Path, Value = new Quantity { Text = "100 %" } });
            Console.WriteLine($"{fan.Path} {result.OldValue:P0} -> {result.NewValue:P0} from step {result.Step}");
        }
    }
    else if (now - start >= seconds)
    {
        break;
    }
}

// 4. Back to their controller.
foreach (Knob fan in fans.Knobs)
{
    await control.ReleaseActuatorAsync(new ReleaseActuatorRequest { Path = fan.Path });
}

foreach ((string name, double before, double after) in names.Zip(first, last))
{
    Console.WriteLine($"{name} {before:F2} -> {after:F2} degC");
}
