import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Answer } from '../../mock-platform/src/protocol/alerts.ts';
import type { ShownOrder } from '../../reader-agent/src/protocol/local.ts';
import { seenAfter, step } from '../../tv-app/src/pages/order/order-flow.ts';
import { noOrder, type OrderEvent, type OrderFlow } from '../../tv-app/src/pages/order/order-view.ts';
import { shownOrder } from './canned.ts';

type Level = 3 | 4 | 5;
const hazards = ['landslide', 'flood'] as const;

/** What has happened at the town and at the box; the screen is judged against it. */
interface World {
  orders: ShownOrder[];
  now: number;
  issued: number;
  /** When the present order came to the screen, and which it was. */
  since: number;
  on: string | undefined;
  /** Answers on their way: what was pressed, and on what. */
  pressed: { order: string; answer: Answer; residents: string[] } | undefined;
  alarmed: Set<string>;
  everShown: Set<string>;
}

interface Screen {
  flow: OrderFlow;
}

/** Written anew, in the words of the rule: live before drill, then level, then the later. */
const outranks = (a: ShownOrder, b: ShownOrder): boolean => {
  const rank = ({ order }: ShownOrder) =>
    [order.status === 'live' ? 1 : 0, order.level, order.issuedAt] as const;
  const [x, y] = [rank(a), rank(b)];
  for (let i = 0; i < 3; i += 1) if (x[i] !== y[i]) return x[i]! > y[i]!;
  return false;
};
const unanswered = (shown: ShownOrder) => shown.residents.some(({ answer }) => answer === null);
const alive = (shown: ShownOrder) => shown.cancelledAt === null;

class Happening implements fc.Command<World, Screen> {
  constructor(
    readonly name: string,
    private readonly change: (world: World, screen: Screen) => OrderEvent | undefined,
  ) {}
  check = () => true;
  toString = () => this.name;

  run(world: World, screen: Screen): void {
    const before = screen.flow;
    const event = this.change(world, screen);
    if (event) screen.flow = step(before, event, world.now);
    follow(world, before, screen.flow, event);
  }
}

/** What must hold after every step. */
function follow(world: World, before: OrderFlow, flow: OrderFlow, event: OrderEvent | undefined): void {
  const { view } = flow;
  const on = view.kind === 'none' ? undefined : view.shown.order.id;
  const open = world.orders.filter((one) => alive(one) && unanswered(one));
  if (view.kind !== 'none' && view.kind !== 'sending' && view.kind !== 'told')
    expect(world.orders.map(({ order }) => order.id)).toContain(on);
  if (view.kind === 'cancelled') expect(world.everShown.has(on!) || view.shown.displayed).toBe(true);
  if (view.kind === 'asking') {
    const current = world.orders.find(({ order }) => order.id === on)!;
    expect(alive(current) && unanswered(current)).toBe(true);
    expect(silenced(current, world.orders)).toBe(false);
    for (const other of open) {
      const away = (flow.away[other.order.id] ?? 0) > world.now;
      if (!away && other.order.status === 'live') expect(current.order.status).toBe('live');
      // A weaker one may only be on the screen in the place of a stronger one that was put away.
      if (!away && outranks(other, current)) expect(silenced(other, world.orders)).toBe(true);
    }
    expect(flow.more).toBeLessThan(open.length);
    if (flow.appearance?.first === 'alarm' && world.on !== on) {
      expect(world.alarmed.has(on!)).toBe(false);
      world.alarmed.add(on!);
    }
  }
  // Nothing that nobody put away is lost from the screen.
  const due = open.filter(
    (one) => (flow.away[one.order.id] ?? 0) <= world.now && !silenced(one, world.orders),
  );
  const drillWaits = due.every(({ order }) => order.status === 'drill');
  if (due.length > 0 && view.kind === 'none') expect.fail(`${due.length} orders wait and nothing is shown`);
  if (due.length > 0 && view.kind === 'cancelled') expect(drillWaits).toBe(true);

  if (event?.type === 'answer' && view.kind !== before.view.kind) {
    // The answer is to what stood there, and had stood there long enough to be read.
    expect(before.view.kind).toMatch(/^asking/);
    expect(on).toBe(before.view.kind === 'none' ? undefined : before.view.shown.order.id);
    if (before.view.kind === 'asking') expect(world.now - world.since).toBeGreaterThanOrEqual(seenAfter);
    world.pressed = { order: on!, answer: event.answer, residents: [] };
  }
  if (view.kind === 'sending' && before.view.kind !== 'sending') {
    expect(view.shown.order.id).toBe(world.pressed?.order);
    expect(view.answer).toBe(world.pressed?.answer);
    world.pressed = { ...world.pressed!, residents: view.residents };
  }
  if (on !== world.on) Object.assign(world, { on, since: world.now });
  if (on !== undefined) world.everShown.add(on);
}

