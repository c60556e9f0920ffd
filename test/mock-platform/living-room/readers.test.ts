import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CardTable } from '../../../mock-platform/src/living-room/card-table.ts';
import { DemoReaders } from '../../../mock-platform/src/living-room/readers.ts';
import type { ReaderState } from '../../../mock-platform/src/protocol/living-room.ts';
import { residentCard, transitCard } from '../card/fixture.ts';
import { openRoom } from '../card/room-server.ts';

const boxes = ['hana', 'kenji'].map((household, index) => ({
  household,
  agentPort: 8081 + index,
  reader: `${household}-reader`,
  control: '/nowhere',
}));
const old = residentCard.name;
const transit = transitCard.name;

describe('the readers of the living room', () => {
  let room: Awaited<ReturnType<typeof openRoom>>;
  let table: CardTable;
  let readers: DemoReaders;

  beforeEach(async () => {
    room = await openRoom([residentCard, transitCard]);
    table = new CardTable(room.socket);
    readers = new DemoReaders(boxes, table);
  });
  afterEach(async () => {
    table.close();
    await room.close();
  });

  const lay = (household: string, card: string) => readers.apply({ action: 'lay', household, card });
  const cardsIn = (state: ReaderState) =>
    Object.fromEntries(state.readers.map(({ household, card }) => [household, card]));

  it('lay a card where another one lay', async () => {
    await lay('hana', old);
    expect(cardsIn(await lay('hana', transit))).toEqual({ hana: transit, kenji: null });
    expect(cardsIn(await readers.apply({ action: 'take', household: 'hana' }))).toEqual({
      hana: null,
      kenji: null,
    });
  });

  it('carry out what is asked at the same time one after another', async () => {
    await Promise.all([lay('hana', old), lay('hana', transit), lay('kenji', old)]);
    expect(cardsIn(readers.state)).toEqual({ hana: transit, kenji: old });
  });

  it('tell every page what lies where, also after a refusal that took the card before', async () => {
    await lay('hana', old);
    const told: ReturnType<typeof cardsIn>[] = [];
    readers.subscribe((state) => told.push(cardsIn(state)));
    await expect(lay('hana', 'nobody')).rejects.toMatchObject({ status: 409, code: 'card.unknown' });
    expect(told).toEqual([{ hana: null, kenji: null }]);
  });

  it('know nobody else’s household', async () => {
    await expect(lay('yamada', old)).rejects.toMatchObject({ status: 404, code: 'household.unknown' });
  });

  it('learn at the start what lies there already', async () => {
    await lay('kenji', transit);
    const later = new DemoReaders(boxes, table);
    await later.look();
    expect(cardsIn(later.state)).toEqual({ hana: null, kenji: transit });
  });

  it('follow what the command line or the card itself does', async () => {
    await readers.look();
    const told: ReturnType<typeof cardsIn>[] = [];
    readers.subscribe((state) => told.push(cardsIn(state)));
    await room.execute({ type: 'insert', card: transit, reader: 'kenji-reader' });
    await expect.poll(() => told.at(-1)).toEqual({ hana: null, kenji: transit });
    await room.execute({ type: 'remove', reader: 'kenji-reader' });
    await expect.poll(() => told.at(-1)).toEqual({ hana: null, kenji: null });
  });

  it('say that the cards’ process has gone, show no card, and go on when it is back', async () => {
    await lay('hana', old);
    await room.stopServer();
    await expect(lay('hana', transit)).rejects.toMatchObject({ status: 409, code: 'card.process-gone' });
    expect(cardsIn(readers.state)).toEqual({ hana: null, kenji: null });
    await room.startServer();
    expect(cardsIn(await lay('hana', transit))).toEqual({ hana: transit, kenji: null });
  });

  it('refuse a card while their cable is out', async () => {
    await readers.apply({ action: 'unplug', household: 'hana' });
    await expect(lay('hana', old)).rejects.toMatchObject({ status: 409, code: 'reader.unplugged' });
    expect(readers.state.readers[0]).toEqual({ household: 'hana', card: null, plugged: false });
    await readers.apply({ action: 'plug', household: 'hana' });
    expect(cardsIn(await lay('hana', old))).toMatchObject({ hana: old });
  });
});
