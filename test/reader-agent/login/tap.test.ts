import { expect, it } from 'vitest';
import { SimulatedCard } from '../../../mock-platform/src/card/card.ts';
import { Tap, Turns } from '../../../reader-agent/src/login/tap.ts';
import type { ReaderBackend } from '../../../reader-agent/src/readers/reader.ts';
import { testCard } from '../../mock-platform/card/fixture.ts';

/** A reader with one card that powers it up only when it is let. */
async function slowReader() {
  const card = new SimulatedCard(await testCard());
  const happened: string[] = [];
  const powered: (() => void)[] = [];
  const reader = {
    connect: async () => {
      happened.push('connect');
      await new Promise<void>((resolve) => powered.push(resolve));
      return {
        transmit: async (apdu: Uint8Array) => card.transmit(apdu),
        close: async () => {
          happened.push('close');
          card.powerOff();
        },
      };
    },
  } as unknown as ReaderBackend;
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return { reader, happened, powered, turn };
}

it.each(['another login', 'the same login'])(
  'what an ended attempt was still opening is closed before %s may open the card',
  async (who) => {
    const { reader, happened, powered, turn } = await slowReader();
    const turns = new Turns();
    const first = new Tap(reader, turns);
    const second = who === 'the same login' ? first : new Tap(reader, turns);
    const ended = new AbortController();
    const opening = first.open(ended.signal);
    await turn();
    ended.abort();
    const again = second.open(new AbortController().signal);
    await turn();
    expect(happened).toEqual(['connect']);
    powered[0]?.();
    await expect(opening).rejects.toMatchObject({ code: 'login.cancelled' });
    await turn();
    expect(happened).toEqual(['connect', 'close', 'connect']);
    powered[1]?.();
    expect(await again).toBe('first');
    expect(second.read.certificate.length).toBeGreaterThan(0);
    await second.close();
    expect(happened).toEqual(['connect', 'close', 'connect', 'close']);
  },
);
