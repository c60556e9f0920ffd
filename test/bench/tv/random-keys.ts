import type { Browser, CDPSession, Page } from 'playwright-core';
import { Chance } from '../../chance.ts';
import { shownOrder } from '../../tv-app/canned.ts';
import type { FakeAgent } from '../../tv-app/fake-agent.ts';
import { personalServices } from '../../tv-app/tour.ts';
import { openPage, type Probed, seenIn } from './browser.ts';

export interface RandomKeys {
  /** Bytes in use after a collection: once everything has been seen, and in the end. */
  heapBefore: number;
  heapAfter: number;
  mostTexturePixels: number;
  errors: string[];
}

const often = ['Enter', 'Enter', 'Enter', 'Up', 'Down', 'Left', 'Right', 'Right', 'Down'];
const seldom = ['Back', 'Back', 'Green', 'Yellow', 'Red', 'Blue', 'Tv', 'Digit0', 'Digit3', 'Digit8'];
/** Keys between two things that happen at home: a card, an order. */
const evening = 100;

/** Presses random keys, one a frame, while cards come and go and orders arrive. */
export async function measureRandomKeys(
  browser: Browser,
  dist: string,
  keys: number,
  say: (line: string) => void,
): Promise<RandomKeys> {
  const { page, agent, close } = await openPage(browser, dist, personalServices);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  try {
    const session = await page.context().newCDPSession(page);
    const chance = new Chance(5);
    // Caches fill, code is compiled, every page has been open once.
    await walk(page, agent, chance, Math.max(2000, keys / 10));
    const heapBefore = await heapOf(page, agent, session);
    say(`${(heapBefore / 1e6).toFixed(2)} MB after warming up`);
    await walk(page, agent, chance, keys);
    const heapAfter = await heapOf(page, agent, session);
    return { heapBefore, heapAfter, mostTexturePixels: (await seenIn(page)).mostTexturePixels, errors };
  } finally {
    await close();
  }
}

async function walk(page: Page, agent: FakeAgent, chance: Chance, keys: number): Promise<void> {
  for (let pressed = 0; pressed < keys; pressed += evening) {
    happen(agent, chance);
    const names = Array.from({ length: evening }, () => chance.pick(chance.oneIn(5) ? seldom : often));
    await pressEachFrame(page, names);
  }
}

const pressEachFrame = (page: Page, names: readonly string[]): Promise<void> =>
  page.evaluate(async (wanted) => {
    for (const name of wanted) {
      (window as unknown as Probed).__app.press(name);
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  }, names);

function happen(agent: FakeAgent, chance: Chance): void {
  switch (chance.below(6)) {
    case 0:
    case 1:
    case 2:
      agent.signIn(chance.pick(['はな', 'いさむ']));
      break;
    case 3:
      agent.signOut(chance.pick(['card-removed', 'viewer', 'idle'] as const));
      break;
    case 4: {
      const id = `00000000-0000-4000-8000-${String(chance.below(1e9)).padStart(12, '0')}`;
      agent.state.orders = [shownOrder(chance.pick([3, 4, 5] as const), { id, drill: chance.oneIn(2) })];
      agent.notify('orders.changed', { orders: agent.state.orders });
      break;
    }
    default:
      agent.state.orders = [];
      agent.notify('orders.changed', { orders: [] });
  }
}

/** Always of the same screen: home, nobody signed in. */
async function heapOf(page: Page, agent: FakeAgent, session: CDPSession): Promise<number> {
  agent.state.orders = [];
  agent.notify('orders.changed', { orders: [] });
  agent.signOut('card-removed');
  await page.waitForTimeout(300);
  await pressEachFrame(page, ['Tv', 'Green']);
  await page.waitForTimeout(2000);
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = (await session.send('Runtime.getHeapUsage')) as { usedSize: number };
  return usedSize;
}
