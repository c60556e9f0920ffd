import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PcscReader } from '../../../reader-agent/src/readers/pcsc/backend.ts';
import { passedOverByName } from '../../../reader-agent/src/readers/pcsc/reader-choice.ts';
import { codeOfPcscError, pcscErrorName } from '../../../reader-agent/src/readers/pcsc-errors.ts';

describe('PC/SC errors', () => {
  it.each([
    [0x80100069, 'card.removed'],
    [0x8010000c, 'card.removed'],
    [0x80100068, 'card.unreadable'],
    [0x8010002f, 'card.unreadable'],
    [0x80100016, 'card.unreadable'],
    [0x80100066, 'card.unreadable'],
    [0x80100067, 'card.unreadable'],
    [0x8010000f, 'card.unreadable'],
    [0x8010000b, 'reader.busy'],
    [0x8010001d, 'reader.service-missing'],
    [0x80100013, 'reader.service-missing'],
    [0x80100003, 'reader.service-missing'],
    [0x8010002e, 'reader.none'],
    [0x80100017, 'reader.none'],
    [0x8010006a, 'reader.permission'],
  ])('%i is %s', (value, code) => {
    const name = pcscErrorName(`SCardTransmit error: some words.(0x${value.toString(16)})`);
    expect(codeOfPcscError(name ?? '')).toBe(code);
  });

  it('takes an unknown error for a failed reader, never for a fault of the card', () => {
    expect(pcscErrorName('Card Reader not connected')).toBeUndefined();
    expect(codeOfPcscError('SCARD_F_SOMETHING_NEW')).toBe('reader.failed');
  });
});

describe('a reader’s name', () => {
  it.each([
    ['SONY FeliCa RC-S300/P 00 00', undefined, undefined],
    ['ACS ACR1252 Dual Reader SAM 01 00', undefined, 'security-module'],
    ['ACS ACR1252 Dual Reader PICC 00 00', 'acr1252', undefined],
    ['SONY FeliCa RC-S300/P 00 00', 'ACR1252', 'other-name'],
    ['SAMSUNG Reader 00 00', undefined, undefined],
  ])('%s with filter %s: %s', (name, filter, passedOver) => {
    expect(passedOverByName(name, filter)).toBe(passedOver);
  });
});

