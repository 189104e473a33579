#!/usr/bin/python3
"""Draws the picture of the README: two minutes of a running cpo-51t, taken over gRPC while it is changed.

    twin run --chassis cpo-51t --workload idle &
    plot_run.py --out run.png

Needs Debian's python3-matplotlib besides what twin_client.py needs. The changes are sent when the stream reaches their time, and drawn at
the step from which the twin says that they hold. Nothing is smoothed or computed here but the highest and lowest of several signals.
Exit code 0, or 2 when the twin cannot be reached or is another chassis.
"""

import argparse
import math
import sys
import tempfile

from twin_client import Client, DEFAULT_PROTO, make_stubs

PERIOD_MS = 100
SECONDS = 120
DEAD_DB = -20

# Colours that stay apart for colour-blind readers (Okabe and Ito).
BLACK, ORANGE, SKY, GREEN, BLUE, RED, PINK = "#000000", "#E69F00", "#56B4E9", "#009E73", "#0072B2", "#D55E00", "#CC79A7"

OWN = "chassis0/"
INLET, AIR_HEAT = OWN + "inlet-power", OWN + "fluid-heat"


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--address", default="127.0.0.1:50051", help="gRPC address of the twin (default %(default)s)")
    parser.add_argument("--proto", default=DEFAULT_PROTO, help="the proto folder (default: that of this repository)")
    parser.add_argument("--wait", type=float, default=30, help="seconds to wait for the twin to come up (default %(default)s)")
    parser.add_argument("--out", required=True, help="the PNG to write")
    return parser.parse_args()


def changes(client):
    """What is done to the twin: simulated second, text for the picture, command."""
    control, messages = client.control, client.control_pb2

    def fail(path, severity=1.0):
        return control.InjectFault(messages.InjectFaultRequest(path=path, severity=messages.Quantity(si=severity)))

    return [
        (10, "traffic:\nall-reduce", lambda: control.ChooseWorkload(messages.ChooseWorkloadRequest(name="all-reduce"))),
        (35, "traffic:\nfull load", lambda: control.ChooseWorkload(messages.ChooseWorkloadRequest(name="full"))),
        (60, "two of six\nfans stop", lambda: (fail("fan4/stuck"), fail("fan5/stuck"))[-1]),
        (80, "one laser\nfades", lambda: fail("els00/laser-dead0", 0.8)),
        (100, "and dies", lambda: fail("els00/laser-dead0")),
    ]


def record(client):
    """Streams the run while changing it; gives times, values by path, and the changes with the times from which they held."""
    globs = [
        INLET, AIR_HEAT, "asic0/*/temperature", "oe*/eic/temperature", "els*/laser*/temperature", "air/rear/temperature",
        "asic0/lane*/rx/margin", "oe*/lane*/line-tx/far-margin", "port*/state", "fan*/rotational-speed",
    ]
    stream = client.stream(client.signals_pb2.Selection(globs=[g if g.startswith(OWN) else OWN + g for g in globs]), PERIOD_MS, SECONDS)
    paths = [entry.path for entry in next(stream)]
    times, rows, made = [], [], []
    waiting = changes(client)
    first = None
    step_s = None
    for samples in stream:
        position = samples.position
        first = position.simulation_time_ns if first is None else first
        if position.step > 0:
            step_s = position.simulation_time_ns * 1e-9 / position.step
        times.append((position.simulation_time_ns - first) * 1e-9)
        rows.append(list(samples.values))
        if waiting and times[-1] >= waiting[0][0]:
            _, text, command = waiting.pop(0)
            made.append((command().step * step_s - first * 1e-9, text))
    return times, {path: [row[i] for row in rows] for i, path in enumerate(paths)}, made


