import { verify } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CardFile } from '../../mock-platform/src/protocol/card-reader.ts';
import { readCard } from '../../reader-agent/src/card/read.ts';
import { proveWithSurface } from '../../reader-agent/src/card/surface.ts';
import { failures } from '../../reader-agent/src/protocol/failures.ts';
import { PcscReader } from '../../reader-agent/src/readers/pcsc/backend.ts';
import type { CardConnection, ReaderStatus } from '../../reader-agent/src/readers/reader.ts';
import { type Chance, onSeed } from '../chance.ts';
import { publicKeyOf, testCard } from '../mock-platform/card/fixture.ts';
import { PrivatePcscd } from './pcscd.ts';
import { childrenRunning, megabytesOf, openFilesOf } from './processes.ts';
import { missing, titled } from './requirements.ts';
import { VirtualCards } from './virtual-card.ts';

const lacking = missing('pcscd', 'folder /run/pcscd', 'vsmartcard-vpcd', 'nfc-pcsc (built)');
const message = Buffer.from('chanoma-login-v1\nnonce\nbox');
const childProgram = 'readers/pcsc/child.ts';
const knownCodes = Object.keys(failures);
/** A card slow enough that disturbances fall into the reading. */
const delayMs = 30;
const calmRounds = 20;
const killRounds = 50;
const roughRounds = 10;
const cycles = 200;

type Disturbance = 'nothing' | 'card taken' | 'card taken in a command' | 'pcscd killed' | 'child killed';
const gentle: readonly Disturbance[] = ['nothing', 'card taken', 'card taken', 'card taken in a command'];
const rough: readonly Disturbance[] = [...gentle, 'child killed', 'child killed'];

