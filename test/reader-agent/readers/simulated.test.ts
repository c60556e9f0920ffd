import { verify } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CardFile } from '../../../mock-platform/src/protocol/card-reader.ts';
import { readCard } from '../../../reader-agent/src/card/read.ts';
import { proveWithSurface } from '../../../reader-agent/src/card/surface.ts';
import { openReader } from '../../../reader-agent/src/readers/open.ts';
import type { CardConnection, ReaderBackend } from '../../../reader-agent/src/readers/reader.ts';
import { publicKeyOf, residentCard, testCard, transitCard } from '../../mock-platform/card/fixture.ts';
import { openRoom } from '../../mock-platform/card/room-server.ts';

const message = Buffer.from('chanoma-login-v1');
const ready = (card: boolean) => ({ state: 'ready', card });
const none = { state: 'missing', code: 'reader.none', card: false };

let file: CardFile;
let room: Awaited<ReturnType<typeof openRoom>>;
let reader: ReaderBackend;
const readers: ReaderBackend[] = [];

function open(transmitLimit?: number): ReaderBackend {
  const next = openReader({
    kind: 'simulated',
    socket: room.socket,
    readerName: 'hana-reader',
    transmitLimit,
  });
  readers.push(next);
  return next;
}

const lay = (card: string) => room.execute({ type: 'insert', card, reader: 'hana-reader' });
const take = () => room.execute({ type: 'remove', reader: 'hana-reader' });
const status = (of = reader) => expect.poll(() => of.status, { timeout: 5000 });

async function readAndProve(connection: CardConnection): Promise<void> {
  const { certificate } = await readCard(connection);
  expect(Buffer.from(certificate).toString('base64')).toBe(file.authentication?.certificate);
  const signature = await proveWithSurface(connection, '190403', message);
  expect(verify('sha256', message, publicKeyOf(file.surface!.privateKey), signature)).toBe(true);
}

async function codeOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'done',
    (error: { code?: unknown }) => error.code,
  );
}

beforeEach(async () => {
  file = await testCard();
  room = await openRoom([file, residentCard, transitCard]);
  reader = open();
  await reader.start();
});
afterEach(async () => {
  for (const each of readers.splice(0)) await each.stop();
  await room.close();
});

describe('the simulated reader', () => {
  it('is ready after start, and knows cards that come and go', async () => {
    expect(reader.status).toEqual(ready(false));
    const changes: unknown[] = [];
    reader.on('changed', (change) => changes.push(change));
    await lay('hana');
    await status().toEqual(ready(true));
    await take();
    await status().toEqual(ready(false));
    expect(changes).toEqual([ready(true), ready(false)]);
  });

  it('knows a card that was there first', async () => {
    await lay('hana');
    const later = open();
    await later.start();
    await status(later).toEqual(ready(true));
  });

  it('carries a whole login, again and again', async () => {
    await lay('hana');
    await status().toEqual(ready(true));
    for (let round = 0; round < 3; round += 1) {
      const connection = await reader.connect();
      await readAndProve(connection);
      await connection.close();
      expect(await codeOf(connection.transmit(Uint8Array.of(0, 0xa4, 4, 0)))).toBe('card.removed');
    }
  });

  it('has nothing to open without a card', async () => {
    expect(await codeOf(reader.connect())).toBe('card.removed');
  });

  it('is busy while another agent holds the card', async () => {
    const other = open();
    await other.start();
    await lay('hana');
    await status().toEqual(ready(true));
    await status(other).toEqual(ready(true));
    const held = await other.connect();
    expect(await codeOf(reader.connect())).toBe('reader.busy');
    await held.close();
    expect(await codeOf(reader.connect())).toBe('done');
  });

  it('forgets a verified birth date when the card is closed', async () => {
    await lay('hana');
    await status().toEqual(ready(true));
    const connection = await reader.connect();
    await readAndProve(connection);
    await connection.close();
    const next = await reader.connect();
    await next.transmit(Buffer.from('00A4040C0AD3921000310001010402', 'hex'));
    const answer = await next.transmit(Buffer.from('802A0000010000', 'hex'));
    expect(Buffer.from(answer).toString('hex')).toBe('6982');
  });

  it('never lets an old connection reach a new card', async () => {
    await lay('hana');
    await status().toEqual(ready(true));
    const old = await reader.connect();
    await take();
    await status().toEqual(ready(false));
    await lay('transit');
    await status().toEqual(ready(true));
    const next = await reader.connect();
    expect(await codeOf(readCard(old))).toBe('card.removed');
    await old.close();
    expect(await codeOf(readCard(next))).toBe('card.other');
  });

  it.each(Array.from({ length: 12 }, (_, at) => at))(
    'survives a card taken away at command %i',
    async (at) => {
      await room.execute({ type: 'misbehave', card: 'hana', removedAfterApdus: at });
      await lay('hana');
      await status().toEqual(ready(true));
      const connection = await reader.connect();
      const end = await codeOf(readAndProve(connection));
      expect(['card.removed', 'done']).toContain(end);
      await connection.close();
      await room.execute({ type: 'misbehave', card: 'hana' });
      await take();
      await lay('hana');
      await status().toEqual(ready(true));
      await readAndProve(await reader.connect());
    },
  );

  it('gives up on a card that does not answer, and works again afterwards', async () => {
    const patient = open(300);
    await patient.start();
    await room.execute({ type: 'misbehave', card: 'hana', delayMs: 60_000 });
    await lay('hana');
    await status(patient).toEqual(ready(true));
    expect(await codeOf(patient.connect().then(readCard))).toBe('card.unreadable');
    await take();
    await status(patient).toEqual(ready(false));
    await room.execute({ type: 'misbehave', card: 'hana' });
    await lay('hana');
    await status(patient).toEqual(ready(true));
    await readAndProve(await patient.connect());
  });

  it('waits for a slow card', async () => {
    await room.execute({ type: 'misbehave', card: 'hana', delayMs: 30 });
    await lay('hana');
    await status().toEqual(ready(true));
    await readAndProve(await reader.connect());
  });

  it('says reader.none while it is unplugged, and heals', async () => {
    await lay('hana');
    await status().toEqual(ready(true));
    const connection = await reader.connect();
    await room.execute({ type: 'reader', reader: 'hana-reader', plugged: false });
    await status().toEqual(none);
    expect(await codeOf(connection.transmit(Uint8Array.of(0, 0xa4, 4, 0)))).toBe('reader.none');
    expect(await codeOf(reader.connect())).toBe('reader.none');
    await connection.close();
    await room.execute({ type: 'reader', reader: 'hana-reader', plugged: true });
    await status().toEqual(ready(true));
    await readAndProve(await reader.connect());
  });

  it('comes back when the process of the cards comes back', async () => {
    await room.stopServer();
    await status().toEqual(none);
    await room.startServer();
    await status().toEqual(ready(false));
    await lay('hana');
    await status().toEqual(ready(true));
    await readAndProve(await reader.connect());
  });

  it('starts before the process of the cards is there', async () => {
    await room.stopServer();
    const early = open();
    await early.start();
    expect(early.status).toEqual(none);
    await room.startServer();
    await status(early).toEqual(ready(false));
  });

  it('stays quiet after stop', async () => {
    await reader.stop();
    expect(reader.status).toEqual(none);
    await lay('hana');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(reader.status).toEqual(none);
  });
});