def draw(times, values, made, title, out):
    import matplotlib
    matplotlib.use("Agg")
    import matplotlib.pyplot as plot

    plot.rcParams.update({
        "font.size": 11, "axes.spines.top": False, "axes.spines.right": False, "axes.grid": True, "grid.color": "#dddddd",
        "grid.linewidth": 0.7, "axes.titlesize": 11.5, "axes.titleweight": "bold", "axes.titlelocation": "left",
    })
    figure, axes = plot.subplots(5, 1, sharex=True, figsize=(11, 10.6), gridspec_kw={"height_ratios": [3.6, 1.8, 1.5, 1.8, 1]})
    heat, power, fans, links, ports = axes

    def matching(start, end):
        return [values[path] for path in sorted(values) if path.startswith(OWN + start) and path.endswith(end)]

    def extreme(which, series):
        return [which([v for v in column if math.isfinite(v)], default=math.nan) for column in zip(*series)]


    def label(axis, series, text, color, above=0):
        """Names a line at its end."""
        axis.annotate(
            text, (SECONDS + 1, series[-1]), xytext=(0, above), textcoords="offset points", va="center", color=color, fontsize=11, annotation_clip=False)

    def line(axis, series, text, color, above=0, width=1.5):
        axis.plot(times, series, color=color, linewidth=width)
        if text:
            label(axis, series, text, color, above)

    line(heat, extreme(max, matching("asic0/", "/temperature")), "switch ASIC,\nhottest block", RED, width=1)
    for number, series in enumerate(matching("oe", "/eic/temperature")):
        line(heat, series, "8 optical\nengines" if number == 0 else None, BLUE, width=0.8)
    line(heat, extreme(max, matching("els", "/temperature")), "hottest of\n128 lasers", ORANGE)
    line(heat, values[OWN + "air/rear/temperature"], "air behind\nthe parts", SKY)
    heat.set_title("Temperature, °C")

    line(power, values[INLET], "in: inlets", BLACK, above=-7, width=0.9)
    line(power, values[AIR_HEAT], "out: air", SKY, above=7)
    power.set_title("Power, W")
    power.set_ylim(bottom=0)

    for number, series in enumerate(matching("fan", "/rotational-speed")):
        text = {0: "fans 0 to 3", 4: "fans 4 and 5"}.get(number)
        line(fans, [60 * v for v in series], text, PINK if number >= 4 else GREEN, above=6 if number >= 4 else 0)  # from turns a second
    fans.set_title("Fan speed, rpm")
    fans.set_ylim(0, 13500)

    # A lane that carries nothing has no margin to speak of, the twin says -40 dB: drawn are the lanes that carry something.
    def alive(series):
        return [[v if v > DEAD_DB else math.nan for v in row] for row in series]

    line(links, extreme(min, alive(matching("asic0/", "rx/margin"))), "worst lane in", GREEN, above=-6)
    line(links, extreme(min, alive(matching("oe", "far-margin"))), "worst lane out", BLUE, above=4)
    links.set_title("Link margin of lanes that have light, dB")
    links.set_ylim(-2, 3)
    links.axhline(0, color="#888888", linewidth=0.8)

    states = matching("port", "/state")
    line(ports, [sum(1 for state in column if state > 0) for column in zip(*states)], "of 64", BLACK)
    ports.set_title("Ports up")
    ports.set_ylim(60, 65)
    ports.set_yticks([60, 62, 64])
    ports.set_xlabel("simulated time, s")
    ports.set_xlim(0, SECONDS)

    for axis in axes:
        for when, _ in made:
            axis.axvline(when, color="#888888", linestyle=(0, (4, 3)), linewidth=1)
    for when, text in made:
        heat.annotate(
            text, (when, 1), xycoords=("data", "axes fraction"), xytext=(4, -2), textcoords="offset points", va="top", fontsize=10, color="#444444")
    low, high = heat.get_ylim()
    heat.set_ylim(low, high + 0.22 * (high - low))
    figure.suptitle(title, x=0.01, ha="left", fontsize=13)
    figure.subplots_adjust(left=0.062, right=0.862, top=0.925, bottom=0.05, hspace=0.34)
    figure.savefig(out, dpi=110)


def main():
    arguments = parse_arguments()
    with tempfile.TemporaryDirectory(prefix="twin-stubs-") as folder:
        try:
            make_stubs(arguments.proto, folder)
            client = Client(arguments.address, arguments.wait)
            chassis = client.chassis.GetChassis(client.chassis_pb2.GetChassisRequest())
        except Exception as error:  # whatever it is, the twin was not reached
            print(f"{type(error).__name__}: {error}", file=sys.stderr)
            return 2
        if chassis.model != "cpo-51t":
            print(f"The twin runs {chassis.model}; the picture is of cpo-51t.", file=sys.stderr)
            return 2
        times, values, made = record(client)
        draw(times, values, made, f"{chassis.model}, recorded over gRPC while it ran", arguments.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