/** A stronger order in force that came later keeps it off the screen. */
const silenced = (weaker: ShownOrder, orders: readonly ShownOrder[]): boolean =>
  orders.some(
    (one) =>
      alive(one) &&
      one !== weaker &&
      outranks(one, weaker) &&
      one.order.issuedAt >= weaker.order.issuedAt &&
      (one.order.status !== weaker.order.status ||
        (one.order.level > weaker.order.level &&
          (one.order.level === 5 || one.order.hazard === weaker.order.hazard))),
  );

const told = (world: World): OrderEvent => ({ type: 'orders', orders: world.orders });

const issue = (level: Level, drill: boolean, hazard: (typeof hazards)[number], people: number) =>
  new Happening(`issue ${level}${drill ? ' drill' : ''} ${hazard}`, (world) => {
    world.issued += 1;
    const id = `00000000-0000-4000-8000-${String(world.issued).padStart(12, '0')}`;
    const shown = shownOrder(level, { drill, people, id });
    shown.order.hazard = hazard;
    shown.order.issuedAt = new Date(Date.UTC(2026, 10, 20, 9, world.issued)).toISOString();
    world.orders = [shown, ...world.orders];
    return told(world);
  });

/** An update takes the place of what it updates: the agent leaves the old one out. */
const update = (which: number, level: Level, otherPlace: boolean) =>
  new Happening(`update ${which}`, (world) => {
    const target = world.orders.filter(alive)[which];
    if (!target) return undefined;
    world.issued += 1;
    const id = `00000000-0000-4000-8000-${String(world.issued).padStart(12, '0')}`;
    const shown = shownOrder(level, { id, people: target.residents.length });
    Object.assign(shown.order, target.order, {
      id,
      level,
      action: 'update',
      references: [target.order.id],
      issuedAt: new Date(Date.UTC(2026, 10, 20, 9, world.issued)).toISOString(),
      ...(otherPlace ? { sentences: ['はま公民館へ いってください。'] } : {}),
    });
    world.orders = [shown, ...world.orders.filter((one) => one !== target)];
    return told(world);
  });

const cancel = (which: number) =>
  new Happening(`cancel ${which}`, (world) => {
    const target = world.orders.filter(alive)[which];
    if (!target) return undefined;
    // The agent tells of it only where the order had been shown.
    const cancelled = { ...target, cancelledAt: '2026-11-20T19:10:00+09:00' };
    world.orders = world.orders.flatMap((one) =>
      one !== target ? [one] : world.everShown.has(one.order.id) ? [cancelled] : [],
    );
    return told(world);
  });

const expire = (which: number) =>
  new Happening(`expire ${which}`, (world) => {
    world.orders = world.orders.filter((_, index) => index !== which);
    return told(world);
  });

const press = (name: string, event: (screen: Screen) => OrderEvent) =>
  new Happening(name, (_, screen) => event(screen));

