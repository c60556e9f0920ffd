import type { Page } from 'playwright-core';
import type { FederationRequest } from '../../mock-platform/src/protocol/federation.ts';
import type { ShownQuestion } from '../../reader-agent/src/protocol/local.ts';
import type { KeyName } from '../../tv-app/src/app/keys/names.ts';
import { shownOrder } from './canned.ts';
import { healthServices } from './canned-health.ts';
import { bookingDays, facilities, healthAnswer, ownBookings, slot } from './canned-personal.ts';
import type { CannedService, FakeAgent } from './fake-agent.ts';
import { request } from './pages/provider/canned.ts';

/** Hana's records and bookings behind the fake agent. */
export const personalServices: Record<string, CannedService> = {
  '/health/fhir/Observation': (url) => ({ body: healthAnswer(url) }),
  ...healthServices,
  '/booking/facilities': () => ({ body: { facilities } }),
  '/booking/bookings': () => ({ body: { bookings: ownBookings } }),
  '/booking/facilities/hall/days': () => ({ body: { days: bookingDays('2026-11-20') } }),
  '/booking/facilities/hall/days/2026-11-20/slots': () => ({
    body: {
      slots: [
        slot('2026-11-20', 'morning', true),
        slot('2026-11-20', 'afternoon', false),
        slot('2026-11-20', 'evening', true),
      ],
    },
  }),
};

export interface Stop {
  name: string;
  /** What happens before the keys; without `after` the tour goes home first. */
  event?: (agent: FakeAgent) => void;
  after?: true;
  /** So long somebody looks before the first key, in milliseconds of the page's clock. */
  look?: number;
  keys?: KeyName[];
}

const pin = (kind: 'authentication' | 'signature') => ({
  kind,
  triesLeft: 3,
  typed: 2,
  least: kind === 'signature' ? 6 : 4,
  most: kind === 'signature' ? 16 : 4,
});
const orders =
  (...shown: ReturnType<typeof shownOrder>[]) =>
  (agent: FakeAgent) => {
    // The agent writes answers into its orders: another tour begins without them.
    const fresh = structuredClone(shown);
    agent.state.orders = fresh;
    agent.notify('orders.changed', { orders: fresh });
  };
const requests =
  (...waiting: FederationRequest[]) =>
  (agent: FakeAgent) =>
    agent.notify('requests.changed', { requests: waiting });
const question: ShownQuestion = {
  question: {
    id: '00000000-0000-4000-8000-0000000000a1',
    sentence: 'けさの ぐあいは どうですか。',
    choices: ['fine', 'so-so', 'unwell', 'call'],
    recipients: ['family'],
    askedAt: '2026-11-20T07:30:00+09:00',
    expiresAt: '2026-11-21T07:30:00+09:00',
  },
  callName: 'はな',
};
const numbered = (number: number) => `00000000-0000-4000-8000-0000000001${number}`;

