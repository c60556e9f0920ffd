import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CardFile } from '../../mock-platform/src/protocol/card-reader.ts';
import { readCard } from '../../reader-agent/src/card/read.ts';
import { PcscReader } from '../../reader-agent/src/readers/pcsc/backend.ts';
import { askService } from '../../reader-agent/src/readers/pcsc/service.ts';
import type { CardConnection, ReaderStatus } from '../../reader-agent/src/readers/reader.ts';
import { residentCard, testCard } from '../mock-platform/card/fixture.ts';
import { OddCard } from './odd-card.ts';
import { askAsOtherProgram, signWithoutPin } from './other-program.ts';
import { PrivatePcscd } from './pcscd.ts';
import { childrenRunning } from './processes.ts';
import { missing, titled } from './requirements.ts';
import { VirtualCards } from './virtual-card.ts';

const lacking = missing('pcscd', 'folder /run/pcscd', 'vsmartcard-vpcd', 'nfc-pcsc (built)');
const [firstSlot, secondSlot] = ['Test Reader 00 00', 'Test Reader 00 01'];
const contactless = '3b888001000005e0b381a1007f';

describe.skipIf(lacking.length > 0)(
  titled('two readers behind pcscd, vpcd and nfc-pcsc', lacking),
  { timeout: 60_000 },
  () => {
    let pcscd: PrivatePcscd;
    let cards: VirtualCards;
    let reader: PcscReader;
    let file: CardFile;
    const odd: OddCard[] = [];

    beforeAll(async () => {
      file = await testCard();
      pcscd = await PrivatePcscd.open();
      await pcscd.start();
      cards = await VirtualCards.start(pcscd.port, file, residentCard);
      reader = new PcscReader({ environment: pcscd.environment, transmitLimit: 5000, pingInterval: 800 });
      await reader.start();
    });
    afterEach(async () => {
      for (const card of odd.splice(0)) card.take();
      await cards.take('hana-reader').catch(() => undefined);
      await cards.take('kenji-reader').catch(() => undefined);
      await status().toEqual({ state: 'ready', card: false });
    });
    afterAll(async () => {
      await reader?.stop();
      await cards?.close();
      await pcscd?.close();
    });

    const patience = { timeout: 20_000, interval: 20 };
    const status = () => expect.poll(() => reader.status, patience);
    const seen = () =>
      expect.poll(() => Object.fromEntries(reader.readers.map((one) => [one.name, one])), patience);
    const codeOf = (work: Promise<unknown>) =>
      work.then(
        () => 'done',
        (error: { code?: string }) => error.code,
      );

    const child = () => childrenRunning('readers/pcsc/child.ts')[0]!;

    async function expectHana(connection: CardConnection): Promise<void> {
      const { certificate } = await readCard(connection);
      expect(Buffer.from(certificate).toString('base64')).toBe(file.authentication?.certificate);
    }

    it('go on with the card on one while the card on the other goes', async () => {
      await cards.lay(residentCard.name, 'kenji-reader');
      await seen().toMatchObject({ [secondSlot]: { card: 'present', chosen: true } });
      const resident = await reader.connect();
      await cards.lay('hana');
      await seen().toMatchObject({ [firstSlot]: { card: 'present' } });
      expect(await codeOf(readCard(resident))).toBe('card.resident-card');
      await resident.close();
      await cards.take('kenji-reader');
      await seen().toMatchObject({ [secondSlot]: { card: 'absent' }, [firstSlot]: { chosen: true } });
      const hana = await reader.connect();
      await cards.lay(residentCard.name, 'kenji-reader');
      await seen().toMatchObject({ [secondSlot]: { card: 'present' } });
      await cards.take('kenji-reader');
      await seen().toMatchObject({ [secondSlot]: { card: 'absent' } });
      await expectHana(hana);
      await cards.take();
      await status().toEqual({ state: 'ready', card: false });
      expect(await codeOf(readCard(hana))).toBe('card.removed');
    });

    it('find the Individual Number Card beside a card of another kind, whichever was laid first', async () => {
      odd.push(await OddCard.lay(pcscd.port + 1, contactless));
      await seen().toMatchObject({ [secondSlot]: { card: 'present' } });
      await cards.lay('hana');
      await seen().toMatchObject({ [firstSlot]: { card: 'present' } });
      const connection = await reader.connect();
      await expectHana(connection);
      await connection.close();
      // Nobody asked for anything else: the other card was not even selected.
      expect(odd[0]?.commands).toEqual([]);
      await cards.take();
      await seen().toMatchObject({ [firstSlot]: { card: 'absent' } });
      const other = await reader.connect();
      expect(await codeOf(readCard(other))).toBe('card.other');
      await other.close();
    });

    it('name cards of which one does not answer the reset, and one garbles its answer', async () => {
      const atrs = [contactless + '00'.repeat(21), 'ffffff'];
      odd.push(...(await Promise.all(atrs.map((atr, slot) => OddCard.lay(pcscd.port + slot, atr)))));
      await seen().toMatchObject({ [firstSlot]: { chosen: false }, [secondSlot]: { chosen: true } });
      expect(await codeOf(reader.connect())).toBe('card.unreadable');
    });

    it('are busy while another program holds the card, and heal when it lets go', async () => {
      await cards.lay('hana');
      await status().toEqual({ state: 'ready', card: true });
      const other = new PcscReader({ environment: pcscd.environment, everyCard: true });
      await other.start();
      await expect.poll(() => other.status, patience).toEqual({ state: 'ready', card: true });
      const held = await other.connect();
      expect(await codeOf(reader.connect())).toBe('reader.busy');
      await status().toEqual({ state: 'missing', code: 'reader.busy', card: false });
      await held.close();
      await status().toEqual({ state: 'ready', card: true });
      await other.stop();
      const connection = await reader.connect();
      await expectHana(connection);
      await connection.close();
    });

    it.each([
      ['at the end', (connection: CardConnection) => connection.close()],
      ['when the child is killed', async () => process.kill(child(), 'SIGKILL')],
      [
        'when the agent is gone',
        async () => (reader as unknown as { child: ChildProcess }).child.disconnect(),
      ],
    ])('leave no verified PIN behind %s: another program finds the key locked', async (_, end) => {
      await cards.lay('hana');
      await status().toEqual({ state: 'ready', card: true });
      const send = async (connection: CardConnection, apdu: string) =>
        Buffer.from(await connection.transmit(Buffer.from(apdu, 'hex'))).toString('hex');
      const connection = await reader.connect();
      await readCard(connection);
      expect(await send(connection, '00A4020C020018')).toBe('9000');
      expect(await send(connection, '002000800431323334')).toBe('9000');
      const gone = Promise.race([once(reader, 'changed'), delay(500)]);
      await end(connection);
      await gone;
      await status().toEqual({ state: 'ready', card: true });
      expect((await askAsOtherProgram(pcscd.environment, ...signWithoutPin)).at(-1)).toBe('6982');
    });

    it('are watched: a frozen child is noticed within seconds, and the next one finds the card', async () => {
      await cards.lay('hana');
      await status().toEqual({ state: 'ready', card: true });
      const connection = await reader.connect();
      const start = Date.now();
      const noticed = new Promise<ReaderStatus>((resolve) => reader.once('changed', resolve));
      process.kill(child(), 'SIGSTOP');
      expect(await noticed).toEqual({ state: 'missing', code: 'reader.failed', card: false });
      const seconds = (Date.now() - start) / 1000;
      expect(seconds).toBeLessThan(15);
      console.info(`frozen child noticed after ${seconds.toFixed(1)} s`);
      expect(await codeOf(readCard(connection))).toMatch(/^(card\.removed|reader\.failed)$/);
      await status().toEqual({ state: 'ready', card: true });
      const next = await reader.connect();
      await expectHana(next);
      await next.close();
    });
  },
);

describe('the socket of pcscd', () => {
  it('is missing, refuses this user or accepts', { timeout: 20_000 }, async () => {
    const pcscd = await PrivatePcscd.open();
    const path = join(pcscd.folder, 'guarded.comm');
    expect(await askService(path)).toBe('missing');
    const server = createServer().listen(path);
    await new Promise((resolve) => server.once('listening', resolve));
    expect(await askService(path)).toBe('accepts');
    chmodSync(path, 0o600);
    chmodSync(pcscd.folder, 0o711);
    const user = process.geteuid?.();
    try {
      // Nothing is forbidden to root.
      if (user === 0) process.seteuid?.(65534);
      else chmodSync(path, 0);
      expect(await askService(path)).toBe('refuses');
    } finally {
      if (user === 0) process.seteuid?.(0);
    }
    server.close();
    await pcscd.close();
  });
});
