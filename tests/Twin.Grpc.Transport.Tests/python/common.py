"""What the scripts share: stubs that can be imported, a channel with or without TLS, and one line for each check that passed or failed.

They live under grpc/..., the name of the library itself, so its search path is extended. Arguments: STUBS TARGET [...]."""
import os
import sys

stubs, target = sys.argv[1], sys.argv[2]
import grpc  # noqa: E402  the library first, then the stubs beside it

grpc.__path__.append(os.path.join(stubs, "grpc"))

from grpc.testing import empty_pb2, messages_pb2, test_pb2_grpc  # noqa: E402,F401


def open_channel(authority=None):
    if authority is None:
        return grpc.insecure_channel(target)
    with open(authority, "rb") as file:
        return grpc.secure_channel(target, grpc.ssl_channel_credentials(root_certificates=file.read()))


def report(name, check, *arguments):
    try:
        check(*arguments)
    except Exception as error:  # whatever it is, it is this check's and the others go on
        print("fail", name + ":", " ".join(f"{type(error).__name__} {error}".split()), flush=True)
    else:
        print("pass", name, flush=True)
