import { createPublicKey, verify } from 'node:crypto';
import { orderType } from '../../../mock-platform/src/alerts/town-keys.ts';
import type { TownKey } from '../../../mock-platform/src/protocol/boxes.ts';
import { readJws } from '../../../mock-platform/src/server/jws.ts';
import { millisecondsBetween, type Told } from './measurements.ts';
import { MqttListener } from './mqtt-listener.ts';
import { type BoxKey, privateKeyOf } from './populate.ts';
import { SimulatedBox } from './simulated-box.ts';

/** What the bench asks of a process that holds boxes. */
export type BoxAsk =
  | { kind: 'connect'; port: number; publicUrl: string; key: BoxKey; townKeys: TownKey[]; tokens: string[] }
  /** Waits until every box has its receipts durable, or the patience is over. */
  | { kind: 'watch'; order: string; releasedAt: string; patienceMs: number }
  /** Every box comes back after the platform has gone, when it was asked to; answers how long each took, milliseconds. */
  | { kind: 'return'; port: number; patienceMs: number }
  /** Connects so many MQTT clients that subscribe to the topic with QoS 1. */
  | { kind: 'mqtt'; port: number; clients: number; topic: string }
  | { kind: 'mqtt-heard'; publishedAt: string; patienceMs: number }
  | { kind: 'disconnect' };

const atOnce = 64;
let boxes: SimulatedBox[] = [];
let listeners: MqttListener[] = [];

/** The bytes of an order are the same for all: each different text is checked once in this process, as its cost is the box's. */
function orderReader(keys: readonly TownKey[]): (jws: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const seen = known.get(text);
    if (seen !== undefined) return seen;
    const jws = readJws(text);
    const pinned = keys.find(({ kid }) => kid === jws?.header.kid);
    if (!jws || !pinned || jws.header.typ !== orderType) throw new Error('an order by an unknown key');
    const key = createPublicKey({ key: { ...pinned.publicKey }, format: 'jwk' });
    if (!verify('sha256', jws.signed, { key, dsaEncoding: 'ieee-p1363' }, jws.signature))
      throw new Error('an order with a broken signature');
    const { id } = jws.payload as { id: string };
    known.set(text, id);
    return id;
  };
}

/** Runs a step for every one, some at a time. */
async function forEach<T>(all: readonly T[], step: (one: T) => Promise<void>): Promise<void> {
  let at = 0;
  const worker = async (): Promise<void> => {
    while (at < all.length) await step(all[at++]!);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

async function connectAll(ask: Extract<BoxAsk, { kind: 'connect' }>): Promise<object> {
  const { publicUrl, key, townKeys, tokens } = ask;
  const around = { publicUrl, key: privateKeyOf(key), jwk: key.jwk, orderOf: orderReader(townKeys) };
  boxes = tokens.map((token) => new SimulatedBox(token, around));
  await forEach(boxes, (box) => box.connect(ask.port));
  return {};
}

async function comeBack(box: SimulatedBox, port: number, end: number): Promise<void> {
  for (
    let wait = Math.random() * box.returnWithin * 1000;
    Date.now() < end;
    wait = 500 + Math.random() * 500
  ) {
    await new Promise((resume) => setTimeout(resume, wait));
    try {
      return await box.connect(port);
    } catch {
      // The platform is not there yet.
    }
  }
}

async function comeBackAll(ask: Extract<BoxAsk, { kind: 'return' }>): Promise<{ returned: number[] }> {
  const from = Date.now();
  const returned: number[] = [];
  const one = async (box: SimulatedBox): Promise<void> => {
    await comeBack(box, ask.port, from + ask.patienceMs);
    returned.push(Date.now() - from);
  };
  await Promise.all(boxes.map(one));
  return { returned };
}

async function until(done: () => boolean, patienceMs: number): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!done() && Date.now() < end) await new Promise((resume) => setTimeout(resume, 20));
}

async function watch(ask: Extract<BoxAsk, { kind: 'watch' }>): Promise<Told> {
  const from = BigInt(ask.releasedAt);
  await until(() => boxes.every((box) => box.seen.get(ask.order)?.durable !== undefined), ask.patienceMs);
  const told: Told = { received: [], displayed: [], durable: [], duplicates: 0 };
  for (const box of boxes) {
    const seen = box.seen.get(ask.order);
    told.duplicates += box.duplicates;
    if (!seen) continue;
    told.received.push(millisecondsBetween(from, seen.received));
    told.displayed.push(millisecondsBetween(from, seen.displayed));
    if (seen.durable !== undefined) told.durable.push(millisecondsBetween(from, seen.durable));
  }
  return told;
}

async function listen(ask: Extract<BoxAsk, { kind: 'mqtt' }>): Promise<object> {
  listeners = Array.from({ length: ask.clients }, (_, turn) => new MqttListener(`${process.pid}-${turn}`));
  await forEach(listeners, (listener) => listener.subscribe(ask.port, ask.topic));
  return {};
}

async function heard(ask: Extract<BoxAsk, { kind: 'mqtt-heard' }>): Promise<{ heard: number[] }> {
  const from = BigInt(ask.publishedAt);
  await until(() => listeners.every(({ heardAt }) => heardAt !== undefined), ask.patienceMs);
  return {
    heard: listeners.flatMap(({ heardAt }) =>
      heardAt === undefined ? [] : [millisecondsBetween(from, heardAt)],
    ),
  };
}

function disconnect(): object {
  for (const box of boxes) box.disconnect();
  for (const listener of listeners) listener.close();
  boxes = [];
  listeners = [];
  return {};
}

async function obey(ask: BoxAsk): Promise<object> {
  switch (ask.kind) {
    case 'connect':
      return connectAll(ask);
    case 'watch':
      return watch(ask);
    case 'return':
      return comeBackAll(ask);
    case 'mqtt':
      return listen(ask);
    case 'mqtt-heard':
      return heard(ask);
    case 'disconnect':
      return disconnect();
  }
}

process.on('message', (ask: BoxAsk) => {
  obey(ask).then(
    (result) => process.send?.({ result }),
    (error: Error) => process.send?.({ error: error.message }),
  );
});
process.on('disconnect', () => process.exit(0));
