import { sql } from 'kysely';
import type { PlatformContext, RegisteredBox } from '../server/context.ts';
import type { StoredReceipt } from './signed-receipts.ts';
import type { AlertsTables } from './tables.ts';

const gatherMilliseconds = 5;
const batchSize = 1000;

interface Waiting {
  box: RegisteredBox;
  receipts: readonly StoredReceipt[];
  stored(): void;
  failed(error: unknown): void;
}

/**
 * Stores receipts of many boxes in one statement: in a fan-out, single inserts would dominate. A receipt that is there
 * already changes nothing.
 */
export class ReceiptStore {
  private waiting: Waiting[] = [];
  private count = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly context: PlatformContext) {}

  /** Resolves with the ids once they are durable. */
  async store(box: RegisteredBox, receipts: readonly StoredReceipt[]): Promise<string[]> {
    await new Promise<void>((stored, failed) => {
      this.waiting.push({ box, receipts, stored, failed });
      this.count += receipts.length;
      if (this.count >= batchSize) this.flush();
      else this.timer ??= setTimeout(() => this.flush(), gatherMilliseconds);
    });
    return receipts.map(({ id }) => id);
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const batch = this.waiting;
    this.waiting = [];
    this.count = 0;
    this.insert(batch).then(
      () => {
        for (const { stored } of batch) stored();
        this.traceAll(batch);
      },
      (error: unknown) => {
        for (const { failed } of batch) failed(error);
      },
    );
  }

  private async insert(batch: readonly Waiting[]): Promise<void> {
    const rows = batch.flatMap(({ box, receipts }) =>
      // The database takes fewer offsets from UTC than a box may write.
      receipts.map((receipt) => ({
        box: box.box,
        code: null,
        statement: null,
        ...receipt,
        at: new Date(receipt.at),
      })),
    );
    // One JSON parameter instead of eight per row: a statement may have 65,535.
    await sql`
      insert into alerts.receipt (box, id, "order", event, at, code, statement, stored_at)
      select box, id, "order", event, at, code, statement, ${this.context.clock()}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as row (box uuid, id uuid, "order" uuid, event text, at timestamptz, code text, statement text)
      on conflict do nothing`.execute(this.context.tables<AlertsTables>());
  }

  private traceAll(batch: readonly Waiting[]): void {
    for (const { box, receipts } of batch) {
      for (const { order, event, code } of receipts) {
        const { household } = box;
        const verdict = event === 'received' ? {} : { verdict: code ?? event };
        this.context.trace({
          flow: order,
          station: 'platform',
          what: `receipt ${event}`,
          household,
          ...verdict,
        });
      }
    }
  }
}
