"""The rules of gRPC over HTTP/2, checked frame by frame with Debian's h2: STUBS INTEROP_PORT RULES_PORT STOPPING_PORT.

The first server is that of the interoperability cases. The others do what the header x-do of a call says and tell in trailers what their
other calls are doing.
"""
import base64
import gzip
import os
import socket
import struct
import sys
import time
import zlib

from common import messages_pb2, report
import h2.config
import h2.connection
import h2.errors
import h2.events
import h2.exceptions
import h2.settings

INTEROP, RULES, STOPPING = (int(port) for port in sys.argv[2:5])
PATIENCE = 60
OK, CANCELLED, UNKNOWN, INVALID_ARGUMENT, DEADLINE_EXCEEDED, NOT_FOUND, RESOURCE_EXHAUSTED, ABORTED, UNIMPLEMENTED, INTERNAL, UNAVAILABLE = (
    0, 1, 2, 3, 4, 5, 8, 10, 12, 13, 14)
SERVICE = "/grpc.testing.TestService/"
GOAWAY = 7
GZIP = (("grpc-encoding", "gzip"), ("grpc-accept-encoding", "identity,gzip"))


class Stream:
    """What has come back on one stream."""

    def __init__(self):
        self.headers = self.trailers = self.reset = None
        self.body = bytearray()
        self.frames = []  # sizes of DATA frames
        self.ended = False

    @property
    def over(self):
        return self.ended or self.reset is not None

    @property
    def end(self):
        """Where the status is: trailers, or the headers of an answer without anything else."""
        return self.trailers if self.trailers is not None else self.headers

    @property
    def status(self):
        return int(self.end["grpc-status"])

    def messages(self):
        """(flag, payload) of each message."""
        found, start = [], 0
        while start < len(self.body):
            flag, length = struct.unpack_from(">BI", self.body, start)
            start += 5 + length
            assert len(self.body) >= start, "the response ends within a message"
            found.append((flag, bytes(self.body[start - length:start])))
        return found


class Connection:
    """A connection and its streams. With window, each stream gets that many bytes and no more until read on."""

    def __init__(self, port, window=None, connection_window=None):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # What goes out is the check's own business, right or wrong.
        config = h2.config.H2Configuration(
            client_side=True, header_encoding="utf-8", validate_outbound_headers=False, normalize_outbound_headers=False)
        self.h2 = h2.connection.H2Connection(config)
        self.takes = window is None
        self.streams = {}
        self.pongs = []
        self.acknowledged = 0
        self.goaways = []
        self.closed = False
        self.partial = b""
        self.h2.initiate_connection()
        if window is not None:
            self.h2.update_settings({h2.settings.SettingCodes.INITIAL_WINDOW_SIZE: window})
        if connection_window is not None:
            self.h2.increment_flow_control_window(connection_window - 65535)
        self.flush()
        self.until(lambda: self.acknowledged == (1 if window is None else 2))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def flush(self):
        self.socket.sendall(self.h2.data_to_send())

    def raw(self, data):
        """Sends bytes past the library."""
        self.flush()
        self.socket.sendall(data)

    def until(self, done):
        """Reads frames until something holds or the server ends the connection."""
        end = time.monotonic() + PATIENCE
        while not done():
            assert time.monotonic() < end, "the server did not answer in time"
            assert not self.closed, "the server closed the connection"
            self.pump()

    def pump(self):
        try:
            data = self.socket.recv(1 << 20)
        except ConnectionResetError:
            data = b""
        if not data:
            self.closed = True
            return
        # Frame by frame, for the library takes nothing after a GOAWAY, which does not end the streams that are open.
        self.partial += data
        start = 0
        while start + 9 <= len(self.partial):
            end = start + 9 + int.from_bytes(self.partial[start:start + 3], "big")
            if end > len(self.partial):
                break
            if self.partial[start + 3] == GOAWAY:
                last, error = struct.unpack_from(">II", self.partial, start + 9)
                self.goaways.append((error, last))
            else:
                for event in self.h2.receive_data(self.partial[start:end]):
                    self.note(event)
            start = end
        self.partial = self.partial[start:]
        self.flush()

    def note(self, event):
        stream = self.streams.get(getattr(event, "stream_id", None))
        if isinstance(event, h2.events.SettingsAcknowledged):
            self.acknowledged += 1
        elif isinstance(event, h2.events.PingAckReceived):
            self.pongs.append(event.ping_data)
        elif stream is None:
            return
        elif isinstance(event, h2.events.ResponseReceived):
            assert stream.headers is None, "a second block of headers"
            stream.headers = Headers(event.headers)
        elif isinstance(event, h2.events.TrailersReceived):
            stream.trailers = Headers(event.headers)
        elif isinstance(event, h2.events.DataReceived):
            stream.body += event.data
            stream.frames.append(len(event.data))
            if self.takes and event.flow_controlled_length:
                self.h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        elif isinstance(event, h2.events.StreamEnded):
            stream.ended = True
        elif isinstance(event, h2.events.StreamReset):
            stream.reset = event.error_code

    def open(self, method, headers=(), end=False, verb="POST", content_type="application/grpc", te="trailers", path=None):
        number = self.h2.get_next_available_stream_id()
        self.streams[number] = Stream()
        fields = [(":method", verb), (":scheme", "http"), (":path", path or SERVICE + method), (":authority", "localhost")]
        fields += [("content-type", content_type)] if content_type is not None else []
        fields += [("te", te)] if te is not None else []
        self.h2.send_headers(number, fields + list(headers), end_stream=end)
        self.flush()
        return number

    def send(self, number, data=b"", end=False, pad=None):
        """Sends bytes as far as the server's windows allow, waiting for more; stops when the stream is over."""
        while True:
            stream = self.streams[number]
            self.until(lambda: stream.over or not data or self.h2.local_flow_control_window(number) > 0)
            if stream.over:
                return
            size = min(len(data), self.h2.local_flow_control_window(number), self.h2.max_outbound_frame_size)
            piece, data = data[:size], data[size:]
            self.h2.send_data(number, piece, end_stream=end and not data, pad_length=pad)
            self.flush()
            if not data:
                return

    def finish(self, number):
        self.until(lambda: self.streams[number].over)
        return self.streams[number]

    def call(self, method, data=b"", headers=(), **options):
        number = self.open(method, headers, **options)
        self.send(number, data, end=True)
        return self.finish(number)

    def ping(self):
        """Waits until the server has handled every frame sent so far."""
        sent = os.urandom(8)
        self.h2.ping(sent)
        self.flush()
        self.until(lambda: sent in self.pongs)


