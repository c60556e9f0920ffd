import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { announcedSocket } from '../../../mock-platform/src/card/process/address.ts';
import { cardFolder, residentCard, testCard, transitCard, writeCard } from './fixture.ts';
import { LineClient } from './line-client.ts';
import { openRoom } from './room-server.ts';

let room: Awaited<ReturnType<typeof openRoom>>;
const clients: LineClient[] = [];

function open(): LineClient {
  const client = new LineClient(room.socket);
  clients.push(client);
  return client;
}

/** An attached agent that already knows whether a card lies there. */
async function attach(reader = 'hana-reader'): Promise<LineClient> {
  const client = open();
  const known = client.next(({ type }) => type === 'card');
  client.write({ type: 'attach', reader });
  await known;
  return client;
}

beforeEach(async () => {
  room = await openRoom([await testCard(), residentCard, transitCard]);
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.end();
  await room.close();
});

describe('control', () => {
  it('lists the cards with their places', async () => {
    const control = open();
    await control.ask({ type: 'insert', id: 1, card: 'hana', reader: 'kenji-reader' });
    expect(await control.ask({ type: 'list', id: 2 })).toEqual({
      type: 'done',
      id: 2,
      cards: [
        { name: 'hana', kind: 'individual-number-card', reader: 'kenji-reader' },
        { name: 'old-resident-card', kind: 'resident-card', reader: null },
        { name: 'transit', kind: 'transit-card', reader: null },
      ],
      readers: [
        { name: 'hana-reader', plugged: true },
        { name: 'kenji-reader', plugged: true },
      ],
    });
  });

  it('finds a card that was made later', async () => {
    writeCard(room.folder, await testCard({ name: 'isamu' }));
    const answer = await open().ask({ type: 'insert', id: 1, card: 'isamu', reader: 'hana-reader' });
    expect(answer.type).toBe('done');
  });

  it.each([
    [{ type: 'insert', card: 'nobody', reader: 'hana-reader' }, 'card.unknown'],
    [{ type: 'insert', card: '../hana', reader: 'hana-reader' }, 'card.unknown'],
    [{ type: 'insert', card: 'hana', reader: 'attic' }, 'reader.unknown'],
    [{ type: 'insert', card: 'transit', reader: 'kenji-reader' }, 'reader.occupied'],
    [{ type: 'insert', card: 'hana', reader: 'hana-reader' }, 'card.elsewhere'],
    [{ type: 'misbehave', card: 'nobody' }, 'card.unknown'],
    [{ type: 'eject', reader: 'hana-reader' }, 'request.malformed'],
    [{ type: 'remove', reader: 7 }, 'request.malformed'],
    [{ type: 'list', extra: true }, 'request.malformed'],
  ])('refuses %j with %s and changes nothing', async (command, code) => {
    const control = open();
    await control.ask({ type: 'insert', id: 1, card: 'hana', reader: 'kenji-reader' });
    const before = await control.ask({ type: 'list', id: 2 });
    expect(await control.ask({ ...command, id: 3 })).toMatchObject({ type: 'refused', code });
    expect((await control.ask({ type: 'list', id: 4 })).cards).toEqual(before.cards);
  });

  it.each([
    [{ delayMs: -1 }, 'delayMs'],
    [{ delayMs: 1.5 }, 'delayMs'],
    [{ mute: 'yes' }, 'mute'],
    [{ shortAnswers: 0 }, 'shortAnswers'],
    [{ certificateBytes: 10_000 }, 'certificateBytes'],
    [{ lengths: '62xx' }, 'lengths'],
    [{ statusWords: [{ status: '9000' }, { status: '90' }] }, 'statusWords.1.status'],
    [{ statusWords: [{ status: '6F00', apdu: 0 }] }, 'statusWords.0.apdu'],
  ])('refuses to make a card misbehave by %j and names %s', async (how, field) => {
    const answer = await open().ask({ type: 'misbehave', id: 1, card: 'hana', ...how });
    expect(answer).toMatchObject({ type: 'refused', code: 'request.malformed' });
    expect(answer.message).toMatch(new RegExp(`^${field}: `));
  });

  it('says which cards misbehave, and that they do so from their next insertion on', async () => {
    await room.execute({ type: 'insert', card: 'hana', reader: 'hana-reader' });
    const how = { statusWords: [{ status: '6A82', instruction: 'A4' }] };
    const [hana] = await room.execute({ type: 'misbehave', card: 'hana', ...how });
    expect(hana).toMatchObject({ name: 'hana', misbehaviour: how });
    const select = async () => {
      const agent = await attach();
      await agent.ask({ type: 'connect', id: 1 });
      const answer = await agent.ask({ type: 'transmit', id: 2, apdu: '00A4040C0AD392F000260100000001' });
      agent.end();
      await agent.closed;
      return answer.response;
    };
    expect(await select()).toBe('9000');
    await room.execute({ type: 'remove', reader: 'hana-reader' });
    await room.execute({ type: 'insert', card: 'hana', reader: 'hana-reader' });
    expect(await select()).toBe('6A82');
    const [good] = await room.execute({ type: 'misbehave', card: 'hana' });
    expect(good).toEqual({ name: 'hana', kind: 'individual-number-card', reader: 'hana-reader' });
  });

  it('tells those who follow of every change, whoever made it', async () => {
    const control = open();
    await control.ask({ type: 'follow', id: 1 });
    const laid = control.next(({ type }) => type === 'moved');
    await room.execute({ type: 'misbehave', card: 'hana', removedAfterApdus: 0 });
    await laid;
    await room.execute({ type: 'insert', card: 'hana', reader: 'hana-reader' });
    const gone = control.next(
      ({ type, cards }) => type === 'moved' && (cards as { reader: string | null }[])[0]?.reader === null,
    );
    const agent = await attach();
    await agent.ask({ type: 'connect', id: 1 });
    await agent.ask({ type: 'transmit', id: 2, apdu: '00B0000000' });
    await gone;
    const unplugged = control.next(({ type }) => type === 'moved');
    await room.execute({ type: 'reader', reader: 'kenji-reader', plugged: false });
    expect((await unplugged).readers).toContainEqual({ name: 'kenji-reader', plugged: false });
  });

  it('answers a line that is no JSON, and goes on', async () => {
    const control = open();
    const refused = control.next(({ type }) => type === 'refused');
    control.write('{{{');
    expect(await refused).toMatchObject({ id: 0, code: 'request.malformed' });
    expect((await control.ask({ type: 'list', id: 2 })).type).toBe('done');
  });

  it('passes over a file that is no card, and refuses to lay it down', async () => {
    writeFileSync(join(room.folder, 'broken.json'), '{"name":"broken"}');
    const control = open();
    const { cards } = await control.ask({ type: 'list', id: 1 });
    expect((cards as { name: string }[]).map(({ name }) => name)).not.toContain('broken');
    const answer = await control.ask({ type: 'insert', id: 2, card: 'broken', reader: 'hana-reader' });
    expect(answer).toMatchObject({ type: 'refused', code: 'card.damaged' });
  });
});

