// What a Node.js program that uses node-beanstalk sees of a server: prints a line for each step. Without a port it only finds out whether the library is there.
import { Client } from 'node-beanstalk';

const port = Number(process.argv[2]);
if (!port) {
  process.exit(0);
}

// A reply, or the error that the library makes of it.
async function step(name, call) {
  try {
    console.log(`${name}: ${JSON.stringify(await call())}`);
  } catch (error) {
    console.log(`${name}: ${error.constructor.name} ${error.message}`);
  }
}

function stats(name, entries) {
  for (const [key, value] of Object.entries(entries)) {
    console.log(`${name} ${key}: ${JSON.stringify(value)}`);
  }
}

// Bodies as they are, and larger ones than the server takes.
const bytes = { serialize: (text) => Buffer.from(text), deserialize: (buffer) => buffer };

async function connect() {
  const client = new Client({ host: '127.0.0.1', port, serializer: bytes, maxPayloadSize: 1 << 20 });
  await client.connect();
  return client;
}

const a = await connect();
const b = await connect();
const shown = (job) => job && [job.id, job.payload.toString()];
const reserve = async (client, seconds) => shown(await client.reserveWithTimeout(seconds));
const reserveAndDelete = async (measure = (payload) => payload.toString()) => {
  const job = await a.reserveWithTimeout(10);
  return [measure(job.payload), await a.delete(job.id)];
};

await step('list-tube-used', () => a.listTubeUsed());
await step('use', () => a.use('mail'));
await step('watch', () => a.watch('mail'));
await step('ignore', () => a.ignore('default'));
await step('ignore the last', () => a.ignore('mail'));
await step('list-tubes-watched', () => a.listTubesWatched());
await step('a name that is none', () => a.watch('-a'));
await step('tube names', () => a.watch('a-b_(1)+/;.$'));
await step('list-tubes-watched', () => a.listTubesWatched());
await step('ignore', () => a.ignore('a-b_(1)+/;.$'));

await step('put low', () => a.put('low', 60, 4294967295));
await step('put first', () => a.put('first', 60, 10));
await step('put second', () => a.put('second', 60, 10));
await step('peek', async () => shown(await a.peek(3)));
await step('peek-ready', async () => shown(await a.peekReady()));
for (let i = 0; i < 3; i++) {
  await step('reserve and delete', () => reserveAndDelete());
}
await step('reserve from an empty tube', () => reserve(a, 0));
await step('reserve for a second in vain', () => reserve(a, 1));

const binary = Buffer.from([...Array(1024).keys()].map((i) => i % 256).concat(13, 10));
await step('put binary', () => a.put(binary));
await step('reserve binary', () => reserveAndDelete((payload) => binary.equals(payload)));
await step('put empty', () => a.put(''));
await step('reserve empty', () => reserveAndDelete());
await step('put the largest', () => a.put('x'.repeat(65535)));
await step('reserve the largest', () => reserveAndDelete((payload) => payload.length));
await step('put one byte more', () => a.put('x'.repeat(65536)));
await step('the connection goes on', () => a.put('after \u{1F4E7}'));
await step('reserve text', () => reserveAndDelete());

await step('unknown: delete', () => a.delete(99));
await step('unknown: release', () => a.release(99));
await step('unknown: bury', () => a.bury(99));
await step('unknown: touch', () => a.touch(99));
await step('unknown: kick-job', () => a.kickJob(99));
await step('unknown: peek', () => a.peek(99));
await step('unknown: stats-job', () => a.statsJob(99));
await step('unknown: reserve-job', () => a.reserveJob(99));
await step('unknown: stats-tube', () => a.statsTube('none'));
await step('unknown: pause-tube', () => a.pauseTube('none', 1));
await step('peek-ready of nothing', () => a.peekReady());
await step('peek-delayed of nothing', () => a.peekDelayed());
await step('peek-buried of nothing', () => a.peekBuried());
await step('kick nothing', () => a.kick(5));

const delayed = await a.put('delayed', 120, 5, 1);
await step('peek-delayed', async () => shown(await a.peekDelayed()));
await step('reserve waits for the delay', async () => shown(await a.reserve()));
await step('touch', () => a.touch(delayed.id));
await step('release', () => a.release(delayed.id, 7, 1000));
stats('stats-job', await a.statsJob(delayed.id));
await step('kick-job', () => a.kickJob(delayed.id));
await step('kick-job again', () => a.kickJob(delayed.id));
await step('reserve', () => reserve(a, 0));
await step('bury', () => a.bury(delayed.id, 3));
await step('peek-buried', async () => shown(await a.peekBuried()));
stats('stats-job', await a.statsJob(delayed.id));
await step('touch of a buried one', () => a.touch(delayed.id));
await step('kick', () => a.kick(9));
await step('reserve-job', async () => shown(await a.reserveJob(delayed.id)));
await step('of another connection', () => b.delete(delayed.id));
await step('delete', () => a.delete(delayed.id));

await b.disconnect();

const c = await connect();
await c.watch('mail');
const waiting = c.reserve();
await step('put for one that waits', () => a.put('waited for'));
await step('reserve waited', async () => shown(await waiting));
await step('delete', async () => c.delete((await waiting).id));

await step('put into a paused tube', () => a.put('paused'));
await step('pause-tube', () => a.pauseTube('mail', 1000));
await step('reserve from a paused tube', () => reserve(a, 0));
stats('stats-tube', await a.statsTube('mail'));
await step('pause-tube ends', () => a.pauseTube('mail', 0));
await step('reserve', () => reserve(a, 0));
stats('stats-tube', await a.statsTube('mail'));
await a.use('other');
await a.put('kept', 60, 5, 1000);
await step('list-tubes', async () => (await a.listTubes()).sort());
stats('stats', await a.stats());
await a.disconnect();
await c.disconnect(); // no sooner: when a server notices is its own matter, and statistics count connections