class Headers(dict):
    """The headers of one block; equal ones are joined."""

    def __init__(self, fields):
        super().__init__()
        for name, value in fields:
            self[name] = self[name] + "," + value if name in self else value


def frame(message=None, compress=False, flag=None, payload=None):
    """A message with its five bytes in front."""
    payload = message.SerializeToString() if payload is None else payload
    payload = gzip.compress(payload) if compress else payload
    return struct.pack(">BI", int(compress) if flag is None else flag, len(payload)) + payload


def http2_frame(kind, flags, stream, payload):
    return struct.pack(">I", len(payload))[1:] + bytes((kind, flags)) + struct.pack(">I", stream) + payload


def body(size):
    return messages_pb2.Payload(body=b"\0" * size)


def simple(size=0, **fields):
    return messages_pb2.SimpleRequest(payload=body(size), **fields)


def flag_of(value):
    return messages_pb2.BoolValue(value=value)


EMPTY = frame(payload=b"")


def expect(stream, status, text=None):
    """The status of a stream that ended as gRPC has it: HTTP 200, the content type, END_STREAM."""
    assert stream.headers is not None, f"no response headers; reset {stream.reset}"
    assert stream.headers[":status"] == "200", stream.headers
    assert stream.headers["content-type"] == "application/grpc", stream.headers
    assert stream.ended, "the response has no end"
    assert stream.status == status, (status, dict(stream.end))
    if text is not None:
        assert text in stream.end.get("grpc-message", ""), dict(stream.end)
    return stream


def counts(connection, do="counts"):
    end = expect(connection.call("UnaryCall", EMPTY, [("x-do", do)]), OK).trailers
    return {name: int(value) for name, value in end.items() if value.lstrip("-").isdigit() and not name.startswith("grpc-")}


def until_counted(connection, holds):
    end = time.monotonic() + PATIENCE
    while not holds(counts(connection)):
        assert time.monotonic() < end, counts(connection)


# Compression.

def client_compressed_unary():
    with Connection(INTEROP) as connection:
        def call(expected, compress):
            request = simple(271828, response_size=314159, expect_compressed=flag_of(expected))
            return connection.call("UnaryCall", frame(request, compress), GZIP)
        expect(call(True, False), INVALID_ARGUMENT, "expect_compressed is true")
        expect(call(False, True), INVALID_ARGUMENT, "expect_compressed is false")
        for compress in (True, False):
            (flag, payload), = expect(call(compress, compress), OK).messages()
            assert flag == 0
            assert messages_pb2.SimpleResponse.FromString(payload).payload == body(314159)


def client_compressed_streaming():
    def request(size, expected, compress):
        return frame(messages_pb2.StreamingInputCallRequest(payload=body(size), expect_compressed=flag_of(expected)), compress)
    with Connection(INTEROP) as connection:
        expect(connection.call("StreamingInputCall", request(27182, True, False), GZIP), INVALID_ARGUMENT, "expect_compressed is true")
        mixed = connection.call("StreamingInputCall", request(27182, True, True) + request(45904, False, False), GZIP)
        (_, payload), = expect(mixed, OK).messages()
        assert messages_pb2.StreamingInputCallResponse.FromString(payload).aggregated_payload_size == 73086
        # The flag is each message's own: the second one is wrong.
        late = connection.call("StreamingInputCall", request(27182, True, True) + request(45904, True, False), GZIP)
        expect(late, INVALID_ARGUMENT, "expect_compressed is true")


