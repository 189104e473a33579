"""What a client beyond the interoperability cases relies on: STUBS TARGET FEATURE."""
import sys

from common import open_channel, report
import grpc
from google.protobuf import descriptor_pb2
from grpc.health.v1 import health_pb2, health_pb2_grpc
from grpc.reflection.v1 import reflection_pb2, reflection_pb2_grpc
from grpc.testing import messages_pb2, test_pb2_grpc

PATIENCE = 30


def code_of(action):
    try:
        action()
    except grpc.RpcError as error:
        return error.code()
    return None


def gzip(channel):
    stub = test_pb2_grpc.TestServiceStub(channel)
    request = messages_pb2.SimpleRequest(response_size=100000, payload=messages_pb2.Payload(body=b"\0" * 100000))
    response = stub.UnaryCall(request, compression=grpc.Compression.Gzip, timeout=PATIENCE)
    assert response.payload.body == b"\0" * 100000


def receive_limit(channel):
    stub = test_pb2_grpc.TestServiceStub(channel)
    request = messages_pb2.SimpleRequest(payload=messages_pb2.Payload(body=b"\0" * (5 << 20)))
    assert code_of(lambda: stub.UnaryCall(request, timeout=PATIENCE)) == grpc.StatusCode.RESOURCE_EXHAUSTED
    # 5 MiB of zeros are 5 kB on the wire: the limit is on the inflated size.
    assert code_of(lambda: stub.UnaryCall(request, compression=grpc.Compression.Gzip, timeout=PATIENCE)) == grpc.StatusCode.RESOURCE_EXHAUSTED


def health(channel):
    stub = health_pb2_grpc.HealthStub(channel)
    assert stub.Check(health_pb2.HealthCheckRequest(), timeout=PATIENCE).status == health_pb2.HealthCheckResponse.SERVING
    watch = stub.Watch(health_pb2.HealthCheckRequest(service="nobody"), timeout=PATIENCE)
    assert next(watch).status == health_pb2.HealthCheckResponse.SERVICE_UNKNOWN
    watch.cancel()
    assert code_of(lambda: stub.Check(health_pb2.HealthCheckRequest(service="nobody"), timeout=PATIENCE)) == grpc.StatusCode.NOT_FOUND


def reflection(channel):
    stub = reflection_pb2_grpc.ServerReflectionStub(channel)
    asked = (
        reflection_pb2.ServerReflectionRequest(list_services=""),
        reflection_pb2.ServerReflectionRequest(file_containing_symbol="grpc.testing.TestService"),
        reflection_pb2.ServerReflectionRequest(file_containing_symbol="no.such.Thing"))
    services, file, nothing = stub.ServerReflectionInfo(iter(asked), timeout=PATIENCE)
    names = [service.name for service in services.list_services_response.service]
    assert names == ["grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.testing.TestService"], names
    files = [descriptor_pb2.FileDescriptorProto.FromString(raw).name for raw in file.file_descriptor_response.file_descriptor_proto]
    assert files == ["grpc/testing/empty.proto", "grpc/testing/messages.proto", "grpc/testing/test.proto"], files
    assert nothing.error_response.error_code == grpc.StatusCode.NOT_FOUND.value[0]


def deadline(channel):
    import threading
    stub = test_pb2_grpc.TestServiceStub(channel)
    held = threading.Event()
    call = stub.FullDuplexCall(iter(lambda: held.wait(PATIENCE) and None, None), timeout=0.2)
    assert code_of(lambda: next(call)) == grpc.StatusCode.DEADLINE_EXCEEDED
    held.set()


def metadata(channel):
    stub = test_pb2_grpc.TestServiceStub(channel)
    every_byte = bytes(range(256))
    _, call = stub.UnaryCall.with_call(
        messages_pb2.SimpleRequest(), metadata=(("x-grpc-test-echo-trailing-bin", every_byte),), timeout=PATIENCE)
    assert dict(call.trailing_metadata())["x-grpc-test-echo-trailing-bin"] == every_byte


FEATURES = {feature.__name__: feature for feature in (gzip, receive_limit, health, reflection, deadline, metadata)}

with open_channel() as shared:
    report(sys.argv[3], FEATURES[sys.argv[3]], shared)
