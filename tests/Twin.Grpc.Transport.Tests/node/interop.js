// The public interoperability cases of gRPC with grpc-js: node interop.js PROTOS TARGET [AUTHORITY], over TLS with the certificate of an authority.
'use strict';

const assert = require('assert');
const fs = require('fs');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const [protos, target, authority] = process.argv.slice(2);
const testing = grpc.loadPackageDefinition(
  loader.loadSync('grpc/testing/test.proto', { includeDirs: [protos], keepCase: true, defaults: true })).grpc.testing;
const credentials = authority ? grpc.credentials.createSsl(fs.readFileSync(authority)) : grpc.credentials.createInsecure();
const client = new testing.TestService(target, credentials);
const REQUEST_SIZES = [27182, 8, 1828, 45904];
const RESPONSE_SIZES = [31415, 9, 2653, 58979];
const INITIAL = 'x-grpc-test-echo-initial';
const TRAILING = 'x-grpc-test-echo-trailing-bin';

const patience = () => ({ deadline: Date.now() + 30000 });
const payload = size => ({ body: Buffer.alloc(size) });
const ping = index => ({ response_parameters: [{ size: RESPONSE_SIZES[index] }], payload: payload(REQUEST_SIZES[index]) });

function unary(stub, method, request, metadata = new grpc.Metadata()) {
  return new Promise((resolve, reject) => {
    const seen = {};
    const call = stub[method](request, metadata, patience(), (error, response) => {
      if (error) reject(error);
      else seen.response = response;
    });
    call.on('metadata', headers => { seen.headers = headers; });
    call.on('status', status => {
      seen.trailers = status.metadata;
      if (status.code === grpc.status.OK) resolve(seen);
    });
  });
}

// A stream of responses to take one by one; its end gives null, its failure an exception.
function reader(call) {
  const ready = [];
  const waiting = [];
  const give = item => {
    const taker = waiting.shift();
    if (taker) taker(item);
    else ready.push(item);
  };
  call.on('data', message => give({ message }));
  call.on('error', error => give({ error }));
  call.on('end', () => give({ message: null }));
  return async () => {
    const item = ready.length > 0 ? ready.shift() : await new Promise(resolve => waiting.push(resolve));
    if (item.error) throw item.error;
    return item.message;
  };
}

async function failure(action) {
  try {
    await action();
  } catch (error) {
    return error;
  }
  throw new Error('the call should have failed');
}

function expect(error, code, details) {
  const text = `${grpc.status[error.code]}: ${error.details || error}`;
  assert.strictEqual(error.code, code, text);
  if (details !== undefined) assert.strictEqual(error.details, details);
}

const cases = {
  async empty_unary() {
    assert.deepStrictEqual((await unary(client, 'EmptyCall', {})).response, {});
  },

  async large_unary() {
    const { response } = await unary(client, 'UnaryCall', { response_size: 314159, payload: payload(271828) });
    assert.ok(response.payload.body.equals(Buffer.alloc(314159)));
  },

  async client_streaming() {
    const sum = await new Promise((resolve, reject) => {
      const call = client.StreamingInputCall(patience(), (error, response) => error ? reject(error) : resolve(response.aggregated_payload_size));
      for (const size of REQUEST_SIZES) call.write({ payload: payload(size) });
      call.end();
    });
    assert.strictEqual(sum, 74922);
  },

  async server_streaming() {
    const next = reader(client.StreamingOutputCall({ response_parameters: RESPONSE_SIZES.map(size => ({ size })) }, patience()));
    for (const size of RESPONSE_SIZES) assert.strictEqual((await next()).payload.body.length, size);
    assert.strictEqual(await next(), null);
  },

  async ping_pong() {
    const call = client.FullDuplexCall(patience());
    const next = reader(call);
    for (let index = 0; index < REQUEST_SIZES.length; index++) {
      call.write(ping(index));
      assert.strictEqual((await next()).payload.body.length, RESPONSE_SIZES[index]);
    }
    call.end();
    assert.strictEqual(await next(), null);
  },

  async empty_stream() {
    const call = client.FullDuplexCall(patience());
    const next = reader(call);
    call.end();
    assert.strictEqual(await next(), null);
  },

  async cancel_after_begin() {
    await cases.empty_unary(); // the control: cancelling needs no server
    const error = await new Promise(resolve => {
      const call = client.StreamingInputCall(patience(), resolve);
      call.cancel();
    });
    expect(error, grpc.status.CANCELLED);
  },

  async cancel_after_first_response() {
    const call = client.FullDuplexCall(patience());
    const next = reader(call);
    call.write(ping(0));
    assert.strictEqual((await next()).payload.body.length, RESPONSE_SIZES[0]);
    call.cancel();
    expect(await failure(next), grpc.status.CANCELLED);
  },

  async timeout_on_sleeping_server() {
    await cases.empty_unary();
    const call = client.FullDuplexCall({ deadline: Date.now() + 1 });
    const next = reader(call);
    call.write({ payload: payload(27182) });
    expect(await failure(next), grpc.status.DEADLINE_EXCEEDED);
  },

  async custom_metadata() {
    const metadata = new grpc.Metadata();
    metadata.set(INITIAL, 'test_initial_metadata_value');
    metadata.set(TRAILING, Buffer.from([0xab, 0xab, 0xab]));
    const check = (headers, trailers) => {
      assert.deepStrictEqual(headers.get(INITIAL), ['test_initial_metadata_value']);
      assert.deepStrictEqual(trailers.get(TRAILING), [Buffer.from([0xab, 0xab, 0xab])]);
    };
    const { headers, trailers } = await unary(client, 'UnaryCall', { response_size: 314159, payload: payload(271828) }, metadata);
    check(headers, trailers);

    const call = client.FullDuplexCall(metadata, patience());
    const begun = new Promise(resolve => call.on('metadata', resolve));
    const ended = new Promise(resolve => call.on('status', resolve));
    const next = reader(call);
    call.write(ping(0));
    assert.strictEqual((await next()).payload.body.length, RESPONSE_SIZES[0]);
    call.end();
    assert.strictEqual(await next(), null);
    check(await begun, (await ended).metadata);
  },

  async status_code_and_message() {
    const status = { code: 2, message: 'test status message' };
    expect(await failure(() => unary(client, 'UnaryCall', { response_status: status })), grpc.status.UNKNOWN, status.message);
    const call = client.FullDuplexCall(patience());
    const next = reader(call);
    call.write({ response_status: status });
    call.end();
    expect(await failure(next), grpc.status.UNKNOWN, status.message);
  },

  async special_status_message() {
    const message = '\t\ntest with whitespace\r\nand Unicode BMP \u263a and non-BMP \u{1F608}\t\n';
    expect(await failure(() => unary(client, 'UnaryCall', { response_status: { code: 2, message } })), grpc.status.UNKNOWN, message);
  },

  async unimplemented_method() {
    expect(await failure(() => unary(client, 'UnimplementedCall', {})), grpc.status.UNIMPLEMENTED);
  },

  async unimplemented_service() {
    const other = new testing.UnimplementedService(target, credentials);
    expect(await failure(() => unary(other, 'UnimplementedCall', {})), grpc.status.UNIMPLEMENTED);
    other.close();
  },
};

async function main() {
  for (const [name, run] of Object.entries(cases)) {
    try {
      await run();
      console.log('pass', name);
    } catch (error) {
      console.log('fail', name + ':', String(error).split(/\s+/).join(' '));
    }
  }
  client.close();
}

main();
