import { createHash, randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { Answer, AnswerStatement } from '../../../mock-platform/src/protocol/alerts.ts';
import type { Tier } from '../../../mock-platform/src/protocol/basics.ts';
import type { BoxKey } from '../box/box-key.ts';
import type { Household } from '../box/household.ts';
import type { Registrations } from '../box/registrations.ts';
import type { BoxClock } from '../clock.ts';
import { AgentFailure } from '../failure.ts';
import type { ShownOrder } from '../protocol/local.ts';
import type { Trace } from '../trace.ts';
import type { OrderStore, Outgoing } from './order-store.ts';
import { answer, answersOf, display, nextChange, prune, receive, shown } from './orders.ts';
import { receiptOf } from './outbox.ts';
import { verifyOrder } from './verify.ts';

export const answerType = 'chanoma-answer+jwt';
/** Refused orders that are kept as evidence. */
const refusedKept = 50;
/** Items that the platform never confirms (an answer it refuses for ever) must not fill the disk. */
const outboxKept = 1_000;
const longestTimerMs = 60 * 60 * 1000;

export interface AlertParts {
  key: BoxKey;
  registrations: Registrations;
  household: Household;
  store: OrderStore;
  clock: BoxClock;
  trace: Trace;
}

/**
 * Receiver and keeper of orders. `changed`: the shown set may have changed. `outgoing`: something safe on the disk waits
 * for the platform.
 */
export class Alerts extends EventEmitter<{ changed: []; outgoing: [Outgoing[]] }> {
  private timer: NodeJS.Timeout | undefined;
  private queue: Promise<void> = Promise.resolve();

  constructor(private readonly parts: AlertParts) {
    super();
  }

  start(): void {
    this.planNextChange();
  }

  /** The clock was corrected: what is in force may be something else now. */
  clockCorrected(): void {
    this.emit('changed');
    this.planNextChange();
  }

  async stop(): Promise<void> {
    clearTimeout(this.timer);
    await this.queue;
    await this.parts.store.saved().catch(() => {});
  }

  get cursor(): number {
    return this.parts.store.content.cursor;
  }

  /** Orders in force or just withdrawn, with this household's names, newest first. */
  shown(): ShownOrder[] {
    const { store, household, clock } = this.parts;
    return shown(store.content.orders, household.names, clock.now());
  }

  /** An order that came on the box's authenticated stream. One after the other, in the sequence of the stream. */
  receive(cursor: number, jws: string): Promise<void> {
    // Whatever one order does, the next one is still looked at.
    this.queue = this.queue.then(() => this.take(cursor, jws)).catch(reportDisk);
    return this.queue;
  }

  /** The platform has these receipts and answers: forget them. */
  async stored(ids: readonly string[]): Promise<void> {
    const { store } = this.parts;
    const gone = new Set(ids);
    store.change((content) => ({ ...content, outbox: content.outbox.filter(({ id }) => !gone.has(id)) }));
    await store.saved().catch(reportDisk);
  }

  /** Everything that the platform has not confirmed yet. */
  pending(): Outgoing[] {
    return [...this.parts.store.content.outbox];
  }

  /**
   * The page has drawn an order; `at` is the page's time on the same machine.
   * @throws AgentFailure `order.unknown`
   */
  async displayed(order: string, at: string): Promise<void> {
    const { store, clock, trace } = this.parts;
    const known = store.content.orders[order];
    if (known === undefined) throw new AgentFailure('order.unknown', 'no such order', '/params/order');
    if (known.displayedAt !== null) return;
    const corrected = Date.parse(at) - clock.error;
    const instant = new Date(
      Math.max(Date.parse(known.receivedAt), Math.min(corrected, clock.now())),
    ).toISOString();
    store.change((content) => ({ ...content, orders: display(content.orders, order, instant) }));
    trace.step({ flow: order, station: 'television', what: 'order', verdict: 'displayed' });
    this.emit('changed');
    await this.post(receiptOf(order, 'displayed', instant));
  }

  /**
   * Residents answered an order. On the disk, signed by the box key, when it resolves.
   * @throws AgentFailure `order.unknown`, `order.answer`, or `request.malformed` for somebody of another household
   */
  async answer(order: string, given: Answer, residents: readonly string[], tier: Tier): Promise<ShownOrder> {
    const { store, key, clock, trace } = this.parts;
    const target = this.shown().find((item) => item.order.id === order && item.cancelledAt === null);
    if (target === undefined)
      throw new AgentFailure('order.unknown', 'no such order in force', '/params/order');
    if (!answersOf(target.order.level).includes(given)) {
      throw new AgentFailure(
        'order.answer',
        `not an answer to level ${target.order.level}`,
        '/params/answer',
      );
    }
    const known = target.residents.map(({ subject }) => subject);
    const strange = residents.findIndex((subject) => !known.includes(subject));
    if (strange >= 0) {
      const path = `/params/residents/${strange}`;
      throw new AgentFailure('request.malformed', 'not a resident of this household', path);
    }
    const statement = {
      id: randomUUID(),
      order,
      residents: [...new Set(residents)],
      answer: given,
      tier,
      at: clock.instant(),
    } satisfies AnswerStatement;
    const signed = await key.sign({ typ: answerType, kid: key.thumbprint }, statement);
    store.change((content) => ({
      ...content,
      orders: answer(content.orders, order, statement.residents, given),
    }));
    trace.step({ flow: order, station: 'agent', what: 'answer' });
    this.emit('changed');
    await this.post({ kind: 'answer', id: statement.id, statement: signed });
    return this.shown().find((item) => item.order.id === order) ?? target;
  }

  private async take(cursor: number, jws: string): Promise<void> {
    const { store, clock, registrations, trace } = this.parts;
    const at = clock.instant();
    const verified = await verifyOrder(jws, registrations.current?.townKeys ?? []);
    const advance = Math.max(store.content.cursor, cursor);
    if (verified.accepted) {
      const { order } = verified;
      const known = Object.hasOwn(store.content.orders, order.id);
      store.change((content) => ({
        ...content,
        cursor: advance,
        orders: prune(receive(content.orders, order, at), clock.now()),
      }));
      if (known) return store.saved().catch(reportDisk);
      trace.step({ flow: order.id, station: 'agent', what: `order ${order.action}` });
      this.emit('changed');
      this.planNextChange();
      return this.post(receiptOf(order.id, 'received', at)).catch(reportDisk);
    }
    const { code, claimed } = verified;
    const again = store.content.refused.some((one) => one.jws === jws);
    store.change((content) => ({
      ...content,
      cursor: advance,
      refused: again ? content.refused : [...content.refused, { jws, code, at }].slice(-refusedKept),
    }));
    trace.step({
      flow: claimed ?? createHash('sha256').update(jws).digest('hex').slice(0, 16),
      station: 'agent',
      what: 'order',
      verdict: code,
    });
    if (again || claimed === undefined) return store.saved().catch(reportDisk);
    return this.post(receiptOf(claimed, 'refused', at, code)).catch(reportDisk);
  }

  /** Into the outbox, on the disk, then out. */
  private async post(item: Outgoing): Promise<void> {
    const { store } = this.parts;
    store.change((content) => ({ ...content, outbox: [...content.outbox, item].slice(-outboxKept) }));
    await store.saved();
    this.emit('outgoing', [item]);
  }

  private planNextChange(): void {
    clearTimeout(this.timer);
    const { store, clock } = this.parts;
    const next = nextChange(store.content.orders, clock.now());
    if (next === undefined) return;
    this.timer = setTimeout(
      () => {
        this.emit('changed');
        this.planNextChange();
      },
      Math.min(longestTimerMs, Math.max(0, next - clock.now()) + 1),
    ).unref();
  }
}

/** The order is on the screen all the same; its receipt waits until the disk takes it. */
function reportDisk(error: unknown): void {
  console.error(`orders could not be written: ${error instanceof Error ? error.message : 'unknown'}`);
}