def server_compressed_unary():
    with Connection(INTEROP) as connection:
        for compress in (True, False):
            request = simple(271828, response_size=314159, response_compressed=flag_of(compress))
            stream = expect(connection.call("UnaryCall", frame(request), [GZIP[1]]), OK)
            (flag, payload), = stream.messages()
            assert flag == int(compress), flag
            if compress:
                assert stream.headers["grpc-encoding"] == "gzip"
                assert len(payload) < 10000
                payload = gzip.decompress(payload)
            assert messages_pb2.SimpleResponse.FromString(payload).payload == body(314159)


def server_compressed_streaming():
    sizes = ((31415, True), (92653, False), (7, True))
    request = messages_pb2.StreamingOutputCallRequest(response_parameters=[
        messages_pb2.ResponseParameters(size=size, compressed=flag_of(compress)) for size, compress in sizes])
    with Connection(INTEROP) as connection:
        for method in ("StreamingOutputCall", "FullDuplexCall"):
            stream = expect(connection.call(method, frame(request), [GZIP[1]]), OK)
            assert stream.headers["grpc-encoding"] == "gzip"
            assert [flag for flag, _ in stream.messages()] == [int(compress) for _, compress in sizes]
            for (flag, payload), (size, _) in zip(stream.messages(), sizes):
                payload = gzip.decompress(payload) if flag else payload
                assert messages_pb2.StreamingOutputCallResponse.FromString(payload).payload == body(size)


def server_compresses_only_what_client_accepts():
    request = frame(simple(response_size=1000, response_compressed=flag_of(True)))
    with Connection(INTEROP) as connection:
        for accepted in ((), [("grpc-accept-encoding", "identity,deflate")]):
            stream = expect(connection.call("UnaryCall", request, accepted), OK)
            assert [flag for flag, _ in stream.messages()] == [0]
            assert stream.headers.get("grpc-encoding", "identity") == "identity"
        stream = expect(connection.call("UnaryCall", request, [("grpc-accept-encoding", "deflate , gzip")]), OK)
        assert [flag for flag, _ in stream.messages()] == [1]


def unknown_encoding():
    with Connection(RULES) as connection:
        for method in ("UnaryCall", "FullDuplexCall"):
            stream = expect(connection.call(method, EMPTY, [("grpc-encoding", "snappy")]), UNIMPLEMENTED, "snappy")
            assert stream.trailers is None, "one block of headers was expected"
            assert sorted(stream.headers["grpc-accept-encoding"].replace(" ", "").split(",")) == ["gzip", "identity"]
        expect(connection.call("UnaryCall", EMPTY, [("grpc-encoding", "identity")]), OK)


def compressed_without_encoding():
    with Connection(RULES) as connection:
        for headers in ((), [("grpc-encoding", "identity")]):
            expect(connection.call("UnaryCall", frame(simple(9), compress=True), headers), INTERNAL, "compressed")


def corrupt_compression():
    whole = gzip.compress(simple(100000).SerializeToString())
    wrong_sum = whole[:-8] + bytes(4) + whole[-4:]
    with Connection(RULES) as connection:
        cut = [whole[:length] for length in (1, 2, 9, 10, 11, 20, len(whole) - 9, len(whole) - 8, len(whole) - 4, len(whole) - 1)]
        for payload in cut + [b"\1\2\3", wrong_sum, whole + b"\1\2\3\4", zlib.compress(b"no gzip")]:
            expect(connection.call("UnaryCall", frame(payload=payload, flag=1), GZIP), INTERNAL, "inflated")
        expect(connection.call("UnaryCall", frame(payload=whole, flag=1), GZIP), OK)


def empty_compressed():
    # Some libraries compress nothing to nothing, and others cannot inflate that: it is taken and never sent.
    with Connection(INTEROP) as connection:
        expect(connection.call("EmptyCall", frame(payload=b"", flag=1), GZIP), OK)
        request = messages_pb2.StreamingOutputCallRequest(response_parameters=[messages_pb2.ResponseParameters(size=0, compressed=flag_of(True))])
        stream = expect(connection.call("StreamingOutputCall", frame(request), GZIP), OK)
        (flag, payload), = stream.messages()
        payload = gzip.decompress(payload) if flag else payload
        assert messages_pb2.StreamingOutputCallResponse.FromString(payload).payload == body(0)