describe('an attached agent', () => {
  it('sees cards come and go', async () => {
    const agent = await attach();
    const come = agent.next(({ present }) => present === true);
    await room.execute({ type: 'insert', card: 'hana', reader: 'hana-reader' });
    expect((await come).atr).toBe('3B888001000005E0B381A1007F');
    const go = agent.next(({ present }) => present === false);
    await room.execute({ type: 'remove', reader: 'hana-reader' });
    await go;
  });

  it('speaks with the card and loses it in the middle', async () => {
    await room.execute({ type: 'misbehave', card: 'hana', removedAfterApdus: 1 });
    await room.execute({ type: 'insert', card: 'hana', reader: 'hana-reader' });
    const agent = await attach();
    await agent.ask({ type: 'connect', id: 1 });
    const select = { type: 'transmit', apdu: '00A4040C0AD392F000260100000001' };
    expect(await agent.ask({ ...select, id: 2 })).toEqual({ type: 'answer', id: 2, response: '9000' });
    expect(await agent.ask({ ...select, id: 3 })).toEqual({
      type: 'failure',
      id: 3,
      error: 'SCARD_W_REMOVED_CARD',
    });
    expect((await room.execute({ type: 'list' })).every(({ reader }) => reader === null)).toBe(true);
  });

  it('finds a mute card present and unresponsive', async () => {
    await room.execute({ type: 'misbehave', card: 'hana', mute: 'reset' });
    const agent = await attach();
    const come = agent.next(({ present }) => present === true);
    await room.execute({ type: 'insert', card: 'hana', reader: 'hana-reader' });
    expect(await come).toEqual({ type: 'card', present: true });
    expect(await agent.ask({ type: 'connect', id: 1 })).toMatchObject({ error: 'SCARD_W_UNRESPONSIVE_CARD' });
  });

  it('waits on a silent card until that is taken away', async () => {
    await room.execute({ type: 'misbehave', card: 'hana', mute: 'commands' });
    await room.execute({ type: 'insert', card: 'hana', reader: 'hana-reader' });
    const agent = await attach();
    await agent.ask({ type: 'connect', id: 1 });
    const answer = agent.ask({ type: 'transmit', id: 2, apdu: '00A4040C0AD392F000260100000001' });
    await room.execute({ type: 'remove', reader: 'hana-reader' });
    expect(await answer).toMatchObject({ error: 'SCARD_W_REMOVED_CARD' });
  });

  it('holds the card alone', async () => {
    await room.execute({ type: 'insert', card: 'hana', reader: 'hana-reader' });
    const [first, second] = [await attach(), await attach()];
    await first.ask({ type: 'connect', id: 1 });
    expect(await second.ask({ type: 'connect', id: 1 })).toMatchObject({
      error: 'SCARD_E_SHARING_VIOLATION',
    });
    await first.ask({ type: 'disconnect', id: 2, disposition: 'leave' });
    expect((await second.ask({ type: 'connect', id: 2 })).type).toBe('answer');
  });

  it.each([
    ['leave', 512],
    ['power-off', 0],
  ])('leaves a verified PIN behind by disposition %s only as PC/SC does', async (disposition, digits) => {
    await room.execute({ type: 'insert', card: 'hana', reader: 'hana-reader' });
    const agent = await attach();
    await agent.ask({ type: 'connect', id: 1 });
    await agent.ask({ type: 'transmit', id: 2, apdu: '00A4040C0AD392F000260100000001' });
    expect((await agent.ask({ type: 'transmit', id: 3, apdu: '002000980431323334' })).response).toBe('9000');
    await agent.ask({ type: 'disconnect', id: 4, disposition });
    await agent.ask({ type: 'connect', id: 5 });
    await agent.ask({ type: 'transmit', id: 6, apdu: '00A4040C0AD392F000260100000001' });
    const { response } = await agent.ask({ type: 'transmit', id: 7, apdu: '802A0097010000' });
    expect((response as string).length - 4).toBe(digits);
  });

  it('keeps a spent try in the file of the card', async () => {
    await room.execute({ type: 'insert', card: 'hana', reader: 'hana-reader' });
    const agent = await attach();
    await agent.ask({ type: 'connect', id: 1 });
    await agent.ask({ type: 'transmit', id: 2, apdu: '00A4040C0AD392F000260100000001' });
    await agent.ask({ type: 'transmit', id: 3, apdu: '002000980430303030' });
    const path = join(room.folder, 'hana.json');
    expect(JSON.parse(readFileSync(path, 'utf8')).pins.authentication.triesLeft).toBe(2);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('is closed by unplugging and welcomed again by plugging in', async () => {
    await room.execute({ type: 'insert', card: 'hana', reader: 'hana-reader' });
    const agent = await attach();
    await room.execute({ type: 'reader', reader: 'hana-reader', plugged: false });
    await agent.closed;
    const again = open();
    again.write({ type: 'attach', reader: 'hana-reader' });
    const welcome = again.next(({ type }) => type === 'card');
    await room.execute({ type: 'list' });
    expect(again.received).toEqual([]);
    await room.execute({ type: 'reader', reader: 'hana-reader', plugged: true });
    expect(await welcome).toMatchObject({ present: true });
  });

  it('is refused at a reader that is not there', async () => {
    const agent = open();
    agent.write({ type: 'attach', reader: 'attic' });
    await agent.closed;
    expect(agent.received).toEqual([{ type: 'failure', id: 0, error: 'SCARD_E_UNKNOWN_READER' }]);
  });

  it('gets a failure for a line that does not fit', async () => {
    const agent = await attach();
    expect(await agent.ask({ type: 'transmit', id: 9, apdu: 'xyz' })).toMatchObject({
      type: 'failure',
      error: 'SCARD_E_INVALID_PARAMETER',
    });
  });
});

describe('the process', () => {
  const program = new URL('../../../mock-platform/src/card/main.ts', import.meta.url).pathname;
  const start = (...args: string[]) =>
    spawn(process.execPath, ['--import', 'tsx', program, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });

  it('says ready, serves an owner-only socket, and ends with its parent', { timeout: 20_000 }, async () => {
    const folder = cardFolder(await testCard());
    const socket = join(folder.path, 's');
    const args = [
      '--cards',
      folder.path,
      '--socket',
      socket,
      '--reader',
      'hana-reader',
      '--exit-with-parent',
    ];
    const child = start(...args);
    const [line] = await once(child.stdout, 'data');
    expect(String(line)).toBe('ready\n');
    expect(statSync(socket).mode & 0o777).toBe(0o600);
    expect(announcedSocket(folder.path)).toBe(socket);
    child.stdin.end();
    expect((await once(child, 'exit'))[0]).toBe(0);
    expect(announcedSocket(folder.path)).toBeUndefined();
    folder.remove();
  });

  it('names the option that is wrong', { timeout: 20_000 }, async () => {
    const child = start(
      '--cards',
      '/nowhere',
      '--socket',
      '/nowhere/s',
      '--reader',
      'a',
      '--vpcd',
      'localhost',
    );
    const [line] = await once(child.stderr, 'data');
    expect(String(line)).toContain('--vpcd localhost: expected HOST:PORT=READER');
    expect((await once(child, 'exit'))[0]).toBe(2);
  });
});
