import { EventEmitter } from 'node:events';
import fc from 'fast-check';
import type { LowLevelReader } from 'nfc-pcsc';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FromChild } from '../../../reader-agent/src/readers/pcsc/messages.ts';
import { Slots } from '../../../reader-agent/src/readers/pcsc/slots.ts';
import type { ReaderStatus } from '../../../reader-agent/src/readers/reader.ts';

const flags = { PRESENT: 0x20, EXCLUSIVE: 0x80, INUSE: 0x100, MUTE: 0x200 };
const selectJpki = '00a4040c0ad392f000260100000001';

/** A reader of the native module in the test's hand. */
class FakeLow extends EventEmitter<{ status: [{ state: number }]; error: [Error]; end: [] }> {
  readonly SCARD_SHARE_EXCLUSIVE = 1;
  readonly SCARD_UNPOWER_CARD = 2;
  readonly SCARD_STATE_PRESENT = flags.PRESENT;
  readonly SCARD_STATE_EXCLUSIVE = flags.EXCLUSIVE;
  readonly SCARD_STATE_INUSE = flags.INUSE;
  readonly SCARD_STATE_MUTE = flags.MUTE;
  connected = false;
  /** `open exclusively`, commands in hex, `power off`. */
  readonly did: string[] = [];
  answer = '9000';
  refusal: string | undefined;
  private events = 0;

  constructor(readonly name: string) {
    super();
  }

  /** A state word as pcscd counts them: every card that comes or goes adds one event. */
  say(flag: number, events = 1): void {
    this.events += events;
    this.emit('status', { state: flag | (this.events << 16) });
  }

  lay = () => this.say(flags.PRESENT);
  take = () => this.say(0);

  connect(
    { share_mode }: { share_mode: number },
    done: (error: Error | null, protocol?: number) => void,
  ): void {
    if (this.refusal !== undefined) {
      done(new Error(`SCardConnect error: no.(${this.refusal})`));
      return;
    }
    this.connected = true;
    this.did.push(share_mode === this.SCARD_SHARE_EXCLUSIVE ? 'open exclusively' : 'open shared');
    done(null, 2);
  }

  disconnect(disposition: number, done: (error?: Error | null) => void): void {
    this.connected = false;
    this.did.push(disposition === this.SCARD_UNPOWER_CARD ? 'power off' : 'leave');
    done(null);
  }

  transmit(
    data: Buffer,
    _length: number,
    _protocol: number,
    done: (error: Error | null, response?: Buffer) => void,
  ) {
    this.did.push(data.toString('hex'));
    done(null, Buffer.from(this.answer, 'hex'));
  }
}

let told: FromChild[];
let slots: Slots;
beforeEach(() => {
  told = [];
  slots = new Slots({ tell: (message) => told.push(message) });
});

function add(name: string, into = slots): FakeLow {
  const low = new FakeLow(name);
  into.add(name, low as unknown as LowLevelReader);
  return low;
}

const statuses = (): ReaderStatus[] => told.flatMap((one) => (one.type === 'status' ? [one.status] : []));
const cards = () => told.flatMap((one) => (one.type === 'card' ? [one.present ? 'laid' : one.code] : []));
const ready = (card: boolean) => ({ state: 'ready', card });
const select = () => slots.transmit(Buffer.from(selectJpki, 'hex'));