describe.skipIf(lacking.length > 0)(titled('the pcsc reader in a long soak', lacking), () => {
  let pcscd: PrivatePcscd;
  let cards: VirtualCards;
  let reader: PcscReader;
  let file: CardFile;

  beforeAll(async () => {
    file = await testCard();
    pcscd = await PrivatePcscd.open();
    await pcscd.start();
    cards = await VirtualCards.start(pcscd.port, file);
    reader = new PcscReader({ environment: pcscd.environment, transmitLimit: 5000 });
    await reader.start();
  }, 60_000);
  afterAll(async () => {
    await reader?.stop();
    await cards?.close();
    await pcscd?.close();
  });

  const until = (card: boolean) =>
    expect.poll(() => reader.status, { timeout: 20_000, interval: 20 }).toEqual({ state: 'ready', card });
  const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

  /** One login’s worth of commands: `proved`, or the code it failed with. */
  async function readAndProve(): Promise<string> {
    let connection: CardConnection | undefined;
    try {
      connection = await reader.connect();
      const { certificate } = await readCard(connection);
      expect(Buffer.from(certificate).toString('base64')).toBe(file.authentication?.certificate);
      const signature = await proveWithSurface(connection, '190403', message);
      expect(verify('sha256', message, publicKeyOf(file.surface!.privateKey), signature)).toBe(true);
      return 'proved';
    } catch (error) {
      const { code } = error as { code?: string };
      if (code === undefined || !knownCodes.includes(code)) throw error;
      return code;
    } finally {
      await connection?.close();
    }
  }

  /** Resolves when the disturbance has happened and, after a kill, the reader has noticed it. */
  async function disturb(what: Disturbance, chance: Chance): Promise<void> {
    let tell: (status: ReaderStatus) => void = () => undefined;
    const noticed = new Promise<void>((resolve) => {
      tell = ({ state }) => state === 'missing' && resolve();
    });
    reader.on('changed', tell);
    await pause(chance.below(12 * delayMs));
    if (what === 'card taken') await cards.take();
    if (what === 'pcscd killed') {
      await pcscd.kill();
      await pause(chance.below(700));
      await pcscd.start();
    }
    if (what === 'child killed')
      for (const pid of childrenRunning(childProgram)) process.kill(pid, 'SIGKILL');
    if (what.endsWith('killed')) await noticed;
    reader.off('changed', tell);
  }

  /** Brings things back as people would, and expects the reader to find its own way. */
  async function mend(what: Disturbance): Promise<void> {
    if (what === 'card taken in a command') {
      await cards.misbehave('hana', { delayMs });
      await cards.take();
    }
    if (what.startsWith('card taken')) {
      await until(false);
      await cards.lay('hana');
    }
    await until(true);
    expect(await readAndProve()).toBe('proved');
  }

  async function round(what: Disturbance, chance: Chance): Promise<string> {
    await until(false);
    await cards.misbehave('hana', {
      delayMs,
      ...(what === 'card taken in a command' && { removedAfterApdus: 1 + chance.below(12) }),
    });
    await cards.lay('hana');
    await until(true);
    const [outcome] = await Promise.all([readAndProve(), disturb(what, chance)]);
    if (what === 'nothing') expect(outcome).toBe('proved');
    else await mend(what);
    await cards.take();
    await until(false);
    expect(childrenRunning(childProgram)).toHaveLength(1);
    return outcome;
  }

  async function rounds(count: number, what: readonly Disturbance[]): Promise<void> {
    const outcomes: Record<string, number> = {};
    await onSeed(async (chance, note) => {
      for (let number = 1; number <= count; number += 1) {
        const disturbance = chance.pick(what);
        note(`round ${number}: ${disturbance}`);
        const outcome = await round(disturbance, chance);
        note(outcome);
        const line = `${disturbance}: ${outcome}`;
        outcomes[line] = (outcomes[line] ?? 0) + 1;
      }
    });
    console.info(outcomes);
  }

  it(`heals after each of ${calmRounds} cards, in one child that does not grow`, async () => {
    await rounds(3, ['nothing']);
    const [child] = childrenRunning(childProgram) as [number];
    const before = { megabytes: megabytesOf(child), files: openFilesOf(child) };
    await rounds(calmRounds, gentle);
    expect(childrenRunning(childProgram)).toEqual([child]);
    expect(openFilesOf(child)).toBeLessThanOrEqual(before.files + 1);
    expect(megabytesOf(child)).toBeLessThan(before.megabytes + 30);
  }, 300_000);

  it(`heals each of ${killRounds} times that pcscd is killed, and after its child is, and keeps nothing open`, async () => {
    const before = { megabytes: megabytesOf(process.pid), files: openFilesOf(process.pid) };
    const listeners = reader.listenerCount('changed');
    await rounds(killRounds, ['pcscd killed']);
    await rounds(roughRounds, rough);
    expect(reader.listenerCount('changed')).toBe(listeners);
    const after = { megabytes: megabytesOf(process.pid), files: openFilesOf(process.pid) };
    console.info('after all kills', { before, after });
    expect(after.files).toBeLessThanOrEqual(before.files + 3);
    expect(after.megabytes).toBeLessThan(before.megabytes + 80);
  }, 900_000);

  it(`tells each of ${cycles} cards that are laid and taken on two readers, once, and does not grow`, async () => {
    await until(false);
    const [child] = childrenRunning(childProgram) as [number];
    const size = () => ({ megabytes: megabytesOf(child), files: openFilesOf(child) });
    const told: boolean[] = [];
    const tell = ({ card }: ReaderStatus) => told.push(card);
    reader.on('changed', tell);
    const before = size();
    for (let cycle = 0; cycle < cycles; cycle += 1) {
      const place = cycle % 2 === 0 ? 'hana-reader' : 'kenji-reader';
      await cards.lay('hana', place);
      await until(true);
      await cards.take(place);
      await until(false);
    }
    reader.off('changed', tell);
    console.info(`${told.length / 2} cards told`, { before, after: size() });
    expect(told).toEqual(Array.from({ length: 2 * cycles }, (_, at) => at % 2 === 0));
    expect(childrenRunning(childProgram)).toEqual([child]);
    expect(size().files).toBeLessThanOrEqual(before.files + 1);
    expect(size().megabytes).toBeLessThan(before.megabytes + 30);
  }, 600_000);

  it('notices a frozen child within seconds, with the limits that a box has', async () => {
    await cards.misbehave('hana', {});
    await cards.lay('hana');
    await until(true);
    const [child] = childrenRunning(childProgram) as [number];
    const start = performance.now();
    const noticed = new Promise<void>((resolve) => reader.once('changed', () => resolve()));
    process.kill(child, 'SIGSTOP');
    await noticed;
    const seconds = (performance.now() - start) / 1000;
    console.info(`noticed after ${seconds.toFixed(1)} s`);
    expect(seconds).toBeLessThan(10);
    await until(true);
    expect(await readAndProve()).toBe('proved');
    await cards.take();
    await until(false);
  }, 60_000);

  it('leaves no child behind', async () => {
    await reader.stop();
    expect(childrenRunning(childProgram)).toEqual([]);
  });
});