def gzip_bomb():
    # 256 MiB of zeros in 256 KiB, in one member and in many; the limit is 4 MiB.
    zeros = bytes(1 << 24)
    deflate = zlib.compressobj(1, zlib.DEFLATED, 31)
    whole = b"".join([deflate.compress(zeros) for _ in range(16)] + [deflate.flush()])
    with Connection(RULES) as connection:
        def drop(times):
            for _ in range(times):
                for payload in (whole, gzip.compress(zeros, 1) * 16):
                    for method in ("UnaryCall", "StreamingInputCall"):
                        expect(connection.call(method, frame(payload=payload, flag=1), GZIP), RESOURCE_EXHAUSTED, "inflates")
            return counts(connection, "memory")["memory"]
        # The pool keeps buffers of up to 8 MiB for each thread that has inflated; 48 bombs that left theirs behind would be 384 MiB.
        grown = -drop(1) + drop(12)
        assert grown < 200 << 20, grown


# Headers of a request.

def content_type():
    with Connection(RULES) as connection:
        for good in ("application/grpc", "application/grpc+proto", "application/grpc;charset=utf-8", "Application/GRPC"):
            expect(connection.call("UnaryCall", EMPTY, content_type=good), OK)
        for bad in ("application/json", "application/grpc-web", "application/grpcx", "text/plain", "", None):
            stream = connection.call("UnaryCall", EMPTY, content_type=bad)
            assert stream.headers[":status"] == "415", (bad, stream.headers)


def te():
    with Connection(RULES) as connection:
        expect(connection.call("UnaryCall", EMPTY, te="trailers"), OK)
        # A proxy may have swallowed it; what the answer needs is HTTP/2, and that has trailers.
        expect(connection.call("UnaryCall", EMPTY, te=None), OK)


def timeout_syntax():
    with Connection(RULES) as connection:
        for good in ("1H", "99999999H", "600M", "30S", "99999999m", "00060000m", "99999999u"):
            expect(connection.call("UnaryCall", EMPTY, [("grpc-timeout", good)]), OK)
        for short in ("1m", "1000u", "99999n", "1n", "0S"):
            expect(connection.call("UnaryCall", EMPTY, [("grpc-timeout", short), ("x-do", "wait-token")]), DEADLINE_EXCEEDED)
        for bad in ("", "1", "H", "1h", "1s", "-1S", "+1S", "1.5S", "100000000m", "1 S", "1SS", "0x1S", "\u0661S"):
            expect(connection.call("UnaryCall", EMPTY, [("grpc-timeout", bad)]), INTERNAL, "grpc-timeout")


def unknown_method():
    with Connection(RULES) as connection:
        for path in (SERVICE + "Nothing", SERVICE + "unaryCall", "/no.Such/Thing", "/grpc.testing.UnimplementedService/UnimplementedCall"):
            stream = expect(connection.call("", EMPTY, path=path), UNIMPLEMENTED)
            assert stream.trailers is None and not stream.frames
        # A handler that exists and that nobody wrote.
        expect(connection.call("UnimplementedCall", EMPTY), UNIMPLEMENTED)


def path_syntax():
    with Connection(RULES) as connection:
        for path in ("/", "/one", "/a/b/c", SERVICE + "UnaryCall/more"):
            stream = connection.call("", EMPTY, path=path)
            assert stream.headers[":status"] == "404", (path, stream.headers)


def other_verbs():
    with Connection(RULES) as connection:
        for verb in ("GET", "PUT", "DELETE"):
            stream = connection.call("UnaryCall", EMPTY, verb=verb)
            assert stream.headers[":status"] in ("404", "405"), (verb, stream.headers)


# Status and metadata.

def asked(code, message="", details=None):
    fields = [("x-do", "status"), ("x-code", str(code)), ("x-message-bin", base64.b64encode(message.encode()).decode())]
    return fields + ([("x-details-bin", base64.b64encode(details).decode())] if details is not None else [])


def trailers_only():
    with Connection(RULES) as connection:
        for code in range(1, 17):
            stream = expect(connection.call("UnaryCall", EMPTY, asked(code, "no")), code, "no")
            assert stream.trailers is None and not stream.frames, "one block of headers that ends the stream was expected"


def status_after_messages():
    with Connection(RULES) as connection:
        for code in range(1, 17):
            stream = expect(connection.call("StreamingOutputCall", EMPTY, asked(code, "late")), code, "late")
            assert stream.trailers is not None and len(stream.messages()) == 1
            assert "grpc-status" not in stream.headers


def message_percent_encoding():
    texts = {
        "plain ~ text": "plain ~ text",
        "100%": "100%25",
        "%41": "%2541",
        "\t\ntest with whitespace\r\nand Unicode BMP \u263a and non-BMP \U0001F608\t\n":
            "%09%0Atest with whitespace%0D%0Aand Unicode BMP %E2%98%BA and non-BMP %F0%9F%98%88%09%0A",
        "\0\x7f\x80": "%00%7F%C2%80",
    }
    with Connection(RULES) as connection:
        for text, sent in texts.items():
            for method in ("UnaryCall", "StreamingOutputCall"):
                stream = expect(connection.call(method, EMPTY, asked(ABORTED, text)), ABORTED)
                assert stream.end["grpc-message"] == sent, (sent, stream.end["grpc-message"])


