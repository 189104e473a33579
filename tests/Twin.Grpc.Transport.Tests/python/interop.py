"""The public interoperability cases of gRPC with Debian's grpcio: STUBS TARGET [AUTHORITY], over TLS with the certificate of an authority."""
import sys

from common import open_channel, report
import grpc
from grpc.testing import empty_pb2, messages_pb2, test_pb2_grpc

REQUEST_SIZES = (27182, 8, 1828, 45904)
RESPONSE_SIZES = (31415, 9, 2653, 58979)
INITIAL, TRAILING = "x-grpc-test-echo-initial", "x-grpc-test-echo-trailing-bin"
PATIENCE = 30


def payload(size):
    return messages_pb2.Payload(body=b"\0" * size)


def ping(index):
    return messages_pb2.StreamingOutputCallRequest(
        response_parameters=[messages_pb2.ResponseParameters(size=RESPONSE_SIZES[index])], payload=payload(REQUEST_SIZES[index]))


def failure(action):
    try:
        action()
    except grpc.RpcError as error:
        return error
    raise AssertionError("the call should have failed")


def empty_unary(stub):
    assert stub.EmptyCall(empty_pb2.Empty(), timeout=PATIENCE) == empty_pb2.Empty()


def large_unary(stub):
    response = stub.UnaryCall(messages_pb2.SimpleRequest(response_size=314159, payload=payload(271828)), timeout=PATIENCE)
    assert response.payload.body == b"\0" * 314159


def client_streaming(stub):
    requests = (messages_pb2.StreamingInputCallRequest(payload=payload(size)) for size in REQUEST_SIZES)
    assert stub.StreamingInputCall(requests, timeout=PATIENCE).aggregated_payload_size == 74922


def server_streaming(stub):
    request = messages_pb2.StreamingOutputCallRequest(
        response_parameters=[messages_pb2.ResponseParameters(size=size) for size in RESPONSE_SIZES])
    sizes = [len(response.payload.body) for response in stub.StreamingOutputCall(request, timeout=PATIENCE)]
    assert sizes == list(RESPONSE_SIZES), sizes


def ping_pong(stub):
    import queue
    requests = queue.Queue()
    responses = stub.FullDuplexCall(iter(requests.get, None), timeout=PATIENCE)
    for index, size in enumerate(RESPONSE_SIZES):
        requests.put(ping(index))
        assert len(next(responses).payload.body) == size
    requests.put(None)
    assert list(responses) == []


def empty_stream(stub):
    assert list(stub.FullDuplexCall(iter(()), timeout=PATIENCE)) == []


def cancel_after_begin(stub):
    import threading
    empty_unary(stub)  # the control: cancelling needs no server
    held = threading.Event()
    call = stub.StreamingInputCall.future(iter(lambda: held.wait(PATIENCE) and None, None))
    call.cancel()
    held.set()
    assert call.cancelled() and call.code() == grpc.StatusCode.CANCELLED


def cancel_after_first_response(stub):
    import queue
    requests = queue.Queue()
    call = stub.FullDuplexCall(iter(requests.get, None))
    requests.put(ping(0))
    next(call)
    call.cancel()
    error = failure(lambda: next(call))
    assert error.code() == grpc.StatusCode.CANCELLED, error
    requests.put(None)


def timeout_on_sleeping_server(stub):
    import queue
    empty_unary(stub)
    requests = queue.Queue()
    requests.put(messages_pb2.StreamingOutputCallRequest(payload=payload(27182)))
    call = stub.FullDuplexCall(iter(requests.get, None), timeout=0.001)
    error = failure(lambda: next(call))
    assert error.code() == grpc.StatusCode.DEADLINE_EXCEEDED, error
    requests.put(None)


def custom_metadata(stub):
    metadata = ((INITIAL, "test_initial_metadata_value"), (TRAILING, b"\xab\xab\xab"))
    _, call = stub.UnaryCall.with_call(
        messages_pb2.SimpleRequest(response_size=314159, payload=payload(271828)), metadata=metadata, timeout=PATIENCE)
    assert dict(call.initial_metadata())[INITIAL] == "test_initial_metadata_value"
    assert dict(call.trailing_metadata())[TRAILING] == b"\xab\xab\xab"
    duplex = stub.FullDuplexCall(iter((ping(0),)), metadata=metadata, timeout=PATIENCE)
    assert len(list(duplex)) == 1
    assert dict(duplex.initial_metadata())[INITIAL] == "test_initial_metadata_value"
    assert dict(duplex.trailing_metadata())[TRAILING] == b"\xab\xab\xab"


def expect_status(stub, message):
    status = messages_pb2.EchoStatus(code=2, message=message)
    error = failure(lambda: stub.UnaryCall(messages_pb2.SimpleRequest(response_status=status), timeout=PATIENCE))
    assert error.code() == grpc.StatusCode.UNKNOWN and error.details() == message, error
    request = messages_pb2.StreamingOutputCallRequest(response_status=status)
    error = failure(lambda: list(stub.FullDuplexCall(iter((request,)), timeout=PATIENCE)))
    assert error.code() == grpc.StatusCode.UNKNOWN and error.details() == message, error


def status_code_and_message(stub):
    expect_status(stub, "test status message")


def special_status_message(stub):
    expect_status(stub, "\t\ntest with whitespace\r\nand Unicode BMP \u263a and non-BMP \U0001F608\t\n")


def unimplemented_method(stub):
    error = failure(lambda: stub.UnimplementedCall(empty_pb2.Empty(), timeout=PATIENCE))
    assert error.code() == grpc.StatusCode.UNIMPLEMENTED, error


def unimplemented_service(stub):
    other = test_pb2_grpc.UnimplementedServiceStub(channel)
    error = failure(lambda: other.UnimplementedCall(empty_pb2.Empty(), timeout=PATIENCE))
    assert error.code() == grpc.StatusCode.UNIMPLEMENTED, error


CASES = (
    empty_unary, large_unary, client_streaming, server_streaming, ping_pong, empty_stream, cancel_after_begin,
    cancel_after_first_response, timeout_on_sleeping_server, custom_metadata, status_code_and_message, special_status_message,
    unimplemented_method, unimplemented_service)

with open_channel(*sys.argv[3:]) as channel:
    for case in CASES:
        report(case.__name__, case, test_pb2_grpc.TestServiceStub(channel))
