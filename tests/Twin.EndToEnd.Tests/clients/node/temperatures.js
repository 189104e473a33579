// Prints temperatures of a running twin as CSV while a fan is stuck, and the alarm that follows.
//
//   npm ci                     once, in this folder
//   node temperatures.js       the twin listens at 127.0.0.1:50051, or: --address HOST:PORT
//
// Names come once, then only numbers: column i belongs to entry i of the dictionary.
'use strict';

const path = require('node:path');
const { parseArgs } = require('node:util');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const { values: options } = parseArgs({ options: {
  address: { type: 'string', default: '127.0.0.1:50051' },
  proto: { type: 'string', default: path.join(__dirname, '../../../../proto') },
  glob: { type: 'string', default: 'fan*/motor/temperature' },
  fault: { type: 'string', default: 'fan0/stuck' },
  samples: { type: 'string', default: '10' },
} });

const files = ['signals', 'control', 'events'].map(name => `twin/v1/${name}.proto`);
const twin = grpc.loadPackageDefinition(loader.loadSync(files, { includeDirs: [options.proto], longs: Number, defaults: true, oneofs: true })).twin.v1;
const credentials = grpc.credentials.createInsecure();
const signals = new twin.SignalService(options.address, credentials);
const control = new twin.ControlService(options.address, credentials);
const events = new twin.EventService(options.address, credentials);

function fail(error) {
  console.error(`${grpc.status[error.code] ?? error.name}: ${error.details ?? error.message}`);
  process.exit(1);
}

// 1. Alarms that this fault raises, from now on.
const component = options.fault.split('/')[0];
const alarms = events.Subscribe({ filter: { globs: [`${component}/**`], minimumSeverity: 'SEVERITY_WARNING' } });
let seen = 0;
alarms.on('error', error => { if (error.code !== grpc.status.CANCELLED) fail(error); });
alarms.on('data', message => {
  for (const event of message.events.filter(event => event.isAlarm && !event.isCleared)) {
    seen++;
    console.error(`alarm at step ${event.position.step}: ${event.path}: ${event.text}`);
    finish();
  }
});
// The first message comes at once, perhaps without events: from then on none is missed.
alarms.once('data', () => control.InjectFault({ path: options.fault, severity: { si: 1 } }, (error, result) => {
  if (error) return fail(error);
  console.error(`fault ${options.fault} from step ${result.step}`);
}));

// 2. Temperatures ten times in a simulated second.
const stream = signals.Subscribe({ selection: { globs: [options.glob] }, sampled: { periodMs: 100 } });
const names = [];
let rows = 0;
stream.on('error', error => { if (error.code !== grpc.status.CANCELLED) fail(error); });
stream.on('data', message => {
  if (message.content === 'dictionary') {
    names.push(...message.dictionary.entries.map(entry => `${entry.path} [${entry.unit}]`));
    if (message.dictionary.isComplete) console.log(['time_s', ...names].join(','));
  } else if (rows < Number(options.samples)) {
    rows++;
    console.log([message.samples.position.simulationTimeNs / 1e9, ...message.samples.values.map(value => value.toFixed(3))].join(','));
    finish();
  }
});

// 3. When both were seen, mend the fan and end.
function finish() {
  if (seen === 0 || rows < Number(options.samples)) return;
  seen = NaN;
  control.ClearFault({ path: options.fault }, error => {
    if (error) return fail(error);
    stream.cancel();
    alarms.cancel();
    for (const client of [signals, control, events]) client.close();
  });
}
