import { randomUUID } from 'node:crypto';
import { enrolmentCodes, refusalCodes } from '../../mock-platform/src/protocol/refusals.ts';
import { failures } from '../../reader-agent/src/protocol/failures.ts';
import type {
  MethodName,
  Notification,
  Params,
  PinEntry,
  ShownOrder,
} from '../../reader-agent/src/protocol/local.ts';
import { AgentError } from '../../tv-app/src/clients/agent.ts';
import { ServiceError } from '../../tv-app/src/clients/services.ts';
import type { Chance } from '../chance.ts';
import { notices, quietBox, residents, shelters, shownOrder } from './canned.ts';
import { bookingDays, slot } from './canned-personal.ts';
import { type AtHanas, atHanas } from './pages/hana.ts';
import { RandomCallers } from './random-callers.ts';

type Reason = NonNullable<Notification<'session.changed'>['reason']>;

const codes = [...Object.keys(failures), ...refusalCodes, ...enrolmentCodes, 'something.new'];
const phases = [
  'waiting-for-card',
  'reading',
  'waiting-for-pin',
  'waiting-for-pin',
  'waiting-for-consent',
  'proving',
  'checking',
  'refused',
  'cancelled',
] as const;
const pins = [
  { kind: 'authentication', triesLeft: 3, typed: 0, least: 4, most: 4 },
  { kind: 'authentication', triesLeft: 1, typed: 0, least: 4, most: 4 },
  { kind: 'signature', triesLeft: 5, typed: 0, least: 6, most: 16 },
] as const;
const ended: readonly string[] = ['done', 'refused', 'cancelled'];
const refusalsOfBooking = ['booking.limit', 'booking.outside-window', 'booking.day-closed', 'token.expired'];

/**
 * Hana's television on an evening on which everything may happen: cards come and go, orders of every kind arrive, the
 * network and the agent are lost, services fail, answer late or refuse. Events follow what an agent may say.
 */
export class RandomEvening {
  private orders: ShownOrder[] = [];
  private online = true;
  private readonly callers: RandomCallers;

  private constructor(
    readonly tested: AtHanas,
    private readonly chance: Chance,
  ) {
    this.callers = new RandomCallers(tested, chance);
    this.playAgent();
    this.playServices();
  }

  static async begin(chance: Chance): Promise<RandomEvening> {
    return new RandomEvening(await atHanas(), chance);
  }

  /** Orders that may be on the screen now. */
  get inForce(): readonly ShownOrder[] {
    return this.orders;
  }

  /** Nobody wants anything any more. */
  calmDown(): void {
    this.clear();
    this.callers.leave();
  }

  /** Lets something happen; answers what. */
  happen(): string {
    const { chance } = this;
    const events: (() => string)[] = [
      () => this.reader(),
      () => this.reader(),
      () => this.signIn(),
      () => this.signIn(),
      () => this.signIn(),
      () => this.signOut(chance.pick<Reason>(['card-removed', 'viewer', 'idle', 'expired'])),
      () => this.progress(),
      () => this.progress(),
      () => this.progress(),
      () => this.issue(),
      () => this.issue(),
      () => this.cancel(),
      () => this.clear(),
      () => this.clear(),
      () => this.platform(),
      () => this.agentLost(),
      () => this.hello(),
      () => this.news(),
      () => this.callers.come(),
      () => this.callers.come(),
      () => this.callers.come(),
      () => this.callers.come(),
      () => this.pass(chance.pick([5_000, 61_000, 185_000, 215_000, 3_600_000])),
    ];
    return chance.pick(events)();
  }

  private reader(): string {
    const { chance } = this;
    const state = chance.oneIn(4)
      ? {
          state: 'missing' as const,
          code: chance.pick(['reader.none', 'reader.service-missing']),
          card: false,
        }
      : { state: 'ready' as const, card: chance.oneIn(2) };
    this.tested.box.dispatch({ type: 'reader.changed', params: state });
    return `reader ${JSON.stringify(state)}`;
  }

  /** A session by the login that is under way, or one that began before this page. */
  private signIn(): string {
    const { box, clock } = this.tested;
    const { login } = box.current;
    const active = login !== null && !ended.includes(login.phase);
    const services = this.chance.oneIn(3)
      ? [active ? login.service : 'health']
      : (['health', 'booking'] as const);
    // One visit ends before the next begins.
    if (box.current.session) this.signOut('card-removed');
    const session = {
      callName: this.chance.pick(['はな', 'いさむ']),
      tier: 't1' as const,
      services: [...services],
      since: clock.now().toISOString(),
      notices: [],
    };
    box.dispatch({ type: 'session.changed', params: { session } });
    if (active)
      box.dispatch({
        type: 'login.changed',
        params: { ...login, phase: 'done', callName: session.callName },
      });
    return `signed in for ${services}${active ? `, login for ${login.service} done` : ''}`;
  }

  private signOut(reason: Reason): string {
    this.tested.box.dispatch({ type: 'session.changed', params: { session: null, reason } });
    return `signed out: ${reason}`;
  }

  private progress(): string {
    const { login } = this.tested.box.current;
    if (!login || ended.includes(login.phase)) return 'no login';
    const phase = this.chance.pick(phases);
    const fault = phase === 'refused' || (phase === 'waiting-for-card' && this.chance.oneIn(2));
    const { code: _, pin: __, ...before } = login;
    this.tested.box.dispatch({
      type: 'login.changed',
      params: {
        ...before,
        phase,
        ...(phase.startsWith('waiting-for-') &&
          phase !== 'waiting-for-card' && { pin: { ...this.chance.pick(pins) } }),
        ...(fault && { code: this.chance.pick(codes) }),
      },
    });
    return `login ${phase}`;
  }

