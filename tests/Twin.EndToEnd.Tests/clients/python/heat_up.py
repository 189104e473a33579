#!/usr/bin/python3
"""Draws how a switch heats up: puts full traffic on a running twin and plots its temperatures as PNG.

Debian: apt-get install python3-grpcio python3-protobuf python3-matplotlib protobuf-compiler protobuf-compiler-grpc

    mkdir -p /tmp/stubs
    protoc -I proto --python_out=/tmp/stubs --grpc_out=/tmp/stubs --plugin=protoc-gen-grpc="$(command -v grpc_python_plugin)" proto/twin/v1/*.proto
    PYTHONPATH=/tmp/stubs /usr/bin/python3 heat_up.py --out heat_up.png
"""

import argparse

import grpc
import matplotlib
from twin.v1 import chassis_pb2, chassis_pb2_grpc, control_pb2, control_pb2_grpc, signals_pb2, signals_pb2_grpc

matplotlib.use("Agg")  # Draws into a file; no screen is needed.
import matplotlib.pyplot as plot  # noqa: E402

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--address", default="127.0.0.1:50051")
parser.add_argument("--glob", default="asic0/*/temperature")
parser.add_argument("--seconds", type=float, default=30, help="simulated seconds")
parser.add_argument("--out", default="heat_up.png")
arguments = parser.parse_args()

channel = grpc.insecure_channel(arguments.address, options=[("grpc.enable_http_proxy", 0)])
chassis = chassis_pb2_grpc.ChassisServiceStub(channel).GetChassis(chassis_pb2.GetChassisRequest(), wait_for_ready=True, timeout=60)
control = control_pb2_grpc.ControlServiceStub(channel)
signals = signals_pb2_grpc.SignalServiceStub(channel)

# Names come once, then packed values ten times in a simulated second.
stream = signals.Subscribe(signals_pb2.SubscribeRequest(
    selection=signals_pb2.Selection(globs=[arguments.glob]), sampled=signals_pb2.Sampled(period_ms=100)))
names = [entry.path for entry in next(stream).dictionary.entries]
control.ChooseWorkload(control_pb2.ChooseWorkloadRequest(name="full"))

times, rows = [], []
for message in stream:
    times.append(message.samples.position.simulation_time_ns * 1e-9)
    rows.append(list(message.samples.values))
    if times[-1] - times[0] >= arguments.seconds:
        break
stream.cancel()

figure, axis = plot.subplots(figsize=(9, 5))
for name, column in zip(names, zip(*rows)):
    axis.plot([time - times[0] for time in times], column, label=name.split("/", 1)[1].removesuffix("/temperature"))
    print(f"{name} {column[0]:.1f} -> {column[-1]:.1f} degC")
axis.set(title=f"{chassis.model} under full traffic", xlabel="simulated time, s", ylabel="temperature, degC")
axis.legend(fontsize="small", ncols=2)
figure.savefig(arguments.out, dpi=100)
print(f"{len(times)} samples in {arguments.out}")