describe('the only reader', () => {
  it('counts whatever lies on it, and is opened without a word to the card', async () => {
    const low = add('A 00 00');
    low.lay();
    expect(slots.status).toEqual(ready(true));
    await slots.open();
    await slots.letGo();
    expect(low.did).toEqual(['open exclusively', 'power off']);
  });

  it('takes the power from a card that the child before left open, before it tells of it', async () => {
    slots = new Slots({ tell: (message) => told.push(message), powerOff: true });
    const low = add('A 00 00');
    low.lay();
    expect(statuses()).toEqual([]);
    await expect.poll(statuses).toEqual([ready(true)]);
    expect(low.did).toEqual(['open exclusively', 'power off']);
    low.take();
    low.lay();
    await slots.open();
    expect(low.did).toHaveLength(3);
  });

  it('is none before it is there, and when it was pulled', async () => {
    slots.settle();
    const low = add('A 00 00');
    low.lay();
    await slots.open();
    slots.remove('A 00 00');
    expect(statuses().at(0)).toEqual({ state: 'missing', code: 'reader.none', card: false });
    expect(statuses().at(-1)).toEqual({ state: 'missing', code: 'reader.none', card: false });
    expect(cards().at(-1)).toBe('reader.none');
    await expect(select()).rejects.toThrow('SCARD_W_REMOVED_CARD');
  });

  it('tells of a card that was exchanged between two looks', async () => {
    const low = add('A 00 00');
    low.take();
    low.lay();
    await slots.open();
    low.say(flags.PRESENT, 2);
    expect(statuses().slice(-2)).toEqual([ready(false), ready(true)]);
    expect(cards().slice(-2)).toEqual(['card.removed', 'laid']);
    await expect(select()).rejects.toThrow('SCARD_W_REMOVED_CARD');
  });

  it('does not take another program’s use for another card', () => {
    const low = add('A 00 00');
    low.lay();
    const before = told.length;
    low.say(flags.PRESENT | flags.INUSE, 0);
    expect(cards()).toEqual(['laid']);
    expect(told.slice(before).every((one) => one.type !== 'card')).toBe(true);
    expect(slots.readers[0]).toMatchObject({ card: 'in-use' });
  });

  it('is busy after another program kept it from opening, and worth another try a little later', async () => {
    const low = add('A 00 00');
    low.lay();
    low.refusal = '0x8010000b';
    low.say(flags.PRESENT | flags.EXCLUSIVE, 0);
    await expect(slots.open()).rejects.toThrow('SCARD_E_SHARING_VIOLATION');
    await expect.poll(() => slots.status).toEqual({ state: 'missing', code: 'reader.busy', card: false });
    await expect.poll(() => statuses().at(-1), { timeout: 10_000 }).toEqual(ready(true));
  });

  it('names a card that does not answer', () => {
    add('A 00 00').say(flags.PRESENT | flags.MUTE);
    expect(slots.readers).toEqual([{ name: 'A 00 00', card: 'mute', chosen: true }]);
  });
});

describe('several readers', () => {
  it('pass over what is named as a security module, and what was not asked for', () => {
    slots = new Slots({ tell: () => undefined, readerName: 'door' });
    add('Door PICC 00 00').take();
    add('Door SAM 01 00').lay();
    add('Desk 02 00').lay();
    expect(slots.readers.map(({ passedOver }) => passedOver)).toEqual([
      undefined,
      'security-module',
      'other-name',
    ]);
    expect(slots.status).toEqual(ready(false));
  });

  it('pass over a card that never leaves, until it does', () => {
    const key = add('Security key 00 00');
    const reader = add('Reader 01 00');
    key.lay();
    reader.take();
    expect(slots.status).toEqual(ready(false));
    expect(slots.readers[0]).toMatchObject({ passedOver: 'fixed-card', chosen: false });
    reader.lay();
    expect(slots.readers[1]).toMatchObject({ chosen: true });
    reader.take();
    key.take();
    key.lay();
    expect(slots.status).toEqual(ready(true));
  });

  it('count a card that an earlier process saw come', () => {
    slots = new Slots({ tell: () => undefined, emptied: ['Reader 01 00'] });
    add('Security key 00 00').lay();
    add('Reader 01 00').lay();
    expect(slots.status).toEqual(ready(true));
    expect(slots.readers.map(({ chosen }) => chosen)).toEqual([false, true]);
  });

  it('go on counting a card that answered as a JPKI card when another reader appears', async () => {
    add('Reader 00 00').lay();
    await slots.open();
    await select();
    add('Reader 01 00').take();
    await slots.letGo();
    expect(slots.status).toEqual(ready(true));
  });

  it('are all asked for a person at the keyboard: the first JPKI card is opened, the others lose their power', async () => {
    slots = new Slots({ tell: () => undefined, everyCard: true });
    const key = add('Security key 00 00');
    const reader = add('Reader 01 00');
    key.answer = '6a82';
    key.lay();
    reader.lay();
    await slots.open();
    expect(key.did).toEqual(['open exclusively', selectJpki, 'power off']);
    expect(reader.did).toEqual(['open exclusively', selectJpki]);
  });

  it('give the card that was laid last, and go on with another when one cannot be opened', async () => {
    const first = add('Reader 00 00');
    const second = add('Reader 01 00');
    for (const low of [first, second]) low.take();
    first.lay();
    second.lay();
    await slots.open();
    expect(first.did).toEqual([]);
    await slots.letGo();
    second.take();
    second.lay();
    second.refusal = '0x8010000f';
    await slots.open();
    expect(first.did).toEqual(['open exclusively', selectJpki]);
  });

  it('name the card that is no JPKI card when there is no better one', async () => {
    const [first, second] = [add('Reader 00 00'), add('Reader 01 00')];
    for (const low of [first, second]) {
      low.take();
      low.lay();
      low.answer = '6d00';
    }
    await slots.open();
    expect(second.did).toEqual(['open exclusively', selectJpki, 'power off', 'open exclusively']);
  });

  it('keep an open card while others come, go and are pulled', async () => {
    const [first, second] = [add('Reader 00 00'), add('Reader 01 00')];
    for (const low of [first, second]) low.take();
    first.lay();
    await slots.open();
    const before = cards().length;
    second.lay();
    second.take();
    slots.remove('Reader 01 00');
    expect(cards().length).toBe(before);
    expect(statuses().at(-1)).toEqual(ready(true));
    await expect(select()).resolves.toBeDefined();
  });

  it('tell of a card that is laid beside one of another kind, but not beside a person’s own', async () => {
    const [first, second] = [add('Reader 00 00'), add('Reader 01 00')];
    for (const low of [first, second]) low.take();
    first.answer = '6a82';
    first.lay();
    await slots.open();
    await select();
    await slots.letGo();
    second.lay();
    expect(statuses().slice(-2)).toEqual([ready(false), ready(true)]);
    await slots.open();
    await select();
    const before = statuses().length;
    first.take();
    first.lay();
    expect(
      statuses()
        .slice(before)
        .every(({ card }) => card),
    ).toBe(true);
  });

  it('end the visit of a card that goes, even if another card lies there', async () => {
    const [first, second] = [add('Reader 00 00'), add('Reader 01 00')];
    for (const low of [first, second]) {
      low.take();
      low.lay();
    }
    await slots.open();
    await slots.letGo();
    second.take();
    expect(statuses().slice(-2)).toEqual([ready(false), ready(true)]);
    await slots.open();
    slots.remove('Reader 00 00');
    expect(cards().at(-1)).toBe('reader.none');
    expect(statuses().at(-1)).toEqual(ready(false));
  });
});