  private issue(): string {
    const { chance } = this;
    const order = shownOrder(chance.pick([3, 4, 5] as const), {
      id: randomUUID(),
      drill: chance.oneIn(2),
      people: 1 + chance.below(5),
      displayed: chance.oneIn(4),
    });
    const previous = this.orders[0];
    if (previous && previous.order.status === order.order.status && chance.oneIn(3)) {
      order.order = { ...order.order, action: 'update', references: [previous.order.id] };
      this.orders = this.orders.slice(1);
    }
    this.tell([order, ...this.orders].slice(0, 4));
    return `order: ${order.order.status} of level ${order.order.level}, ${order.order.action}`;
  }

  private cancel(): string {
    const at = this.tested.clock.now().toISOString();
    this.tell(this.orders.map((one, index) => (index === 0 ? { ...one, cancelledAt: at } : one)));
    return 'newest order cancelled';
  }

  private clear(): string {
    this.tell([]);
    return 'orders ran out';
  }

  private platform(): string {
    this.online = !this.online;
    const platform = this.online ? 'online' : 'offline';
    this.tested.box.dispatch({ type: 'platform.changed', params: { platform } });
    return `platform ${platform}`;
  }

  private agentLost(): string {
    this.tested.box.dispatch({ type: 'lost' });
    return 'agent lost';
  }

  private hello(): string {
    const { orders } = this;
    this.tested.box.dispatch({ type: 'hello', state: { ...quietBox, orders } });
    return 'agent greets';
  }

  private news(): string {
    this.tested.box.dispatch({ type: 'notices.changed', params: {} });
    return 'news';
  }

  private pass(milliseconds: number): string {
    this.tested.clock.pass(milliseconds);
    return `${milliseconds / 1000} s pass`;
  }

  private tell(orders: ShownOrder[]): void {
    this.orders = orders;
    this.tested.box.dispatch({ type: 'orders.changed', params: { orders } });
  }

  private playAgent(): void {
    const call = async (method: MethodName, params: unknown): Promise<unknown> => {
      await this.aMoment();
      if (this.chance.oneIn(12)) throw new AgentError('platform.failed');
      if (method === 'login.start') return this.beginLogin((params as Params<'login.start'>).service);
      if (method === 'pin.type') return this.counted(1);
      if (method === 'pin.erase') return this.counted((params as Params<'pin.erase'>).all ? -16 : -1);
      if (method === 'session.end') this.signOut((params as Params<'session.end'>).reason);
      if (method === 'orders.answer') return this.answer(params as Params<'orders.answer'>);
      return this.callers.answer(method) ?? {};
    };
    this.tested.tv.agent = { start() {}, call } as unknown as typeof this.tested.tv.agent;
  }

  private counted(more: number): PinEntry {
    const pin = this.tested.box.current.login?.pin;
    if (!pin) throw new AgentError('pin.not-asked');
    pin.typed = Math.max(0, Math.min(pin.most, pin.typed + more));
    return pin;
  }

  private beginLogin(service: Params<'login.start'>['service']): object {
    const login = randomUUID();
    this.tested.box.dispatch({
      type: 'login.changed',
      params: { login, service, tier: 't1', phase: 'waiting-for-card' },
    });
    return { login };
  }

  private answer({ order, answer, residents: whose }: Params<'orders.answer'>): ShownOrder {
    const shown = this.orders.find((one) => one.order.id === order && one.cancelledAt === null);
    if (!shown) throw new AgentError('order.unknown');
    const answered = {
      ...shown,
      residents: shown.residents.map((one) => (whose.includes(one.subject) ? { ...one, answer } : one)),
    };
    this.orders = this.orders.map((one) => (one === shown ? answered : one));
    return answered;
  }

  private playServices(): void {
    const canned = this.tested.tv.services;
    const get = async (path: string): Promise<unknown> => {
      await this.aMoment();
      if (this.chance.oneIn(10)) throw new ServiceError('platform.unreachable', 0);
      if (path.startsWith('/notices')) return notices;
      if (path.startsWith('/town')) return shelters;
      return canned.get(path, undefined as never);
    };
    const post = async (path: string, body: unknown): Promise<unknown> => {
      await this.aMoment();
      if (this.chance.oneIn(6)) {
        const days = bookingDays('2026-11-28').filter(({ closed }) => !closed);
        const alternatives = days.slice(0, 3).map(({ day }) => slot(day, 'evening', true));
        throw new ServiceError('booking.taken', 409, { code: 'booking.taken', alternatives });
      }
      if (this.chance.oneIn(8)) throw new ServiceError(this.chance.pick(refusalsOfBooking), 409);
      return canned.post(path, body, undefined as never);
    };
    this.tested.tv.services = { get, post } as unknown as typeof canned;
  }

  /** Most answers come at once, some only after other keys have been pressed. */
  private async aMoment(): Promise<void> {
    if (this.chance.oneIn(3))
      await new Promise<void>((resolve) => this.tested.clock.after(this.chance.below(4000), resolve));
  }
}

/** Names that only a signed-in person's pages or an order may show. */
export const personalNames = residents.map(({ callName }) => `${callName}さん`);