/** Every page and overlay, in an order in which each takes few keys. */
export const stops: readonly Stop[] = [
  { name: 'home' },
  { name: 'help', keys: ['Yellow'] },
  { name: 'news', keys: ['Enter'] },
  { name: 'shelters', keys: ['Right', 'Down', 'Enter'] },
  { name: 'other services', keys: ['Right', 'Down', 'Right', 'Enter'] },
  { name: 'a number to type', after: true, keys: ['Enter'] },
  {
    name: 'the number of the television',
    after: true,
    event: (agent) => {
      agent.replies['requests.number'] = {
        code: '87654321',
        expiresAt: '2026-11-20T18:59:00+09:00',
        phonePage: 'https://hiyori.example/device',
      };
    },
    keys: ['Back', 'Down', 'Enter'],
  },
  { name: 'a login of a service provider', after: true, event: requests(request) },
  { name: 'settings', event: requests(), keys: ['Right', 'Down', 'Right', 'Down', 'Enter'] },
  { name: 'letters and colours', after: true, keys: ['Enter'] },
  { name: 'sound and voice', after: true, keys: ['Back', 'Right', 'Enter'] },
  { name: 'language', after: true, keys: ['Back', 'Right', 'Enter'] },
  { name: 'remote control', after: true, keys: ['Back', 'Left', 'Left', 'Down', 'Enter'] },
  { name: 'teaching the keys', after: true, keys: ['Down', 'Enter'] },
  { name: 'the card reader', after: true, keys: ['Back', 'Back', 'Right', 'Enter'] },
  { name: 'about this television', after: true, keys: ['Back', 'Right', 'Enter'] },
  { name: 'the first start', after: true, keys: ['Right', 'Enter'] },
  { name: 'the remote control explained', after: true, keys: ['Enter'] },
  { name: 'the card', keys: ['Right', 'Enter'] },
  {
    name: 'four digits',
    after: true,
    event: (agent) => agent.login('waiting-for-pin', { tier: 't2', pin: pin('authentication') }),
  },
  {
    name: 'letters and digits',
    after: true,
    event: (agent) => agent.login('waiting-for-pin', { pin: pin('signature') }),
  },
  {
    name: 'the last try',
    after: true,
    event: (agent) => agent.login('waiting-for-consent', { pin: { ...pin('authentication'), triesLeft: 1 } }),
  },
  {
    name: 'a refusal',
    after: true,
    event: (agent) => agent.login('refused', { code: 'certificate.expired' }),
  },
  { name: 'home with a greeting', event: (agent) => agent.signIn('はな') },
  { name: 'けんこう', keys: ['Right', 'Enter'] },
  { name: 'hidden', after: true, keys: ['Digit0'] },
  { name: 'けつあつ', after: true, keys: ['Enter', 'Enter'] },
  { name: 'けつあつ as a table', after: true, keys: ['Enter'] },
  { name: 'けんしん', keys: ['Right', 'Enter', 'Down', 'Down', 'Enter'] },
  { name: 'よやく', keys: ['Right', 'Right', 'Enter'] },
  { name: 'rooms', after: true, keys: ['Right', 'Enter'] },
  { name: 'days', after: true, keys: ['Enter'] },
  { name: 'times', after: true, keys: ['Enter'] },
  { name: 'confirmation', after: true, keys: ['Enter'] },
  { name: 'one booking', keys: ['Right', 'Right', 'Enter', 'Enter'] },
  { name: 'nobody there?', look: 181_000 },
  {
    name: 'a fault',
    event: (agent) => {
      agent.services['/booking/bookings'] = (() => ({ status: 502, body: {} })) as CannedService;
    },
    keys: ['Right', 'Right', 'Enter'],
  },
  {
    name: 'after signing out with the card there',
    event: (agent) => {
      agent.state.reader = { state: 'ready', card: true };
      agent.notify('reader.changed', agent.state.reader);
      agent.signOut('viewer');
    },
    after: true,
  },
  {
    name: 'home again',
    event: (agent) => {
      agent.state.reader = { state: 'ready', card: false };
      agent.notify('reader.changed', agent.state.reader);
    },
  },
  {
    name: 'an enrolment',
    event: (agent) => agent.login('waiting-for-pin', { service: 'identity', pin: pin('signature') }),
  },
  {
    name: 'a question of watching over',
    event: (agent) => {
      agent.login('cancelled');
      agent.notify('watch-over.changed', { questions: [question] });
    },
  },
  {
    name: 'without the agent',
    event: (agent) => {
      agent.notify('watch-over.changed', { questions: [] });
      agent.away = true;
      agent.dropLines();
    },
    look: 3000,
  },
  {
    name: 'the agent again',
    after: true,
    event: (agent) => {
      agent.away = false;
    },
    look: 8000,
  },
  { name: 'level 3 for five', event: orders(shownOrder(3, { people: 5, id: numbered(10) })) },
  { name: 'whose answer', after: true, look: 2000, keys: ['Enter'] },
  { name: 'level 4', after: true, event: orders(shownOrder(4, { id: numbered(11) })) },
  { name: 'help over an order', after: true, keys: ['Yellow'] },
  { name: 'told', after: true, look: 2000, keys: ['Enter'] },
  { name: 'level 5', after: true, event: orders(shownOrder(5, { id: numbered(12) })) },
  { name: 'a drill', after: true, event: orders(shownOrder(4, { drill: true, id: numbered(13) })) },
  {
    name: 'cancelled',
    after: true,
    event: orders(shownOrder(4, { cancelled: true, displayed: true, id: numbered(14) })),
  },
  { name: 'the broadcast', event: orders(), keys: ['Tv'] },
];

/** Goes to a stop by the keys of the remote control; answers when its mirror is written. */
export async function visit(
  page: Page,
  agent: FakeAgent,
  { event, after, look, keys = [] }: Stop,
): Promise<void> {
  if (!after) await press(page, ['Green', 'Up', 'Left', 'Left']);
  if (event) {
    event(agent);
    await page.waitForTimeout(60);
  }
  if (look) await page.clock.fastForward(look);
  await press(page, keys);
  await page.waitForTimeout(100);
}

function press(page: Page, keys: readonly KeyName[]): Promise<void> {
  return page.evaluate(async (names) => {
    const { __app: app } = window as unknown as { __app: { press(key: string): void } };
    for (const name of names) {
      app.press(name);
      // What 決定 opens has to come first.
      await new Promise((resolve) => setTimeout(resolve, name === 'Enter' ? 90 : 20));
    }
  }, keys);
}
