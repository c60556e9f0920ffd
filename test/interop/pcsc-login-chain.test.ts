import { execFile } from 'node:child_process';
import { verify } from 'node:crypto';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CardFile } from '../../mock-platform/src/protocol/card-reader.ts';
import { readCard } from '../../reader-agent/src/card/read.ts';
import { proveWithSurface } from '../../reader-agent/src/card/surface.ts';
import { PcscReader } from '../../reader-agent/src/readers/pcsc/backend.ts';
import { publicKeyOf, residentCard, testCard } from '../mock-platform/card/fixture.ts';
import { PrivatePcscd } from './pcscd.ts';
import { missing, titled } from './requirements.ts';
import { VirtualCards } from './virtual-card.ts';

const lacking = missing('pcscd', 'folder /run/pcscd', 'vsmartcard-vpcd', 'nfc-pcsc (built)', 'opensc');
const title = titled('a login through pcscd, vpcd and nfc-pcsc', lacking);
const message = Buffer.from('chanoma-login-v1\nnonce\nbox');

describe.skipIf(lacking.length > 0)(title, { timeout: 60_000 }, () => {
  let pcscd: PrivatePcscd;
  let cards: VirtualCards;
  let reader: PcscReader;
  let file: CardFile;

  beforeAll(async () => {
    file = await testCard();
    pcscd = await PrivatePcscd.open();
    cards = await VirtualCards.start(pcscd.port, file, residentCard);
    reader = new PcscReader({
      environment: pcscd.environment,
      transmitLimit: 2500,
      readerName: 'test reader',
    });
    await reader.start();
  }, 60_000);
  afterAll(async () => {
    await reader?.stop();
    await cards?.close();
    await pcscd?.close();
  });

  const status = () => expect.poll(() => reader.status, { timeout: 20_000 });

  async function readAndProve(): Promise<void> {
    const connection = await reader.connect();
    try {
      const { certificate } = await readCard(connection);
      expect(Buffer.from(certificate).toString('base64')).toBe(file.authentication?.certificate);
      const signature = await proveWithSurface(connection, '190403', message);
      expect(verify('sha256', message, publicKeyOf(file.surface!.privateKey), signature)).toBe(true);
    } finally {
      await connection.close();
    }
  }

  it('names the layer that is missing, and sees the service when it comes', async () => {
    await status().toEqual({ state: 'missing', code: 'reader.service-missing', card: false });
    await expect(reader.connect()).rejects.toMatchObject({ code: 'reader.service-missing' });
    await pcscd.start();
    await status().toEqual({ state: 'ready', card: false });
    await expect(reader.connect()).rejects.toMatchObject({ code: 'card.removed' });
  });

  it('reads the certificate and has the card prove itself, twice on the same card', async () => {
    await cards.lay('hana');
    await status().toEqual({ state: 'ready', card: true });
    await readAndProve();
    await readAndProve();
  });

  it('holds the card alone, and takes its power at the end', async () => {
    const connection = await reader.connect();
    await readCard(connection);
    const pin = await connection.transmit(Buffer.from('002000980431323334', 'hex'));
    expect(Buffer.from(pin).toString('hex')).toBe('9000');
    const command = ['-r0', '--send-apdu', '00A4040C0AD392F000260100000001'];
    const other = await promisify(execFile)('opensc-tool', command, { env: pcscd.environment }).catch(
      (error) => error as { stdout: string; stderr: string },
    );
    expect(other.stdout + other.stderr).toContain('in use');
    const second = new PcscReader({ environment: pcscd.environment, everyCard: true });
    await second.start();
    await expect.poll(() => second.status, { timeout: 20_000 }).toEqual({ state: 'ready', card: true });
    await expect(second.connect()).rejects.toMatchObject({ code: 'reader.busy' });
    await second.stop();
    await connection.close();
    const next = await reader.connect();
    await readCard(next);
    const locked = await next.transmit(Buffer.from('802A0097010000', 'hex'));
    expect(Buffer.from(locked).toString('hex')).toBe('6982');
    await next.close();
  });

  it('heals when pcscd is killed and started again', async () => {
    const connection = await reader.connect();
    await readCard(connection);
    await pcscd.kill();
    await status().toMatchObject({ state: 'missing', code: 'reader.service-missing' });
    await expect(readCard(connection)).rejects.toMatchObject({ code: 'reader.service-missing' });
    await connection.close();
    await pcscd.start();
    await status().toEqual({ state: 'ready', card: true });
    await readAndProve();
  });

  it('notices a card that is taken away', async () => {
    const connection = await reader.connect();
    await cards.take();
    await status().toEqual({ state: 'ready', card: false });
    await expect(readCard(connection)).rejects.toMatchObject({ code: 'card.removed' });
    await connection.close();
  });

  it('calls it a removal, too, when the next command comes before anybody noticed', async () => {
    await cards.lay('hana');
    await status().toEqual({ state: 'ready', card: true });
    const connection = await reader.connect();
    await readCard(connection);
    await cards.take();
    await expect(readCard(connection)).rejects.toMatchObject({ code: 'card.removed' });
    await connection.close();
    await status().toEqual({ state: 'ready', card: false });
  });

  it('survives a card taken away in the middle of a command', async () => {
    await cards.misbehave('hana', { removedAfterApdus: 4 });
    await cards.lay('hana');
    await status().toEqual({ state: 'ready', card: true });
    const connection = await reader.connect();
    await expect(readCard(connection)).rejects.toMatchObject({
      code: expect.stringMatching(/^card\.(removed|unreadable)$/),
    });
    await connection.close();
    await status().toEqual({ state: 'ready', card: false });
    await cards.misbehave('hana', {});
    await cards.lay('hana');
    await status().toEqual({ state: 'ready', card: true });
    await readAndProve();
    await cards.take();
  });

  it('gives up on a card that never answers, and works again afterwards', async () => {
    await status().toEqual({ state: 'ready', card: false });
    await cards.misbehave('hana', { delayMs: 60_000 });
    await cards.lay('hana');
    await status().toEqual({ state: 'ready', card: true });
    const connection = await reader.connect();
    await expect(readCard(connection)).rejects.toMatchObject({ code: 'card.unreadable' });
    await connection.close();
    await cards.take();
    await cards.misbehave('hana', {});
    await cards.lay('hana');
    await status().toEqual({ state: 'ready', card: true });
    await readAndProve();
    await cards.take();
  });

  it('tells that the card in use went, though another one lies on a second reader', async () => {
    const second = await VirtualCards.start(pcscd.port + 1, residentCard);
    try {
      await cards.lay('hana');
      await status().toEqual({ state: 'ready', card: true });
      await readAndProve();
      await second.lay('old-resident-card');
      // Two looks of pcscd, so that the second card is known; the first stays the one in use.
      await new Promise((resolve) => setTimeout(resolve, 900));
      await readAndProve();
      const seen: boolean[] = [];
      reader.on('changed', ({ card }) => seen.push(card));
      await cards.take();
      await expect.poll(() => seen, { timeout: 20_000 }).toEqual([false, true]);
      const connection = await reader.connect();
      await expect(readCard(connection)).rejects.toMatchObject({ code: 'card.resident-card' });
      await connection.close();
    } finally {
      reader.removeAllListeners('changed');
      await second.close();
    }
    await status().toEqual({ state: 'ready', card: false });
  });

  it('knows an old 住基カード', async () => {
    await status().toEqual({ state: 'ready', card: false });
    await cards.lay('old-resident-card');
    await status().toEqual({ state: 'ready', card: true });
    const connection = await reader.connect();
    await expect(readCard(connection)).rejects.toMatchObject({ code: 'card.resident-card' });
    await connection.close();
  });
});
