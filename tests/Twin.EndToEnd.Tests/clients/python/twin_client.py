#!/usr/bin/python3
"""Checks a running twin from Python: lists, streams, overrides a fan.

Needs Debian's python3-grpcio, python3-protobuf, protobuf-compiler, protobuf-compiler-grpc and libprotobuf-dev. The stubs are generated from the
proto folder into a temporary folder at each run, as any client developer would do it once.

What is checked:
  list      every signal of the chassis is listed once, in order of id, over several pages
  stream    for --seconds of simulated time, samples every --period-ms: every sample that was due came or is counted as conflated by the
            message after it, what is not on its multiple of the period is marked late, and steps keep pace with simulated time. On a machine
            that has time for the twin, nothing is conflated or late; of what a busy one may cost, --most-lost is the limit
  override  the actuators are held at a value; temperatures answer in the direction expected, by more than they drifted before
  release   the actuators go back to their controllers

Prints one JSON object. Exit code 0 when every check passes, 1 when one fails, 2 when the twin cannot be reached or the stubs not be made.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
DEFAULT_PROTO = os.path.normpath(os.path.join(HERE, "..", "..", "..", "..", "proto"))


def parse_arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--address", default="127.0.0.1:50051", help="gRPC address of the twin (default %(default)s)")
    parser.add_argument("--proto", default=DEFAULT_PROTO, help="the proto folder (default: that of this repository)")
    parser.add_argument("--wait", type=float, default=30, help="seconds to wait for the twin to come up (default %(default)s)")
    parser.add_argument("--seconds", type=float, default=10, help="simulated seconds to stream (default %(default)s)")
    parser.add_argument("--period-ms", type=int, default=100, help="period of the samples in simulated ms (default %(default)s: 10 Hz)")
    parser.add_argument(
        "--most-lost", type=float, default=0, help="largest share of samples that may be conflated or late (default %(default)s)")
    parser.add_argument("--glob", default="**", help="signals to stream (default %(default)s)")
    parser.add_argument(
        "--actuator", default="**fan*/**speed**", help="glob of the fan actuators to override, all that match (default %(default)s)")
    parser.add_argument("--temperatures", default="**", help="glob of the temperatures to watch, of unit Cel (default %(default)s)")
    parser.add_argument("--value", default="30 %", help="minimum, maximum, or a text with unit (default 30 %%)")
    parser.add_argument("--react-seconds", type=float, default=10, help="simulated seconds given to the temperatures (default %(default)s)")
    parser.add_argument(
        "--change", type=float, default=0.2, help="least answer in kelvin, beyond the drift before (default %(default)s)")
    parser.add_argument("--skip-override", action="store_true", help="list and stream only")
    return parser.parse_args()


def make_stubs(proto, folder):
    """Generates the Python stubs of twin.v1 and makes them importable."""
    plugin = shutil.which("grpc_python_plugin")
    protoc = shutil.which("protoc")
    if not plugin or not protoc:
        raise RuntimeError("protoc or grpc_python_plugin is missing: apt install protobuf-compiler protobuf-compiler-grpc libprotobuf-dev")
    source = os.path.join(proto, "twin", "v1")
    files = sorted(os.path.join(source, name) for name in os.listdir(source) if name.endswith(".proto"))
    subprocess.run(
        [protoc, "-I", proto, "--python_out", folder, "--grpc_out", folder, f"--plugin=protoc-gen-grpc={plugin}", *files],
        check=True)
    sys.path.insert(0, folder)


class Client:
    """The calls that the checks need."""

    def __init__(self, address, wait):
        import grpc
        from twin.v1 import chassis_pb2, chassis_pb2_grpc, control_pb2, control_pb2_grpc, signals_pb2, signals_pb2_grpc

        self.grpc = grpc
        self.chassis_pb2, self.control_pb2, self.signals_pb2 = chassis_pb2, control_pb2, signals_pb2
        # No proxy between a client and its own machine.
        channel = grpc.insecure_channel(address, options=[("grpc.enable_http_proxy", 0)])
        grpc.channel_ready_future(channel).result(timeout=wait)
        self.chassis = chassis_pb2_grpc.ChassisServiceStub(channel)
        self.signals = signals_pb2_grpc.SignalServiceStub(channel)
        self.control = control_pb2_grpc.ControlServiceStub(channel)

    def list_signals(self, globs=(), page_size=1000):
        signals, token = [], ""
        while True:
            answer = self.chassis.ListSignals(self.chassis_pb2.ListSignalsRequest(
                globs=globs, page=self.chassis_pb2.Page(size=page_size, token=token)))
            signals.extend(answer.signals)
            token = answer.next_page_token
            if not token:
                return signals, answer.total

    def knobs(self, glob, kind):
        answer = self.chassis.ListKnobs(self.chassis_pb2.ListKnobsRequest(globs=[glob], kinds=[kind]))
        return list(answer.knobs)

    def stream(self, selection, period_ms, seconds):
        """Yields the dictionary, then samples, until the simulated time has passed."""
        request = self.signals_pb2.SubscribeRequest(
            selection=selection, sampled=self.signals_pb2.Sampled(period_ms=period_ms))
        call = self.signals.Subscribe(request)
        first = None
        dictionary = []
        try:
            for message in call:
                kind = message.WhichOneof("content")
                if kind == "dictionary":
                    dictionary.extend(message.dictionary.entries)
                    if message.dictionary.is_complete:
                        yield dictionary
                    continue
                samples = message.samples
                yield samples
                first = samples.position.simulation_time_ns if first is None else first
                if samples.position.simulation_time_ns - first >= seconds * 1e9:
                    return
        finally:
            call.cancel()


def check_list(client):
    chassis = client.chassis.GetChassis(client.chassis_pb2.GetChassisRequest())
    signals, total = client.list_signals()
    ids = [signal.id for signal in signals]
    paths = {signal.path for signal in signals}
    ok = ids == list(range(chassis.signal_count)) and total == len(ids) and len(paths) == len(ids)
    return {
        "ok": ok,
        "model": chassis.model,
        "components": len(chassis.components),
        "signals": len(signals),
        "ports": chassis.port_count,
    }


def check_stream(client, arguments):
    started = time.monotonic()
    selection = client.signals_pb2.Selection(globs=[arguments.glob])
    stream = client.stream(selection, arguments.period_ms, arguments.seconds)
    dictionary = next(stream)
    first_sample = None
    previous = None
    period_ns = arguments.period_ms * 1_000_000
    samples_seen = gaps = late = conflated = wrong_length = wrong_mark = 0
    for samples in stream:
        samples_seen += 1
        first_sample = time.monotonic() - started if first_sample is None else first_sample
        wrong_length += len(samples.values) != len(dictionary)
        position = samples.position
        multiple = position.simulation_time_ns // period_ns
        wrong_mark += samples.is_late != (position.simulation_time_ns % period_ns != 0)
        late += samples.is_late
        if previous is not None:
            # A late sample stands for the multiple before it.
            conflated += samples.conflated
            periods = multiple - previous.simulation_time_ns // period_ns
            gaps += periods != samples.conflated + 1 or position.epoch != previous.epoch
            passed = position.simulation_time_ns - previous.simulation_time_ns
            steps = position.step - previous.step
            step_ns = passed / steps if steps > 0 else 0
            gaps += step_ns * position.step != position.simulation_time_ns
        previous = position
    expected = int(arguments.seconds * 1000 // arguments.period_ms) + 1
    return {
        "ok": samples_seen + conflated >= expected and gaps == wrong_length == wrong_mark == 0
        and late + conflated <= arguments.most_lost * expected,
        "signals": len(dictionary),
        "samples": samples_seen,
        "expected": expected,
        "gaps": gaps,
        "late": late,
        "conflated": conflated,
        "wrong_mark": wrong_mark,
        "first_sample_s": round(first_sample or -1, 3),
        "wall_s": round(time.monotonic() - started, 3),
    }


def change_of_temperatures(client, ids, seconds):
    """Streams some signals and gives how much each changed from the first sample to the last."""
    stream = client.stream(client.signals_pb2.Selection(ids=ids), 100, seconds)
    next(stream)
    first = last = None
    for samples in stream:
        last = list(samples.values)
        first = last if first is None else first
    return [after - before for before, after in zip(first, last)]


def check_override(client, arguments):
    fans = client.knobs(arguments.actuator, client.chassis_pb2.KNOB_KIND_ACTUATOR)
    temperatures = [signal for signal in client.list_signals([arguments.temperatures])[0] if signal.unit == "Cel"]
    if not temperatures:
        return {"ok": False, "reason": "no temperatures"}
    ids = [signal.id for signal in temperatures]
    drift = change_of_temperatures(client, ids, arguments.react_seconds)
    expected_sign = 0
    for fan in fans:
        if arguments.value in ("minimum", "maximum"):
            quantity = client.control_pb2.Quantity(si=getattr(fan, arguments.value))
        else:
            quantity = client.control_pb2.Quantity(text=arguments.value)
        result = client.control.OverrideActuator(client.control_pb2.OverrideActuatorRequest(path=fan.path, value=quantity))
        # A slower fan warms.
        old = result.old_value if result.HasField("old_value") else fan.value
        expected_sign = 1 if result.new_value < old else -1
    try:
        change = change_of_temperatures(client, ids, arguments.react_seconds)
    finally:
        for fan in fans:
            client.control.ReleaseActuator(client.control_pb2.ReleaseActuatorRequest(path=fan.path))
    answers = sorted(
        ((expected_sign * (now - before), signal.path) for now, before, signal in zip(change, drift, temperatures)), reverse=True)
    return {
        "ok": answers[0][0] >= arguments.change,
        "actuators": [fan.path for fan in fans],
        "direction": "warmer" if expected_sign > 0 else "cooler",
        "temperatures": len(ids),
        "answered": sum(1 for difference, _ in answers if difference >= arguments.change),
        "largest_K": round(answers[0][0], 4),
        "largest_at": answers[0][1],
        "largest_drift_K": round(max(abs(value) for value in drift), 4),
    }


def main():
    arguments = parse_arguments()
    summary = {"address": arguments.address}
    with tempfile.TemporaryDirectory(prefix="twin-stubs-") as folder:
        try:
            make_stubs(arguments.proto, folder)
            client = Client(arguments.address, arguments.wait)
        except Exception as error:  # whatever it is, the twin was not reached
            print(json.dumps({"ok": False, "reason": f"{type(error).__name__}: {error}"}))
            return 2
        checks = {"list": lambda: check_list(client), "stream": lambda: check_stream(client, arguments)}
        if not arguments.skip_override:
            checks["override"] = lambda: check_override(client, arguments)
        for name, check in checks.items():
            try:
                summary[name] = check()
            except client.grpc.RpcError as error:
                summary[name] = {"ok": False, "reason": f"{error.code().name}: {error.details()}"}
    summary["ok"] = all(value["ok"] for value in summary.values() if isinstance(value, dict))
    print(json.dumps(summary, indent=2))
    return 0 if summary["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
