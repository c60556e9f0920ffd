import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PcscReader } from '../../../reader-agent/src/readers/pcsc/backend.ts';
import { takesCards } from '../../../reader-agent/src/readers/pcsc/reader-choice.ts';
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
  ])('%i is %s', (value, code) => {
    const name = pcscErrorName(`SCardTransmit error: some words.(0x${value.toString(16)})`);
    expect(codeOfPcscError(name ?? '')).toBe(code);
  });

  it('takes an unknown error for a failed reader, never for a fault of the card', () => {
    expect(pcscErrorName('Card Reader not connected')).toBeUndefined();
    expect(codeOfPcscError('SCARD_F_SOMETHING_NEW')).toBe('reader.failed');
  });
});

describe('which readers take cards', () => {
  it.each([
    ['SONY FeliCa RC-S300/P 00 00', undefined, true],
    ['ACS ACR1252 Dual Reader SAM 01 00', undefined, false],
    ['ACS ACR1252 Dual Reader PICC 00 00', 'acr1252', true],
    ['SONY FeliCa RC-S300/P 00 00', 'ACR1252', false],
    ['SAMSUNG Reader 00 00', undefined, true],
  ])('%s with filter %s: %s', (name, filter, takes) => {
    expect(takesCards(name, filter)).toBe(takes);
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

  it('says that the driver is missing when nfc-pcsc cannot be loaded', async () => {
    // The real program, in a place from which no package can be found.
    const sources = new URL('../../../reader-agent/src/readers/', import.meta.url).pathname;
    cpSync(sources, folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    reader = new PcscReader({ program: pathToFileURL(join(folder, 'pcsc', 'child.ts')) });
    await reader.start();
    const missing = { state: 'missing', code: 'reader.driver-missing', card: false };
    expect(reader.status).toEqual(missing);
    await expect(reader.connect()).rejects.toMatchObject({ code: 'reader.driver-missing' });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(reader.status).toEqual(missing);
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
