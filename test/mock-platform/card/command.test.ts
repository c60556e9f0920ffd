import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCardCommand } from '../../../mock-platform/src/card/command/run.ts';
import { announceSocket, withdrawSocket } from '../../../mock-platform/src/card/process/address.ts';
import { Room } from '../../../mock-platform/src/card/process/room.ts';
import { type CardServer, serveRoom } from '../../../mock-platform/src/card/process/server.ts';
import { CardStore } from '../../../mock-platform/src/card/process/store.ts';
import { damagedCard, testCard, transitCard, writeCard } from './fixture.ts';

const data = mkdtempSync(join(tmpdir(), 'chanoma-card-command-'));
const cards = join(data, 'cards');
const socket = join(data, 's');
let house: CardServer | undefined;

/** Runs one command line. */
async function card(...args: string[]): Promise<{ code: number; said: string; complained: string }> {
  const said: string[] = [];
  const complained: string[] = [];
  const code = await runCardCommand(
    args,
    (line) => said.push(line),
    (line) => complained.push(line),
  );
  return { code, said: said.join('\n'), complained: complained.join('\n') };
}
const inHouse = (...args: string[]) => card(...args, '--data', data);
const listed = async () => JSON.parse((await inHouse('list', '--json')).said);

async function openHouse(): Promise<void> {
  house = await serveRoom(new Room(new CardStore(cards), ['hana-reader', 'kenji-reader']), socket);
  announceSocket(cards, socket);
}

beforeAll(async () => {
  mkdirSync(cards);
  for (const file of [await testCard(), await testCard({ name: 'minoru', generation: 'next' })]) {
    writeCard(cards, file);
  }
  writeCard(cards, transitCard);
  writeCard(cards, damagedCard);
});
afterAll(async () => {
  await house?.close();
  rmSync(data, { recursive: true });
});

describe('without a running house', () => {
  it('lists the cards on disk as exactly name, kind and state', async () => {
    expect(await listed()).toEqual([
      { name: 'damaged', kind: 'damaged-card', state: 'tray' },
      { name: 'hana', kind: 'individual-number-card', state: 'tray' },
      { name: 'minoru', kind: 'next-generation-card', state: 'tray' },
      { name: 'transit', kind: 'transit-card', state: 'tray' },
    ]);
  });

  it('shows people a table that tells which cards misbehave', async () => {
    const { said } = await inHouse('list');
    expect(said.split('\n')[0]).toMatch(/^NAME +KIND +STATE$/);
    expect(said).toMatch(/^damaged +damaged-card +tray +misbehaves: mute \(no answer to reset\)$/m);
    expect(said).toMatch(/^hana +individual-number-card +tray$/m);
  });

  it('lists one card file', async () => {
    const { said } = await card('list', '--json', '--file', join(cards, 'hana.json'));
    expect(JSON.parse(said)).toEqual([{ name: 'hana', kind: 'individual-number-card', state: 'tray' }]);
  });

  it.each([
    [['insert', 'hana', '--data', data], 1, 'Start it with "npm start"'],
    [['list', '--data', join(data, 'nowhere')], 1, 'there are no cards in'],
    [['list', '--file', join(data, 'nothing.json')], 1, 'is not a card file'],
    [
      ['serve', 'nobody', '--vpcd', '127.0.0.1:9', '--data', data],
      1,
      'There are: damaged, hana, minoru, transit.',
    ],
  ])('%j fails with a remedy', async (args, code, words) => {
    expect(await card(...args)).toMatchObject({ code, complained: expect.stringContaining(words) });
  });

  it('takes word of a house that died for no house', async () => {
    announceSocket(cards, socket);
    expect((await inHouse('remove')).complained).toContain('no house is running');
    expect(await listed()).toHaveLength(4);
    withdrawSocket(cards, socket);
  });
});

