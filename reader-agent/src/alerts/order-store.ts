import { join } from 'node:path';
import * as z from 'zod/mini';
import { Answer, Order, Receipt } from '../../../mock-platform/src/protocol/alerts.ts';
import { Instant, Subject, Uuid } from '../../../mock-platform/src/protocol/basics.ts';
import type { BoxKey } from '../box/box-key.ts';
import { EncryptedFile } from '../box/encrypted-file.ts';
import type { StorageHealth } from '../box/storage-health.ts';

const Content = z.object({
  /** Number of the last order that is on this disk. */
  cursor: z.int(),
  orders: z.record(
    z.string(),
    z.object({
      order: Order,
      receivedAt: Instant,
      displayedAt: z.nullable(Instant),
      answers: z.record(z.string(), Answer),
      /** For an order to single persons: whom the platform named beside it. */
      addressed: z.optional(z.array(Subject)),
    }),
  ),
  /** Orders that did not verify, kept as evidence, newest last. */
  refused: z.array(z.object({ jws: z.string(), code: z.string(), at: Instant })),
  /** What the platform has not yet confirmed as stored, oldest first. */
  outbox: z.array(
    z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('receipt'),
        id: Uuid,
        receipt: Receipt,
        /** Signed by the box key: it was written while there was no connection. */
        statement: z.optional(z.string()),
      }),
      z.object({ kind: z.literal('answer'), id: Uuid, statement: z.string() }),
    ]),
  ),
});
export type OrderContent = z.infer<typeof Content>;
export type Outgoing = OrderContent['outbox'][number];

const empty: OrderContent = { cursor: 0, orders: {}, refused: [], outbox: [] };

/**
 * Orders, receipts and answers on the box's disk, encrypted (answers say who needs help). Changes apply in memory at
 * once, so that an order is on the screen before the disk has turned; `saved` says when they are safe.
 */
export class OrderStore {
  private writing: Promise<void> | undefined;
  private waiting: Promise<void> | undefined;

  private constructor(
    private readonly file: EncryptedFile,
    private current: OrderContent,
  ) {}

  /** With an empty store, also when the file could not be read, the platform sends again what is in force. */
  static async open(folder: string, key: BoxKey, health?: StorageHealth): Promise<OrderStore> {
    const file = new EncryptedFile(join(folder, 'orders.enc'), key, health);
    return new OrderStore(file, (await file.read((value) => Content.parse(value))) ?? empty);
  }

  get content(): OrderContent {
    return this.current;
  }

  change(step: (content: OrderContent) => OrderContent): void {
    this.current = step(this.current);
  }

  /** Resolves when everything changed so far is on the disk; rejects when it could not be written. */
  saved(): Promise<void> {
    if (this.writing === undefined) {
      this.writing = this.file.write(this.current).finally(() => {
        this.writing = undefined;
      });
      return this.writing;
    }
    // One more write after the running one is enough for everybody who asks meanwhile.
    this.waiting ??= this.writing
      .catch(() => {})
      .then(() => {
        this.waiting = undefined;
        return this.saved();
      });
    return this.waiting;
  }
}
