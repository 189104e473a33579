"""Makes the generated stubs importable: they live under grpc/..., the name of the library itself, so its search path is extended."""
import os
import sys

stubs, target = sys.argv[1], sys.argv[2]
import grpc  # noqa: E402  the library first, then the stubs beside it

grpc.__path__.append(os.path.join(stubs, "grpc"))

from grpc.testing import empty_pb2, messages_pb2, test_pb2_grpc  # noqa: E402,F401