describe('the command line', () => {
  it.each([
    [['lie'], 'There are: list, insert, remove, misbehave, serve.'],
    [['list', '--colour'], "Unknown option '--colour'"],
    [['insert'], 'the name of a card is missing'],
    [['insert', 'hana', 'transit'], '"transit" is one too many'],
    [['serve', 'hana'], '--vpcd HOST:PORT is missing'],
    [['serve', 'hana', '--vpcd', 'localhost'], '--vpcd localhost: expected HOST:PORT'],
    [['serve', 'hana', '--vpcd', 'localhost:70000'], '--vpcd localhost:70000: expected HOST:PORT'],
    [['misbehave', 'hana'], 'either --well or how it misbehaves'],
    [['misbehave', 'hana', '--well', '--garbage'], 'either --well or how it misbehaves'],
    [['misbehave', 'hana', '--delay', 'long'], '--delay long: expected milliseconds'],
    [['misbehave', 'hana', '--mute', 'always'], '--mute always: expected reset or commands'],
    [['misbehave', 'hana', '--short', '256'], '--short 256: expected a number of bytes'],
    [['misbehave', 'hana', '--status', '90@1'], '--status 90@1: expected for instance 6984@3'],
    [['misbehave', 'hana', '--status', '6F00@0'], '--status 6F00@0: expected for instance'],
    [['misbehave', 'hana', '--status', '6F00@sing'], '--status 6F00@sing: expected for instance'],
  ])('%j is wrong by name', async (args, words) => {
    const { code, complained } = await card(...args);
    expect(complained).toContain(words);
    expect(code).toBe(2);
  });

  it('explains each command and its exit codes', async () => {
    for (const verb of [[], ['list'], ['insert'], ['remove'], ['misbehave'], ['serve']]) {
      const { code, said } = await card(...verb, '--help');
      expect(code).toBe(0);
      expect(said).toContain('Exit codes: 0 done; 1 it could not be done');
      for (const line of said.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
    }
  });
});

describe('with a running house', () => {
  beforeAll(openHouse);

  it('lays a card down and takes it off', async () => {
    expect(await inHouse('insert', 'hana')).toMatchObject({ code: 0, said: 'hana lies on hana-reader.' });
    expect(await listed()).toContainEqual({
      name: 'hana',
      kind: 'individual-number-card',
      state: 'on hana-reader',
    });
    expect((await inHouse('insert', 'transit')).complained).toContain(
      'card "hana" lies on hana-reader. Take it with "npm run card -- remove --reader hana-reader".',
    );
    expect((await inHouse('insert', 'transit', '--reader', 'attic')).complained).toContain(
      'There are: hana-reader, kenji-reader.',
    );
    expect((await inHouse('insert', 'nobody')).complained).toContain(
      'There are: damaged, hana, minoru, transit.',
    );
    expect((await inHouse('insert', 'hana', '--reader', 'kenji-reader')).complained).toContain(
      'card.elsewhere',
    );
    expect((await inHouse('serve', 'hana', '--vpcd', '127.0.0.1:9')).complained).toContain(
      'of the running house',
    );
    expect((await inHouse('insert', 'transit', '--reader', 'kenji-reader')).code).toBe(0);
    expect(await inHouse('remove')).toMatchObject({ code: 2 });
    expect((await inHouse('remove', '--reader', 'hana-reader')).said).toBe('hana is back in the tray.');
    expect((await inHouse('remove')).said).toBe('transit is back in the tray.');
    expect((await inHouse('remove')).said).toBe('No card lies on hana-reader.');
  });

  it('makes a card misbehave in every way at once, and well again', async () => {
    const every = [
      ...['--delay', '5', '--mute', 'commands', '--remove-after', '7', '--first-fails', '--garbage'],
      ...['--short', '16', '--certificate-bytes', '100', '--lengths', '6Cxx'],
      ...['--status', '6984@3', '--status', '6f00@read', '--status', '6A82@select:000a,always'],
      ...['--status', '6982@0xB0', '--status', '6A83@:0001', '--status', '6581'],
    ];
    expect((await inHouse('misbehave', 'hana', ...every)).said).toMatch(/from its next insertion on\.$/);
    const { said } = await inHouse('list');
    expect(said).toContain(
      'misbehaves: slow (5 ms); mute (answers no command); gone after 7 commands; 6984 at command 3, ' +
        '6F00 at read, 6A82 at select, file 000A, always, 6982 at read, 6A83 at file 0001, 6581 at any command; ' +
        'first command fails; short answers (16 bytes); certificates cut off after 100 bytes; lengths by 6Cxx; garbage',
    );
    await inHouse('misbehave', 'hana', '--well');
    await inHouse('misbehave', 'damaged', '--well');
    expect((await inHouse('list')).said).not.toContain('misbehaves');
  });
});

describe('serve', () => {
  const program = new URL('../../../mock-platform/src/card/command/main.ts', import.meta.url).pathname;
  let vpcd: Server;
  let port: number;

  beforeAll(async () => {
    vpcd = createServer().listen(0, '127.0.0.1');
    await once(vpcd, 'listening');
    ({ port } = vpcd.address() as { port: number });
  });
  afterAll(() => void vpcd.close());

  /** Sends a command to the card in the slot and gives its answer. */
  async function exchange(slot: Socket, command: string): Promise<string> {
    const answer = once(slot, 'data');
    slot.write(Buffer.from(command, 'hex'));
    return ((await answer)[0] as Buffer).toString('hex').slice(4);
  }

  it('lays a card on the virtual reader, keeps its tries in its file, and ends on SIGTERM', {
    timeout: 20_000,
  }, async () => {
    const own = join(data, 'own.json');
    writeFileSync(own, JSON.stringify(await testCard({ name: 'isamu' })));
    const args = ['serve', 'isamu', '--vpcd', `127.0.0.1:${port}`, '--file', own, '--status', '6F00@1'];
    const child = spawn(process.execPath, ['--import', 'tsx', program, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [slot] = (await once(vpcd, 'connection')) as [Socket];
    expect(await exchange(slot, '000104')).toBe('3b888001000005e0b381a1007f');
    const select = '000f00a4040c0ad392f000260100000001';
    expect(await exchange(slot, select)).toBe('6f00');
    expect(await exchange(slot, select)).toBe('9000');
    expect(await exchange(slot, '0009002000980439393939')).toBe('63c2');
    expect(JSON.parse(readFileSync(own, 'utf8')).pins.authentication.triesLeft).toBe(2);
    const left = once(slot, 'close');
    child.kill('SIGTERM');
    await left;
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('ends when the card goes by itself', async () => {
    const connection = once(vpcd, 'connection');
    const served = inHouse('serve', 'hana', '--vpcd', `127.0.0.1:${port}`, '--remove-after', '1');
    const [slot] = (await connection) as [Socket];
    await exchange(slot, '000f00a4040c0ad392f000260100000001');
    slot.write(Buffer.from('000500b0000000', 'hex'));
    expect(await served).toMatchObject({ code: 0, said: expect.stringContaining('hana is gone') });
  });

  it('says that no vpcd listens', { timeout: 10_000 }, async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const address = `127.0.0.1:${(closed.address() as { port: number }).port}`;
    await new Promise((resolve) => closed.close(resolve));
    const { code, complained } = await inHouse('serve', 'hana', '--vpcd', address);
    expect(complained).toBe(
      `no vpcd listens on ${address}. Is pcscd running, with its virtual reader (package vsmartcard-vpcd)?`,
    );
    expect(code).toBe(1);
  });
});
