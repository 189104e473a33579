#!/usr/bin/python3
"""Calls a secured twin with TLS, a token and a client certificate, and prints how each call ended as one JSON object.

Needs Debian's python3-grpcio, python3-protobuf, protobuf-compiler, protobuf-compiler-grpc and libprotobuf-dev.
"""

import argparse
import json
import sys
import tempfile

from twin_client import DEFAULT_PROTO, make_stubs


def read(path):
    with open(path, "rb") as file:
        return file.read()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("address", "ca", "other-ca", "cert", "key", "token-file"):
        parser.add_argument("--" + name, required=True)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        make_stubs(DEFAULT_PROTO, folder)
        sys.path.insert(0, folder)
        import grpc
        from twin.v1 import control_pb2, control_pb2_grpc, signals_pb2, signals_pb2_grpc

        token = grpc.access_token_call_credentials(read(arguments.token_file).decode().strip())
        trusted = grpc.ssl_channel_credentials(read(arguments.ca))
        shown = grpc.ssl_channel_credentials(read(arguments.ca), read(arguments.key), read(arguments.cert))
        wrong = grpc.ssl_channel_credentials(read(arguments.other_ca))

        def outcome(credentials, call):
            with grpc.secure_channel(arguments.address, credentials) as channel:
                try:
                    call(channel)
                    return "OK"
                except grpc.RpcError as error:
                    return error.code().name

        def status(channel):
            return control_pb2_grpc.ControlServiceStub(channel).GetStatus(control_pb2.GetStatusRequest(), timeout=60)

        def resume(channel):
            return control_pb2_grpc.ControlServiceStub(channel).Resume(control_pb2.ResumeRequest(), timeout=60)

        def stream(channel):
            request = signals_pb2.SubscribeRequest(
                selection=signals_pb2.Selection(globs=["inlet-power"]), sampled=signals_pb2.Sampled(period_ms=10))
            messages = signals_pb2_grpc.SignalServiceStub(channel).Subscribe(request, timeout=60)
            for _ in range(5):
                next(messages)
            messages.cancel()

        print(json.dumps({
            "token_status": outcome(grpc.composite_channel_credentials(trusted, token), status),
            "token_stream": outcome(grpc.composite_channel_credentials(trusted, token), stream),
            "token_resume": outcome(grpc.composite_channel_credentials(trusted, token), resume),
            "nothing_status": outcome(trusted, status),
            "wrong_token_status": outcome(grpc.composite_channel_credentials(trusted, grpc.access_token_call_credentials("wrong")), status),
            "certificate_resume": outcome(shown, resume),
            "wrong_authority_status": outcome(wrong, status),
        }))


if __name__ == "__main__":
    main()