def status_details():
    details = bytes(range(256))
    with Connection(RULES) as connection:
        for method in ("UnaryCall", "StreamingOutputCall"):
            stream = expect(connection.call(method, EMPTY, asked(ABORTED, "see details", details)), ABORTED)
            assert unpadded(stream.end["grpc-status-details-bin"]) == details


def unpadded(text):
    return base64.b64decode(text + "=" * (-len(text) % 4))


def metadata_binary():
    values = [bytes(range(256)), b"", b"a", b"ab", b"abc", b"\xab\xab\xab", b"\xff" * 100]
    padded = [base64.b64encode(value).decode() for value in values]
    bare = [text.rstrip("=") for text in padded]
    with Connection(RULES) as connection:
        def echoed(fields):
            stream = expect(connection.call("UnaryCall", EMPTY, [("x-do", "echo")] + fields), OK)
            return [unpadded(part) for part in stream.trailers["echo-bin"].split(",")]
        for texts in (padded, bare):
            assert echoed([("echo-bin", text) for text in texts]) == values, "as headers of their own"
            assert echoed([("echo-bin", ",".join(texts))]) == values, "joined by commas"
            assert echoed([("echo-bin", " , ".join(texts))]) == values, "joined by commas with blanks"
        for bad in ("*", "a", "ab=c", "\u00e4\u00e4"):
            expect(connection.call("UnaryCall", EMPTY, [("x-do", "echo"), ("echo-bin", bad)]), INTERNAL, "echo-bin")


def metadata_text():
    with Connection(RULES) as connection:
        text = "".join(chr(code) for code in range(0x21, 0x7f))
        stream = expect(connection.call("UnaryCall", EMPTY, [("x-do", "echo"), ("echo", text), ("echo", "second"), ("echo-2", "a b")]), OK)
        assert stream.trailers["echo"] == text + ",second"
        assert stream.trailers["echo-2"] == "a b"


def metadata_large():
    with Connection(RULES) as connection:
        # More than fits into one frame: the block goes on in CONTINUATION frames, there and back.
        fields = [(f"echo-{index}", "x" * 4000) for index in range(6)]
        stream = expect(connection.call("UnaryCall", EMPTY, [("x-do", "echo")] + fields), OK)
        assert all(stream.trailers[name] == value for name, value in fields)
        # Beyond the server's limit the call is refused and the connection stays.
        with Connection(RULES) as other:
            fields = [(f"echo-{index}", "x" * 4000) for index in range(20)]
            number = other.open("UnaryCall", [("x-do", "echo")] + fields, end=True)
            other.until(lambda: other.streams[number].over or other.closed or other.goaways)
        expect(connection.call("UnaryCall", EMPTY), OK)


def headers_early():
    with Connection(RULES) as connection, Connection(RULES) as control:
        number = connection.open("UnaryCall", [("x-do", "headers-first")])
        connection.send(number, EMPTY, end=True)
        connection.until(lambda: connection.streams[number].headers)
        assert connection.streams[number].headers["early"] == "yes" and not connection.streams[number].over
        counts(control, "release")
        stream = expect(connection.finish(number), OK)
        assert stream.trailers is not None and len(stream.messages()) == 1


# Messages and frames.

def message_in_many_frames():
    data = frame(simple(300))
    with Connection(RULES) as connection:
        for size in (1, 2, 3, 7, 100):
            number = connection.open("UnaryCall")
            for start in range(0, len(data), size):
                connection.send(number, data[start:start + size])
            connection.send(number, end=True)
            stream = expect(connection.finish(number), OK)
            assert messages_pb2.SimpleResponse.FromString(stream.messages()[0][1]).payload == body(300)


def many_messages_in_one_frame():
    with Connection(RULES) as connection:
        stream = expect(connection.call("StreamingInputCall", frame(messages_pb2.StreamingInputCallRequest(payload=body(1))) * 1000), OK)
        assert stream.trailers["messages"] == "1000"
        assert messages_pb2.StreamingInputCallResponse.FromString(stream.messages()[0][1]).aggregated_payload_size == 1000
        # One and a half in a frame, the rest in the next; the first is answered before the second is complete.
        data = frame(messages_pb2.StreamingOutputCallRequest(payload=body(50))) * 2
        number = connection.open("FullDuplexCall")
        connection.send(number, data[:80])
        connection.until(lambda: connection.streams[number].body)
        assert len(connection.streams[number].messages()) == 1
        connection.send(number, data[80:], end=True)
        assert len(expect(connection.finish(number), OK).messages()) == 2