describe('the child process', { timeout: 30_000 }, () => {
  let folder: string;
  let reader: PcscReader | undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chanoma-child-'));
  });
  afterEach(async () => {
    await reader?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A program in the child's place; `count` tells how often it was started. */
  function child(source: string): { program: URL; environment: NodeJS.ProcessEnv; count: string } {
    const file = join(folder, 'child.mjs');
    const count = join(folder, 'count');
    const counting = `import { appendFileSync, readFileSync } from 'node:fs';
appendFileSync(${JSON.stringify(count)}, '.');
const start = readFileSync(${JSON.stringify(count)}, 'utf8').length;
const tell = (message) => process.send(message);
const ready = { type: 'status', status: { state: 'ready', card: true } };
process.on('disconnect', () => process.exit(0));
`;
    writeFileSync(file, counting + source);
    return { program: pathToFileURL(file), environment: process.env, count };
  }

  const status = () => expect.poll(() => reader?.status, { timeout: 15_000 });
  const answersPings = `process.on('message', ({ type, id }) => {
  if (type === 'ping') tell({ type: 'pong' });
  if (type === 'connect' || type === 'disconnect') tell({ type: 'answer', id, response: '' });
  if (type === 'transmit' && start > 1) tell({ type: 'answer', id, response: '9000' });
  if (type === 'stop') process.exit(0);
});
tell(ready);
`;

  it('is killed and replaced when it freezes', async () => {
    const frozen = `if (start > 1) { ${answersPings} } else { tell(ready); setTimeout(() => { for (;;); }, 100); }`;
    reader = new PcscReader({ ...child(frozen), pingInterval: 100 });
    await reader.start();
    expect(reader.status).toEqual({ state: 'ready', card: true });
    await status().toEqual({ state: 'missing', code: 'reader.failed', card: false });
    await status().toEqual({ state: 'ready', card: true });
    const connection = await reader.connect();
    expect(Buffer.from(await connection.transmit(Uint8Array.of(0, 0xa4, 4, 0))).toString('hex')).toBe('9000');
  });

  it('is replaced without a word when it freezes while no card lies there', async () => {
    const empty = `ready.status.card = false; if (start > 1) { ${answersPings} } else { tell(ready); setTimeout(() => { for (;;); }, 100); }`;
    const { count, ...program } = child(empty);
    reader = new PcscReader({ ...program, pingInterval: 100 });
    await reader.start();
    const changes: unknown[] = [];
    reader.on('changed', (change) => changes.push(change));
    await expect.poll(() => readFileSync(count, 'utf8'), { timeout: 15_000 }).toBe('..');
    await expect
      .poll(() => reader?.connect().catch((error) => error.code), { timeout: 15_000 })
      .toBe('card.removed');
    expect(changes).toEqual([]);
  });

  it('is a failed reader, card or not, when no child comes after it', async () => {
    const dying = `ready.status.card = false; if (start === 1) { tell(ready); setTimeout(() => process.exit(1), 100); } else setTimeout(() => {}, 60_000);`;
    reader = new PcscReader({ ...child(dying), quietLimit: 200 });
    await reader.start();
    expect(reader.status).toEqual({ state: 'ready', card: false });
    await status().toEqual({ state: 'missing', code: 'reader.failed', card: false });
  });

  it('tells the next child which readers were seen without a card, and that one was left open', async () => {
    const telling = `import { writeFileSync } from 'node:fs';
writeFileSync(${JSON.stringify(join(folder, 'options'))}, process.argv[2]);
tell({ type: 'readers', readers: [], emptied: ['Reader A'] });
process.on('message', ({ id }) => {
  tell({ type: 'answer', id, response: '' });
  setTimeout(() => process.exit(1), 100);
});
tell(ready);`;
    reader = new PcscReader(child(telling));
    await reader.start();
    await reader.connect();
    const options = () => JSON.parse(readFileSync(join(folder, 'options'), 'utf8') || '{}');
    await expect.poll(options, { timeout: 15_000 }).toEqual({ emptied: ['Reader A'], powerOff: true });
  });

  it('is replaced when a command exceeds its limit, and the command fails', async () => {
    reader = new PcscReader({ ...child(answersPings), transmitLimit: 300 });
    await reader.start();
    const connection = await reader.connect();
    await expect(connection.transmit(Uint8Array.of(0, 0xa4, 4, 0))).rejects.toMatchObject({
      code: 'card.unreadable',
    });
    await connection.close();
    await status().toEqual({ state: 'missing', code: 'reader.failed', card: false });
    await status().toEqual({ state: 'ready', card: true });
    const next = await reader.connect();
    expect(await next.transmit(Uint8Array.of(0, 0xa4, 4, 0))).toHaveLength(2);
  });

  it('is replaced when it crashes, and what waited fails', async () => {
    const crashing = `if (start === 1) process.on('message', ({ type }) => { if (type === 'transmit') process.kill(process.pid, 'SIGKILL'); });
${answersPings}`;
    reader = new PcscReader(child(crashing));
    await reader.start();
    const connection = await reader.connect();
    await expect(connection.transmit(Uint8Array.of(0, 0xa4, 4, 0))).rejects.toMatchObject({
      code: 'reader.failed',
    });
    await status().toEqual({ state: 'ready', card: true });
  });

  /** The real program, in a place where only the packages can be found that the test puts there. */
  function realChild(nfcPcsc?: string): URL {
    cpSync(new URL('../../../reader-agent/src/readers/', import.meta.url).pathname, folder, {
      recursive: true,
    });
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    if (nfcPcsc !== undefined) {
      const place = join(folder, 'node_modules/nfc-pcsc');
      mkdirSync(place, { recursive: true });
      writeFileSync(join(place, 'package.json'), '{"type":"module","exports":"./index.js"}');
      writeFileSync(join(place, 'index.js'), `import { EventEmitter } from 'node:events';\n${nfcPcsc}`);
    }
    return pathToFileURL(join(folder, 'pcsc', 'child.ts'));
  }

  it('says that the driver is missing when nfc-pcsc cannot be loaded', async () => {
    reader = new PcscReader({ program: realChild() });
    await reader.start();
    const missing = { state: 'missing', code: 'reader.driver-missing', card: false };
    expect(reader.status).toEqual(missing);
    await expect(reader.connect()).rejects.toMatchObject({ code: 'reader.driver-missing' });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(reader.status).toEqual(missing);
  });

  describe('with pcscd', () => {
    let service: Server;
    let environment: NodeJS.ProcessEnv;
    beforeEach(async () => {
      const socket = join(folder, 'pcscd.comm');
      environment = { ...process.env, PCSCLITE_CSOCK_NAME: socket };
      service = createServer().listen(socket);
      await new Promise((resolve) => service.once('listening', resolve));
    });
    afterEach(() => void service.close());

    it('says that this user may not use it', async () => {
      const program = realChild(`export class NFC extends EventEmitter {
  constructor() { super(); throw new Error('SCardEstablishContext error: Access denied.(0x8010006a)'); } }`);
      reader = new PcscReader({ program, environment });
      await reader.start();
      expect(reader.status).toEqual({ state: 'missing', code: 'reader.permission', card: false });
    });

    it('goes on with one reader when the other is pulled, and starts anew when pcscd fails', async () => {
      const low = `const low = (name) => Object.assign(new EventEmitter(), { name, connected: false,
  SCARD_STATE_PRESENT: 32, SCARD_STATE_MUTE: 512, SCARD_STATE_EXCLUSIVE: 128, SCARD_STATE_INUSE: 256 });
const reader = (name) => Object.assign(new EventEmitter(), { name, reader: low(name) });
const error = (code) => new Error('SCardGetStatusChange error: no.(' + code + ')');
export class NFC extends EventEmitter { constructor() { super(); setImmediate(() => {
  const [one, other] = [reader('One 00 00'), reader('Other 01 00')];
  for (const each of [one, other]) { this.emit('reader', each); each.reader.emit('status', { state: 0 }); }
  setTimeout(() => one.reader.emit('status', { state: 32 }), 100);
  setTimeout(() => one.emit('error', error('0x80100017')), 600);
  setTimeout(() => other.emit('error', error('0x8010001d')), 1200);
}); } }`;
      reader = new PcscReader({ program: realChild(low), environment });
      const changes: unknown[] = [];
      reader.on('changed', (change) => changes.push(change));
      await reader.start();
      const one = { name: 'One 00 00', card: 'present', chosen: true };
      const other = { name: 'Other 01 00', card: 'absent', chosen: false };
      await expect.poll(() => reader?.readers, { timeout: 10_000 }).toEqual([one, other]);
      await expect.poll(() => reader?.readers, { timeout: 10_000 }).toEqual([other]);
      expect(reader.status).toEqual({ state: 'ready', card: false });
      await expect
        .poll(() => changes, { timeout: 10_000 })
        .toContainEqual({
          state: 'missing',
          code: 'reader.none',
          card: false,
        });
      await status().toEqual({ state: 'ready', card: true });
    });
  });

  it('is a failed reader when it ends without a word', async () => {
    reader = new PcscReader(child('process.exit(1);'));
    await reader.start();
    expect(reader.status).toEqual({ state: 'missing', code: 'reader.failed', card: false });
  });

  it('is a failed reader when it cannot be started at all, and is tried again', async () => {
    const { execPath } = process;
    reader = new PcscReader(child(answersPings));
    try {
      process.execPath = join(folder, 'no-node');
      await reader.start();
      expect(reader.status).toEqual({ state: 'missing', code: 'reader.failed', card: false });
    } finally {
      process.execPath = execPath;
    }
    await status().toEqual({ state: 'ready', card: true });
  });

  it('maps the failure that it reports', async () => {
    const busy = `process.on('message', ({ type, id }) => {
  if (type === 'connect') tell({ type: 'failure', id, error: 'SCARD_E_SHARING_VIOLATION' });
  if (type === 'stop') process.exit(0);
});
tell(ready);`;
    reader = new PcscReader(child(busy));
    await reader.start();
    await expect(reader.connect()).rejects.toMatchObject({ code: 'reader.busy' });
  });

  it('ends with stop, even if it does not listen', async () => {
    reader = new PcscReader(child(`tell(ready); setTimeout(() => { for (;;); }, 50);`));
    await reader.start();
    await new Promise((resolve) => setTimeout(resolve, 100));
    await reader.stop();
    expect(reader.status.state).toBe('missing');
  });
});
