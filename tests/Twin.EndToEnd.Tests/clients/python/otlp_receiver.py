#!/usr/bin/python3
"""Receives metrics, traces and logs by OTLP over gRPC and writes what it took as JSON lines.

Needs Debian's python3-grpcio, python3-protobuf, protobuf-compiler and protobuf-compiler-grpc. The stubs are generated from tests/otlp at
each run. Prints "listening on PORT" when it is ready, and ends when standard input ends.

Each line is one export: {"signal": "metrics", "resource": {...}, "schema": "...", "items": [...]}. A metric is given with its unit, the
number of its points, its start times and the values of its first points; spans and log records with all that is read of them.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from concurrent import futures

HERE = os.path.dirname(os.path.abspath(__file__))
PROTO = os.path.normpath(os.path.join(HERE, "..", "..", "..", "otlp"))


def make_stubs(folder):
    """Generates the Python stubs and makes them importable."""
    plugin = shutil.which("grpc_python_plugin")
    files = sorted(os.path.join(PROTO, name) for name in os.listdir(PROTO) if name.endswith(".proto"))
    subprocess.run(
        ["protoc", "-I", PROTO, "--experimental_allow_proto3_optional", "--python_out", folder, "--grpc_out", folder,
         f"--plugin=protoc-gen-grpc={plugin}", *files],
        check=True)
    sys.path.insert(0, folder)


def plain(value):
    """The value of an attribute."""
    kind = value.WhichOneof("kind")
    return getattr(value, kind) if kind else None


def attributes(list_):
    return {attribute.key: plain(attribute.value) for attribute in list_}


def describe_metric(metric):
    kind = metric.WhichOneof("data")
    data = getattr(metric, kind)
    numbers = [getattr(point, point.WhichOneof("value")) for point in data.points] if kind != "histogram" else []
    return {
        "name": metric.name,
        "unit": metric.unit,
        "kind": kind,
        "monotonic": kind == "sum" and data.is_monotonic,
        "points": len(data.points),
        "starts": sorted({point.start_time_unix_nano for point in data.points}),
        "times": sorted({point.time_unix_nano for point in data.points}),
        "values": numbers[:4],
    }


def describe_span(span):
    return {
        "name": span.name,
        "kind": span.kind,
        "trace": span.trace_id.hex(),
        "span": span.span_id.hex(),
        "parent": span.parent_span_id.hex(),
        "seconds": (span.end_time_unix_nano - span.start_time_unix_nano) * 1e-9,
        "attributes": attributes(span.attributes),
        "status": span.status.code,
    }


def describe_record(record):
    return {
        "severity": record.severity,
        "body": plain(record.body),
        "event": record.event_name,
        "trace": record.trace_id.hex(),
        "attributes": attributes(record.attributes),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", required=True, help="file for the JSON lines")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        make_stubs(folder)
        import grpc
        import logs_service_pb2_grpc
        import messages_pb2
        import metrics_service_pb2_grpc
        import trace_service_pb2_grpc

        gate = threading.Lock()
        out = open(arguments.out, "w", encoding="utf-8")

        def take(signal, request, items):
            for resource in request.resources:
                line = {
                    "signal": signal,
                    "resource": attributes(resource.resource.attributes),
                    "schema": resource.schema_url,
                    "items": [item for scope in resource.scopes for item in items(scope)],
                }
                with gate:
                    out.write(json.dumps(line) + "\n")
                    out.flush()
            return messages_pb2.ExportAnswer()

        class Metrics(metrics_service_pb2_grpc.MetricsServiceServicer):
            def Export(self, request, context):
                return take("metrics", request, lambda scope: [describe_metric(metric) for metric in scope.metrics])

        class Traces(trace_service_pb2_grpc.TraceServiceServicer):
            def Export(self, request, context):
                return take("traces", request, lambda scope: [describe_span(span) for span in scope.spans])

        class Logs(logs_service_pb2_grpc.LogsServiceServicer):
            def Export(self, request, context):
                return take("logs", request, lambda scope: [describe_record(record) for record in scope.records])

        # The limit of 4 MiB for a message stands, as with any receiver that was not told otherwise.
        server = grpc.server(futures.ThreadPoolExecutor(max_workers=4))
        metrics_service_pb2_grpc.add_MetricsServiceServicer_to_server(Metrics(), server)
        trace_service_pb2_grpc.add_TraceServiceServicer_to_server(Traces(), server)
        logs_service_pb2_grpc.add_LogsServiceServicer_to_server(Logs(), server)
        port = server.add_insecure_port("127.0.0.1:0")
        server.start()
        print(f"listening on {port}", flush=True)
        sys.stdin.read()
        server.stop(5).wait()
        out.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