def padded_frames():
    with Connection(RULES) as connection:
        number = connection.open("UnaryCall")
        data = frame(simple(100))
        for start in range(0, len(data), 10):
            connection.send(number, data[start:start + 10], pad=start % 256)
        connection.send(number, end=True, pad=255)
        stream = expect(connection.finish(number), OK)
        assert messages_pb2.SimpleResponse.FromString(stream.messages()[0][1]).payload == body(100)


def unknown_frames():
    with Connection(RULES) as connection:
        number = connection.open("UnaryCall")
        connection.raw(http2_frame(0xEE, 0xFF, 0, b"whatever") + http2_frame(0xB, 0, number, b""))
        connection.raw(http2_frame(2, 0, number, struct.pack(">IB", 0, 200)))  # PRIORITY
        connection.send(number, EMPTY, end=True)
        expect(connection.finish(number), OK)


def interleaved_streams():
    data = frame(simple(100))
    with Connection(RULES) as connection:
        numbers = [connection.open("UnaryCall") for _ in range(20)]
        for start in range(0, len(data), 9):
            for number in numbers:
                connection.send(number, data[start:start + 9])
        for number in reversed(numbers):
            connection.send(number, end=True)
        for number in numbers:
            expect(connection.finish(number), OK)


def request_trailers():
    with Connection(RULES) as connection:
        number = connection.open("UnaryCall")
        connection.send(number, EMPTY)
        connection.h2.send_headers(number, [("late", "yes")], end_stream=True)
        connection.flush()
        expect(connection.finish(number), OK)


def half_close():
    with Connection(RULES) as connection:
        # A unary call begins when the client has closed its side; a duplex call ends then.
        number = connection.open("UnaryCall")
        connection.send(number, EMPTY)
        connection.ping()
        expect(connection.call("UnaryCall", EMPTY), OK)
        assert connection.streams[number].headers is None
        connection.send(number, end=True)
        expect(connection.finish(number), OK)
        number = connection.open("FullDuplexCall")
        connection.send(number, EMPTY)
        connection.until(lambda: connection.streams[number].body)
        assert not connection.streams[number].over
        connection.send(number, end=True)
        expect(connection.finish(number), OK)
        # END_STREAM in the headers: a stream of no messages.
        number = connection.open("FullDuplexCall", end=True)
        assert not expect(connection.finish(number), OK).frames


def count_of_requests():
    with Connection(RULES) as connection:
        for method in ("UnaryCall", "StreamingOutputCall"):
            expect(connection.call(method), UNIMPLEMENTED, "none was sent")
            expect(connection.call(method, EMPTY * 2), UNIMPLEMENTED, "more were sent")


def truncated_message():
    data = frame(simple(100))
    with Connection(RULES) as connection:
        for method in ("UnaryCall", "StreamingInputCall", "FullDuplexCall"):
            for length in (1, 4, 5, 50, len(data) - 1):
                expect(connection.call(method, data[:length]), INTERNAL, "within a message")
        # The first of two is answered, the second is missing its end.
        stream = expect(connection.call("FullDuplexCall", EMPTY + data[:50]), INTERNAL, "within a message")
        assert len(stream.messages()) == 1


def wrong_flag():
    with Connection(RULES) as connection:
        for flag in (2, 3, 128, 255):
            expect(connection.call("UnaryCall", frame(payload=b"", flag=flag), GZIP), INTERNAL, "flag")


def oversized_message():
    with Connection(RULES) as connection:
        # The announcement is enough: nothing of it has to be sent, and what is sent is not kept.
        for length in ((4 << 20) + 1, 1 << 31, (1 << 32) - 1):
            number = connection.open("UnaryCall")
            connection.send(number, struct.pack(">BI", 0, length))
            expect(connection.finish(number), RESOURCE_EXHAUSTED, str(4 << 20))
        stream = connection.call("UnaryCall", frame(simple(5 << 20)))
        expect(stream, RESOURCE_EXHAUSTED)


def large_messages():
    size = (4 << 20) - 100
    with Connection(RULES) as connection:
        stream = expect(connection.call("UnaryCall", frame(simple(size))), OK)
        assert messages_pb2.SimpleResponse.FromString(stream.messages()[0][1]).payload == body(size)
        request = messages_pb2.StreamingOutputCallRequest(response_parameters=[messages_pb2.ResponseParameters(size=20 << 20)] * 2)
        stream = expect(connection.call("StreamingOutputCall", frame(request)), OK)
        assert [len(payload) > 20 << 20 for _, payload in stream.messages()] == [True, True]
        assert max(stream.frames) <= 16384


def early_end():
    with Connection(RULES) as connection:
        # The handler takes one message and ends; the client has not: it is told to send no more, without an error.
        number = connection.open("StreamingInputCall", [("x-do", "end-early")])
        connection.send(number, EMPTY)
        stream = expect(connection.finish(number), OK)
        connection.until(lambda: stream.reset is not None)
        assert stream.reset == h2.errors.ErrorCodes.NO_ERROR, stream.reset


