import { App } from '../../../tv-app/src/app/App.ts';
import { forgetPublic } from '../../../tv-app/src/app/last-public.ts';
import { notices, quietBox, shelters } from '../canned.ts';
import { events, lotteries } from '../canned-booking.ts';
import { healthServices } from '../canned-health.ts';
import * as canned from '../canned-personal.ts';
import { startTelevision, type TestTelevision } from '../stage.ts';

type Keys = Parameters<TestTelevision['press']>;
export type Post = (path: string, body: unknown) => unknown;

export interface AtHanas extends TestTelevision {
  /** What was posted, in order. */
  sent: { path: string; body: unknown }[];
  /** Presses keys one after the other, each when the last one has had its effect. */
  go(...keys: Keys): Promise<void>;
}

export const toHealth: Keys = ['Right', 'Enter'];
export const toBooking: Keys = ['Right', 'Right', 'Enter'];
export const toRooms: Keys = [...toBooking, 'Right', 'Enter'];

/** Hana is signed in at home; services answer from her canned records. `post` may throw. */
export async function atHanas(options: { post?: Post; bundle?: unknown } = {}): Promise<AtHanas> {
  forgetPublic();
  const tested = await startTelevision(App);
  const sent: AtHanas['sent'] = [];
  tested.tv.services = {
    get: async (path: string) => answer(new URL(path, 'http://box'), options.bundle),
    post: async (path: string, body: unknown) => {
      sent.push({ path, body });
      return (options.post ?? accept)(path, body);
    },
  } as unknown as TestTelevision['tv']['services'];
  const session = {
    callName: 'はな',
    tier: 't1' as const,
    services: ['health' as const, 'booking' as const],
    since: '2026-11-20T18:29:00+09:00',
    notices: [],
  };
  tested.box.dispatch({ type: 'hello', state: { ...quietBox, session } });
  await tested.settle();
  const go = async (...keys: Keys) => {
    for (const key of keys) {
      // Nobody answers an outcome within the half second in which 決定 does nothing.
      if (key === 'Enter') tested.clock.pass(400);
      tested.press(key);
      await tested.settle();
      await tested.settle();
    }
  };
  return { ...tested, sent, go };
}

function answer(url: URL, bundle: unknown): unknown {
  if (url.pathname === '/notices/public') return notices;
  if (url.pathname === '/town/shelters') return shelters;
  if (url.pathname === '/health/fhir/Observation') return bundle ?? canned.healthAnswer(url);
  const health = healthServices[url.pathname];
  if (health) return health(url, undefined).body;
  if (url.pathname === '/booking/facilities') return { facilities: canned.facilities };
  if (url.pathname === '/booking/bookings') return { bookings: canned.ownBookings };
  if (url.pathname === '/booking/events') return { events };
  if (url.pathname === '/booking/lotteries') return { lotteries };
  const day = url.pathname.split('/')[5];
  if (day === undefined) return { days: canned.bookingDays('2026-11-20') };
  return {
    slots: [
      canned.slot(day, 'morning', true),
      canned.slot(day, 'afternoon', false),
      canned.slot(day, 'evening', true),
    ],
  };
}

function accept(path: string, body: unknown): unknown {
  if (path.endsWith('/cancel')) return { ...canned.ownBookings[0], status: 'cancelled' };
  const { day, period } = body as { day: string; period: 'morning' };
  return canned.bookingOf(canned.facilities[0]!, day, period, '5a1e7c1e-3333-4000-8000-000000000001');
}