/** The box has taken the answer that is on its way, or refuses it. */
const arrives = (fails: boolean) =>
  new Happening(fails ? 'refused' : 'stored', (world, screen) => {
    const { pressed } = world;
    if (!pressed || screen.flow.view.kind !== 'sending') return undefined;
    const { order, answer, residents } = pressed;
    if (fails) return { type: 'failed', order, code: 'platform.unreachable' };
    world.orders = world.orders.map((one) =>
      one.order.id !== order
        ? one
        : {
            ...one,
            residents: one.residents.map((who) =>
              residents.includes(who.subject) ? { ...who, answer } : who,
            ),
          },
    );
    screen.flow = step(screen.flow, { type: 'sent', order, queued: false }, world.now);
    return told(world);
  });

const pass = (milliseconds: number) =>
  new Happening(`${milliseconds} ms`, (world) => {
    world.now += milliseconds;
    if (milliseconds < 0) world.since = Math.min(world.since, world.now);
    return { type: 'tick' };
  });

const everything = fc.commands(
  [
    fc
      .tuple(
        fc.constantFrom<Level[]>(3, 4, 5),
        fc.boolean(),
        fc.constantFrom(...hazards),
        fc.constantFrom(1, 1, 2, 5),
      )
      .map((one) => issue(...one)),
    fc.tuple(fc.nat(2), fc.constantFrom<Level[]>(3, 4, 5), fc.boolean()).map((one) => update(...one)),
    fc.nat(2).map(cancel),
    fc.nat(3).map(expire),
    fc
      .constantFrom<Answer[]>('evacuating', 'safe', 'help')
      .map((answer) => press(answer, () => ({ type: 'answer', answer }))),
    fc.constant(
      press('whose', ({ flow }) => ({
        type: 'residents',
        residents:
          flow.view.kind === 'none'
            ? []
            : flow.view.shown.residents.slice(0, 1).map(({ subject }) => subject),
      })),
    ),
    fc.boolean().map(arrives),
    fc
      .constantFrom<OrderEvent['type'][]>('back', 'put-away', 'acknowledge', 'again')
      .map((type) => press(type, () => ({ type }) as OrderEvent)),
    fc.constantFrom(1, 300, 800, 6_000, 61_000, 2_000_000, -3_600_000).map(pass),
  ],
  { maxCommands: 40 },
);

test('whatever comes in whatever sequence, the right order has the screen and every answer is to what was seen', () => {
  fc.assert(
    fc.property(everything, (commands) => {
      const model = (): { model: World; real: Screen } => ({
        model: {
          orders: [],
          now: Date.parse('2026-11-20T18:42:00+09:00'),
          issued: 0,
          since: 0,
          on: undefined,
          pressed: undefined,
          alarmed: new Set(),
          everShown: new Set(),
        },
        real: { flow: noOrder },
      });
      fc.modelRun(model, commands);
    }),
    { numRuns: 400 },
  );
});

test('which order is on the screen does not depend on the sequence in which they came', () => {
  const order = fc.record({
    level: fc.constantFrom<Level[]>(3, 4, 5),
    drill: fc.boolean(),
    minute: fc.nat(50),
    hazard: fc.constantFrom(...hazards),
  });
  fc.assert(
    fc.property(
      fc.array(order, { minLength: 2, maxLength: 6 }),
      fc.infiniteStream(fc.nat()),
      (drafts, chance) => {
        const all = drafts.map(({ level, drill, minute, hazard }, index) => {
          const shown = shownOrder(level, {
            drill,
            id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
          });
          Object.assign(shown.order, {
            hazard,
            issuedAt: new Date(Date.UTC(2026, 10, 20, 9, minute)).toISOString(),
          });
          return shown;
        });
        const arrived = [...all].sort(() => (chance.next().value % 2 ? 1 : -1));
        let flow = noOrder;
        arrived.forEach((_, index) => {
          flow = step(flow, { type: 'orders', orders: arrived.slice(0, index + 1) }, 1000 * index);
        });
        const atOnce = step(noOrder, { type: 'orders', orders: all }, 0);
        expect(flow.view).toMatchObject({ kind: 'asking' });
        expect(flow.view.kind === 'asking' && flow.view.shown.order.id).toBe(
          atOnce.view.kind === 'asking' && atOnce.view.shown.order.id,
        );
        expect(flow.more).toBe(atOnce.more);
      },
    ),
  );
});