# Ends of calls.

def reset_cancels_handler():
    with Connection(RULES) as connection:
        before = counts(connection)
        for _ in range(10):
            number = connection.open("UnaryCall", [("x-do", "wait-token")])
            connection.send(number, EMPTY, end=True)
        until_counted(connection, lambda now: now["waiting"] == before.get("waiting", 0) + 10)
        for number in list(connection.streams)[-30:]:
            if not connection.streams[number].over:
                connection.h2.reset_stream(number, h2.errors.ErrorCodes.CANCEL)
        connection.flush()
        until_counted(connection, lambda now: now["cancelled"] == before.get("cancelled", 0) + 10 and now["waiting"] == before.get("waiting", 0))


def connection_loss_cancels_handler():
    with Connection(RULES) as control:
        before = counts(control)
        with Connection(RULES) as connection:
            number = connection.open("UnaryCall", [("x-do", "wait-token")])
            connection.send(number, EMPTY, end=True)
            until_counted(control, lambda now: now["waiting"] == before.get("waiting", 0) + 1)
        until_counted(control, lambda now: now["waiting"] == before.get("waiting", 0) and now["cancelled"] == before.get("cancelled", 0) + 1)


def deadline_ends_deaf_handler():
    with Connection(RULES) as connection:
        number = connection.open("UnaryCall", [("x-do", "ignore-token"), ("grpc-timeout", "50m")])
        connection.send(number, EMPTY, end=True)
        expect(connection.finish(number), DEADLINE_EXCEEDED)
        # The call is over, and its handler is not.
        before = counts(connection)
        assert before["ignoring"] == 1, before
        counts(connection, "release")
        until_counted(connection, lambda now: now["ignoring"] == 0 and now["outlived"] == 1)
        # A client that has not closed its side: the status comes, and then the stream is reset without an error.
        number = connection.open("FullDuplexCall", [("grpc-timeout", "50m")])
        stream = expect(connection.finish(number), DEADLINE_EXCEEDED)
        connection.until(lambda: stream.reset is not None)
        assert stream.reset == h2.errors.ErrorCodes.NO_ERROR, stream.reset


# Connections.

def ping():
    with Connection(RULES) as connection:
        for data in (b"\0" * 8, b"abcdefgh", b"\xff" * 8):
            connection.h2.ping(data)
            connection.flush()
            connection.until(lambda: connection.pongs and connection.pongs[-1] == data)


def settings_change():
    with Connection(RULES) as connection:
        before = connection.acknowledged
        connection.h2.update_settings({h2.settings.SettingCodes.MAX_FRAME_SIZE: 65536, h2.settings.SettingCodes.INITIAL_WINDOW_SIZE: 1 << 20})
        connection.flush()
        connection.until(lambda: connection.acknowledged > before)
        request = messages_pb2.StreamingOutputCallRequest(response_parameters=[messages_pb2.ResponseParameters(size=1 << 20)])
        stream = expect(connection.call("StreamingOutputCall", frame(request)), OK)
        assert len(stream.body) > 1 << 20


def flood(connection):
    number = connection.open("StreamingOutputCall", [("x-do", "flood")])
    connection.send(number, EMPTY, end=True)
    return number


def settled(control):
    """Bytes that the handlers of floods have written, when that grows no more."""
    last, same = -1, 0
    while same < 20:
        written = counts(control).get("flooded", 0)
        last, same = (written, same + 1) if written == last else (written, 0)
    return last


def stalled_reader():
    with Connection(RULES, window=20000, connection_window=1 << 20) as stalled, Connection(RULES) as control:
        before = counts(control, "memory")
        written = before.get("flooded", 0)
        numbers = [flood(stalled) for _ in range(20)]
        # As much as the client's window takes is sent, and what is kept for each stream is bounded.
        stalled.until(lambda: all(len(stalled.streams[number].body) == 20000 for number in numbers))
        assert settled(control) - written < len(numbers) * (512 << 10), settled(control) - written
        after = counts(control, "memory")
        assert after["memory"] - before["memory"] < 32 << 20, after["memory"] - before["memory"]
        # Nobody else feels it, neither on that connection nor on another.
        for _ in range(20):
            expect(stalled.call("UnaryCall", frame(simple(1000))), OK)
            expect(control.call("UnaryCall", frame(simple(1000))), OK)
        # Whoever reads on gets the rest, in order.
        stalled.h2.increment_flow_control_window(100000, numbers[0])
        stalled.h2.increment_flow_control_window(100000)
        stalled.flush()
        stalled.until(lambda: len(stalled.streams[numbers[0]].body) == 120000)
        assert all(len(stalled.streams[number].body) == 20000 for number in numbers[1:])
        for number in numbers:
            stalled.h2.reset_stream(number, h2.errors.ErrorCodes.CANCEL)
        stalled.flush()