describe('readers at random', () => {
  type Step =
    | { do: 'plug' | 'plug full' | 'unplug' | 'lay' | 'take'; at: number }
    | { do: 'open' | 'let go' | 'select'; at: 0 };
  const at = fc.nat({ max: 2 });
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ do: fc.constantFrom('plug', 'plug full', 'unplug', 'lay', 'take'), at }),
    fc.record({ do: fc.constantFrom('open', 'let go', 'select'), at: fc.constant(0 as const) }),
  );

  it('always tell the card that counts, and never let a command reach another one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        slots = new Slots({ tell: () => undefined });
        slots.settle();
        const lows = new Map<number, FakeLow>();
        const lying = new Set<number>();
        const emptied = new Set<number>();
        let opened: number | undefined;
        const counts = (one: number) => emptied.has(one) || lows.size === 1 || one === opened;
        const goes = (one: number) => {
          lying.delete(one);
          if (opened === one) opened = undefined;
        };
        for (const { do: what, at: one } of steps) {
          const low = lows.get(one);
          if (what === 'plug' && low === undefined) {
            lows.set(one, add(`Reader ${one}`));
            lows.get(one)?.take();
            emptied.add(one);
          } else if (what === 'plug full' && low === undefined) {
            lows.set(one, add(`Reader ${one}`));
            lows.get(one)?.lay();
            lying.add(one);
          } else if (what === 'unplug' && low !== undefined) {
            slots.remove(low.name);
            lows.delete(one);
            goes(one);
          } else if (what === 'lay' && low !== undefined && !lying.has(one)) {
            low.lay();
            lying.add(one);
          } else if (what === 'take' && low !== undefined && lying.has(one)) {
            low.take();
            emptied.add(one);
            goes(one);
          } else if (what === 'open' && opened === undefined) {
            const possible = [...lying].some(counts);
            const done = await slots.open().then(
              () => true,
              () => false,
            );
            expect(done).toBe(possible);
            if (done) opened = Number(slots.readers.find(({ chosen }) => chosen)?.name.slice(-1));
          } else if (what === 'let go') {
            await slots.letGo();
            opened = undefined;
          } else if (what === 'select') {
            const sent = lows.get(opened ?? -1)?.did.length;
            const done = await select().then(
              () => true,
              () => false,
            );
            expect(done).toBe(opened !== undefined);
            if (opened !== undefined) {
              expect(lows.get(opened)?.did.length).toBe((sent ?? 0) + 1);
              // It answered as a JPKI card.
              emptied.add(opened);
            }
          }
          const card = [...lying].some(counts);
          expect(slots.status).toEqual(
            lows.size > 0 ? ready(card) : { state: 'missing', code: 'reader.none', card: false },
          );
        }
      }),
      { numRuns: 200 },
    );
  });
});
