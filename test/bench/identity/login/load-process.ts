import { Connection } from './connection.ts';
import { type BoxData, LoadBox } from './load-box.ts';

/** What the parent asks for; one load after the other. */
export type LoadOrder =
  | { kind: 'start'; ports: number[]; publicUrl: string; boxes: BoxData[]; connections: number }
  /** As many as possible: every connection begins the next login when it has its verdict. */
  | { kind: 'logins-at-once'; connections: number; milliseconds: number; prepared: number }
  /** At fixed times, whether or not those before are done; latency counts from the time it should have begun. */
  | { kind: 'logins-at-rate'; perSecond: number; milliseconds: number }
  /** Makes results for `exchanges`, which must follow within a minute. */
  | { kind: 'logins-to-exchange'; connections: number; count: number }
  | { kind: 'exchanges'; connections: number };

export interface LoadResult {
  /** Of each one that succeeded, milliseconds. */
  latencies: number[];
  failures: string[];
  elapsedMs: number;
  cpu: NodeJS.CpuUsage;
}

let boxes: LoadBox[] = [];
let connections: Connection[] = [];
let next = 0;
const nextBox = (): LoadBox => boxes[next++ % boxes.length]!;

const none: LoadResult = { latencies: [], failures: [], elapsedMs: 0, cpu: { user: 0, system: 0 } };

async function start(order: Extract<LoadOrder, { kind: 'start' }>): Promise<LoadResult> {
  const { host } = new URL(order.publicUrl);
  for (const connection of connections) connection.close();
  const { ports } = order;
  connections = Array.from(
    { length: order.connections },
    (_, turn) => new Connection(ports[turn % ports.length]!, host),
  );
  boxes = order.boxes.map((data) => new LoadBox(data, order.publicUrl));
  await eachOnItsConnection(16, boxes.length, async (connection, at) => boxes[at]!.start(connection));
  return none;
}

/** Runs tasks on the first so many connections, each as soon as its connection is free. */
async function eachOnItsConnection(
  count: number,
  tasks: number,
  run: (connection: Connection, at: number) => Promise<void>,
): Promise<void> {
  let at = 0;
  await Promise.all(
    connections.slice(0, count).map(async (connection) => {
      while (at < tasks) await run(connection, at++);
    }),
  );
}

/** Measures one task; a failure is kept by its words. */
async function timed(result: LoadResult, from: number, task: Promise<unknown>): Promise<void> {
  try {
    await task;
    result.latencies.push(performance.now() - from);
  } catch (error) {
    result.failures.push((error as Error).message);
  }
}

async function measured(load: (result: LoadResult) => Promise<void>): Promise<LoadResult> {
  const result: LoadResult = { ...none, latencies: [], failures: [] };
  const cpu = process.cpuUsage();
  const from = performance.now();
  await load(result);
  return { ...result, elapsedMs: performance.now() - from, cpu: process.cpuUsage(cpu) };
}

function prepareLogins(count: number): void {
  for (const box of boxes) {
    box.prepare('/identity/challenges', Math.ceil(count / boxes.length));
    box.prepare('/identity/logins', Math.ceil(count / boxes.length));
  }
}

function loginsAtOnce(order: Extract<LoadOrder, { kind: 'logins-at-once' }>): Promise<LoadResult> {
  prepareLogins(order.prepared);
  return measured(async (result) => {
    const until = performance.now() + order.milliseconds;
    await Promise.all(
      connections.slice(0, order.connections).map(async (connection) => {
        for (let now = performance.now(); now < until; now = performance.now()) {
          await timed(result, now, nextBox().login(connection));
        }
      }),
    );
  });
}

function loginsAtRate(order: Extract<LoadOrder, { kind: 'logins-at-rate' }>): Promise<LoadResult> {
  const count = Math.round((order.perSecond * order.milliseconds) / 1000);
  prepareLogins(count);
  return measured(async (result) => {
    const free = [...connections];
    const tasks: Promise<void>[] = [];
    const from = performance.now();
    let begun = 0;
    while (begun < count) {
      const due = from + (begun * 1000) / order.perSecond;
      const connection = due <= performance.now() ? free.pop() : undefined;
      if (connection === undefined) {
        await new Promise((resume) => setTimeout(resume, 1));
        continue;
      }
      begun += 1;
      tasks.push(timed(result, due, nextBox().login(connection)).finally(() => free.unshift(connection)));
    }
    await Promise.all(tasks);
  });
}

let toExchange: { box: LoadBox; result: string }[] = [];

async function loginsToExchange(
  order: Extract<LoadOrder, { kind: 'logins-to-exchange' }>,
): Promise<LoadResult> {
  toExchange = [];
  await eachOnItsConnection(order.connections, order.count, async (connection) => {
    const box = nextBox();
    toExchange.push({ box, result: await box.login(connection) });
  });
  for (const box of boxes) box.prepare('/oidc/token', Math.ceil(order.count / boxes.length));
  return none;
}

function exchanges(order: Extract<LoadOrder, { kind: 'exchanges' }>): Promise<LoadResult> {
  return measured((result) =>
    eachOnItsConnection(order.connections, toExchange.length, (connection, at) => {
      const { box, result: login } = toExchange[at]!;
      return timed(result, performance.now(), box.exchange(connection, login));
    }),
  );
}

function obey(order: LoadOrder): Promise<LoadResult> {
  switch (order.kind) {
    case 'start':
      return start(order);
    case 'logins-at-once':
      return loginsAtOnce(order);
    case 'logins-at-rate':
      return loginsAtRate(order);
    case 'logins-to-exchange':
      return loginsToExchange(order);
    case 'exchanges':
      return exchanges(order);
  }
}

process.on('message', (order: LoadOrder) => {
  obey(order).then(
    (result) => process.send?.({ result }),
    (error: Error) => process.send?.({ error: error.message }),
  );
});
process.on('disconnect', () => process.exit(0));
