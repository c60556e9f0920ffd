import { createHash, randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { Answer, AnswerStatement } from '../../../mock-platform/src/protocol/alerts.ts';
import type { Tier } from '../../../mock-platform/src/protocol/basics.ts';
import type { BoxKey } from '../box/box-key.ts';
import type { Household } from '../box/household.ts';
import type { Registrations } from '../box/registrations.ts';
import type { BoxClock } from '../clock.ts';
import { AgentFailure, codeOf } from '../failure.ts';
import { log } from '../log.ts';
import type { ShownOrder } from '../protocol/local.ts';
import type { Trace } from '../trace.ts';
import type { OrderStore, Outgoing } from './order-store.ts';
import { answer, display, mayAnswer, meant, nextChange, prune, receive, shown } from './orders.ts';
import { receiptOf, receiptType } from './outbox.ts';
import { verifyOrder } from './verify.ts';

export const answerType = 'chanoma-answer+jwt';
/** Refused orders that are kept as evidence. */
const refusedKept = 50;
/** Items that the platform never confirms (an answer it refuses for ever) must not fill the disk. */
const outboxKept = 1_000;
const longestTimerMs = 60 * 60 * 1000;
/** Wait before a disk that takes nothing is tried again. */
const saveAgainMs = 2_000;
/** Longest wait for the platform's word on an answer that the disk does not take. */
const confirmLimitMs = 3_000;

export interface AlertParts {
  key: BoxKey;
  registrations: Registrations;
  household: Household;
  store: OrderStore;
  clock: BoxClock;
  trace: Trace;
  /** Whether there is a connection to send over at once. */
  online: () => boolean;
}

/**
 * Receiver and keeper of orders. `changed`: the shown set may have changed. `outgoing`: something safe on the disk waits
 * for the platform. `confirmed`: ids that the platform has stored.
 */
export class Alerts extends EventEmitter<{ changed: []; outgoing: [Outgoing[]]; confirmed: [string[]] }> {
  private timer: NodeJS.Timeout | undefined;
  private retry: NodeJS.Timeout | undefined;
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
    clearTimeout(this.retry);
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

  /**
   * An order that came on the box's authenticated stream, with whom the platform named beside it. One after the other, in the
   * sequence of the stream.
   */
  receive(cursor: number, jws: string, addressed?: readonly string[]): Promise<void> {
    // Whatever one order does, the next one is still looked at.
    this.queue = this.queue
      .then(() => this.take(cursor, jws, addressed))
      .catch((error: unknown) => {
        log.error('order.not-taken', { code: codeOf(error, 'failed') });
      });
    return this.queue;
  }

  /** The platform has these receipts and answers: forget them. */
  async stored(ids: readonly string[]): Promise<void> {
    const { store } = this.parts;
    const gone = new Set(ids);
    store.change((content) => ({ ...content, outbox: content.outbox.filter(({ id }) => !gone.has(id)) }));
    this.emit('confirmed', [...ids]);
    await store.saved().catch(() => this.saveLater());
  }

  /** Orders that did not verify, newest last. */
  refused(): { code: string; at: string }[] {
    return this.parts.store.content.refused.map(({ code, at }) => ({ code, at }));
  }

  /** Everything that the platform has not confirmed yet. */
  unconfirmed(): number {
    return this.parts.store.content.outbox.length;
  }

  /** What may go out now: a receipt says that something is safe, so it waits for the disk. */
  pending(): Outgoing[] {
    const { outbox } = this.parts.store.content;
    return outbox.filter(({ kind }) => this.retry === undefined || kind === 'answer');
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
    await this.postReceipt(receiptOf(order, 'displayed', instant));
  }

  /**
   * The box switched its television on for an order.
   * @throws AgentFailure `order.unknown`
   */
  async woken(order: string): Promise<void> {
    const { store, clock } = this.parts;
    if (store.content.orders[order] === undefined)
      throw new AgentFailure('order.unknown', 'no such order', '/params/order');
    await this.postReceipt(receiptOf(order, 'woken', clock.instant()));
  }

  /**
   * Residents answered an order. When it resolves, the answers, signed by the box key, are on the disk or, where the disk
   * takes nothing, stored by the platform. Residents of different tiers get a statement each: a card vouches for its holder.
   * @throws AgentFailure `order.unknown`, `order.answer`, `request.malformed` for somebody of another household,
   * `storage.full` or `storage.failed` when neither disk nor platform has it
   */
  async answer(
    order: string,
    given: Answer,
    residents: readonly string[],
    tierOf: (resident: string) => Tier,
  ): Promise<ShownOrder> {
    const { store, trace } = this.parts;
    const target = this.shown().find((item) => item.order.id === order && item.cancelledAt === null);
    if (target === undefined)
      throw new AgentFailure('order.unknown', 'no such order in force', '/params/order');
    const known = new Map(target.residents.map(({ subject, answer: before }) => [subject, before]));
    const strange = residents.findIndex((subject) => !known.has(subject));
    if (strange >= 0) {
      const path = `/params/residents/${strange}`;
      throw new AgentFailure('request.malformed', 'not a resident of this household', path);
    }
    const { level } = target.order;
    if (!residents.every((subject) => mayAnswer(level, given, known.get(subject) ?? null))) {
      throw new AgentFailure('order.answer', `not an answer to level ${level}`, '/params/answer');
    }
    const items = await this.statementsOf(order, given, residents, tierOf);
    store.change((content) => ({ ...content, orders: answer(content.orders, order, residents, given) }));
    trace.step({ flow: order, station: 'agent', what: 'answer' });
    this.emit('changed');
    await Promise.all(items.map((item) => this.postAnswer(item)));
    return this.shown().find((item) => item.order.id === order) ?? target;
  }

  /** Signed statements, one for the residents of each tier. */
  private statementsOf(
    order: string,
    given: Answer,
    residents: readonly string[],
    tierOf: (resident: string) => Tier,
  ): Promise<Extract<Outgoing, { kind: 'answer' }>[]> {
    const { key, clock } = this.parts;
    const at = clock.instant();
    const tiers = new Map<Tier, string[]>();
    for (const resident of new Set(residents)) {
      const tier = tierOf(resident);
      tiers.set(tier, [...(tiers.get(tier) ?? []), resident]);
    }
    return Promise.all(
      [...tiers].map(async ([tier, same]) => {
        const id = randomUUID();
        const statement = { id, order, residents: same, answer: given, tier, at } satisfies AnswerStatement;
        const signed = await key.sign({ typ: answerType, kid: key.thumbprint }, statement);
        return { kind: 'answer' as const, id, statement: signed };
      }),
    );
  }

  private async take(cursor: number, jws: string, addressed?: readonly string[]): Promise<void> {
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
        orders: prune(receive(content.orders, order, at, addressed), clock.now()),
      }));
      if (known) return this.sayAgain(order.id);
      trace.step({ flow: order.id, station: 'agent', what: `order ${order.action}` });
      this.emit('changed');
      this.planNextChange();
      await this.postReceipt(receiptOf(order.id, 'received', at));
      if (order.action !== 'cancel' && this.isForNobody(order.id))
        await this.postReceipt(receiptOf(order.id, 'refused', at, 'order.addressee'));
      return;
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
    if (again || claimed === undefined) return store.saved().catch(() => this.saveLater());
    return this.postReceipt(receiptOf(claimed, 'refused', at, code));
  }

  /** The platform sent an order again: what it has not confirmed of it may have got lost on the way. */
  private async sayAgain(order: string): Promise<void> {
    await this.parts.store.saved().catch(() => this.saveLater());
    const open = this.pending().filter((item) => item.kind === 'receipt' && item.receipt.order === order);
    if (open.length > 0) this.emit('outgoing', open);
  }

  /** It names nobody who lives here: kept, and shown only should the town's list come to say otherwise. */
  private isForNobody(id: string): boolean {
    const { store, household } = this.parts;
    const known = store.content.orders[id];
    return known?.order.audience === 'persons' && meant(known, household.names).length === 0;
  }

  /** Into the outbox, on the disk, then out. A disk that takes nothing delays the receipt and nothing else. */
  private async postReceipt(item: ReturnType<typeof receiptOf>): Promise<void> {
    const { key, online } = this.parts;
    const header = { typ: receiptType, kid: key.thumbprint };
    const signed = online() ? item : { ...item, statement: await key.sign(header, item.receipt) };
    this.enqueue(signed);
    try {
      await this.parts.store.saved();
    } catch {
      return this.saveLater();
    }
    this.emit('outgoing', [signed]);
  }

  /** As a receipt; but a call for help does not wait for a disk: the platform's confirmation is worth as much. */
  private async postAnswer(item: Extract<Outgoing, { kind: 'answer' }>): Promise<void> {
    this.enqueue(item);
    try {
      await this.parts.store.saved();
      this.emit('outgoing', [item]);
    } catch (error) {
      this.saveLater();
      if (!this.parts.online()) throw error;
      const confirmed = this.whenConfirmed(item.id);
      this.emit('outgoing', [item]);
      if (!(await confirmed)) throw error;
    }
  }

  private enqueue(item: Outgoing): void {
    this.parts.store.change((content) => ({
      ...content,
      outbox: [...content.outbox, item].slice(-outboxKept),
    }));
  }

  private whenConfirmed(id: string): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (stored: boolean) => {
        clearTimeout(limit);
        this.off('confirmed', look);
        resolve(stored);
      };
      const look = (ids: string[]) => {
        if (ids.includes(id)) settle(true);
      };
      const limit = setTimeout(settle, confirmLimitMs, false);
      this.on('confirmed', look);
    });
  }

  /** Tries the disk until it takes everything again; then what waited for it goes out. */
  private saveLater(): void {
    clearTimeout(this.retry);
    this.retry = setTimeout(() => {
      this.parts.store.saved().then(
        () => {
          this.retry = undefined;
          this.emit('outgoing', this.pending());
        },
        () => this.saveLater(),
      );
    }, saveAgainMs).unref();
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