def stalled_connection():
    # The window of the whole connection is used up, and then the socket is not read at all.
    with Connection(RULES) as stalled, Connection(RULES) as control:
        before = counts(control, "memory")
        written = before.get("flooded", 0)
        stalled.takes = False
        for _ in range(20):
            flood(stalled)
        assert settled(control) - written < 20 * (512 << 10), settled(control) - written
        after = counts(control, "memory")
        assert after["memory"] - before["memory"] < 32 << 20, after["memory"] - before["memory"]
        for _ in range(20):
            expect(control.call("UnaryCall", frame(simple(1000))), OK)


def many_connections():
    connections = [Connection(RULES) for _ in range(200)]
    try:
        numbers = []
        for connection in connections:
            numbers.append(connection.open("FullDuplexCall"))
            connection.send(numbers[-1], frame(messages_pb2.StreamingOutputCallRequest(payload=body(100))))
        for connection, number in zip(connections, numbers):
            connection.until(lambda: len(connection.streams[number].body) > 100)
        for connection, number in zip(connections, numbers):
            connection.send(number, end=True)
            expect(connection.finish(number), OK)
    finally:
        for connection in connections:
            connection.socket.close()


def many_streams():
    with Connection(RULES) as connection:
        numbers = [connection.open("FullDuplexCall") for _ in range(500)]
        for number in numbers:
            connection.send(number, EMPTY)
        connection.until(lambda: all(connection.streams[number].body for number in numbers))
        for number in numbers:
            connection.send(number, end=True)
        for number in numbers:
            expect(connection.finish(number), OK)


def too_many_streams():
    # The interoperability server keeps the usual limit of 100 and says so; a client that does not listen is refused the excess alone.
    with Connection(INTEROP) as connection:
        assert connection.h2.remote_settings.max_concurrent_streams == 100
        connection.h2.remote_settings[h2.settings.SettingCodes.MAX_CONCURRENT_STREAMS] = 1000
        connection.h2.remote_settings.acknowledge()
        numbers = [connection.open("StreamingInputCall") for _ in range(110)]
        connection.until(lambda: sum(connection.streams[number].reset is not None for number in numbers) == 10)
        assert all(connection.streams[number].reset == h2.errors.ErrorCodes.REFUSED_STREAM for number in numbers[100:])
        for number in numbers[:100]:
            connection.send(number, end=True)
        for number in numbers[:100]:
            expect(connection.finish(number), OK)


def goaway():
    with Connection(STOPPING) as connection, Connection(STOPPING) as control:
        unary = connection.open("UnaryCall", [("x-do", "ignore-token")])
        connection.send(unary, EMPTY, end=True)
        duplex = connection.open("FullDuplexCall")
        connection.send(duplex, EMPTY)
        connection.until(lambda: connection.streams[duplex].body)
        until_counted(control, lambda now: now["ignoring"] == 1)
        release = control.open("UnaryCall", [("x-do", "release")])  # begun before the stop, sent after it
        expect(control.call("UnaryCall", EMPTY, [("x-do", "stop")]), OK)
        connection.until(lambda: connection.goaways)
        assert connection.goaways[0][0] == h2.errors.ErrorCodes.NO_ERROR, connection.goaways
        # A stream is ended with a status that lets its client go elsewhere.
        expect(connection.finish(duplex), UNAVAILABLE, "stopping")
        # Nobody is let in any more.
        try:
            with Connection(STOPPING):
                raise AssertionError("the server still takes connections")
        except (OSError, AssertionError) as refused:
            assert "still takes" not in str(refused), refused
        # A call under way is left to finish.
        assert not connection.streams[unary].over
        control.send(release, EMPTY, end=True)
        expect(control.finish(release), OK)
        expect(connection.finish(unary), OK)
        # The connection is the client's to close: the server waits for a frame to notice that its last stream has ended.
        assert all(error == h2.errors.ErrorCodes.NO_ERROR and last >= duplex for error, last in connection.goaways), connection.goaways


for check in (
        client_compressed_unary, client_compressed_streaming, server_compressed_unary, server_compressed_streaming,
        server_compresses_only_what_client_accepts, unknown_encoding, compressed_without_encoding, corrupt_compression, empty_compressed, gzip_bomb,
        content_type, te, timeout_syntax, unknown_method, path_syntax, other_verbs,
        trailers_only, status_after_messages, message_percent_encoding, status_details, metadata_binary, metadata_text, metadata_large,
        headers_early, message_in_many_frames, many_messages_in_one_frame, padded_frames, unknown_frames, interleaved_streams,
        request_trailers, half_close, count_of_requests, truncated_message, wrong_flag, oversized_message, large_messages,
        early_end, reset_cancels_handler, connection_loss_cancels_handler, deadline_ends_deaf_handler, ping, settings_change,
        stalled_reader, stalled_connection, many_connections, many_streams, too_many_streams, goaway):
    report(check.__name__, check)
