import { sql } from 'kysely';
import type { PlatformContext, RegisteredBox } from '../server/context.ts';
import { writerOf } from './progress.ts';
import type { StoredReceipt } from './signed-receipts.ts';
import type { AlertsTables } from './tables.ts';

/** Receipts of the first boxes wait for those that come with them. */
const gatherMilliseconds = 4;
const batchSize = 2000;

interface Waiting {
  box: RegisteredBox;
  receipts: readonly StoredReceipt[];
  stored(): void;
  failed(error: unknown): void;
}

/**
 * Stores receipts of many boxes in one statement: in a fan-out, single inserts would dominate. While one batch is on its way to
 * the disk the next gathers. A receipt that is there already changes nothing.
 */
export class ReceiptStore {
  private waiting: Waiting[] = [];
  private running: Promise<void> | undefined;

  constructor(private readonly context: PlatformContext) {}

  /** Resolves once they are durable. */
  store(box: RegisteredBox, receipts: readonly StoredReceipt[]): Promise<void> {
    return new Promise((stored, failed) => {
      this.waiting.push({ box, receipts, stored, failed });
      this.running ??= this.run().finally(() => {
        this.running = undefined;
      });
    });
  }

  private async run(): Promise<void> {
    await new Promise((gathered) => setTimeout(gathered, gatherMilliseconds));
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, batchSize);
      try {
        await this.insert(batch);
        for (const { stored } of batch) stored();
        this.traceAll(batch);
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
  }

  private async insert(batch: readonly Waiting[]): Promise<void> {
    const rows = batch.flatMap(({ box, receipts }) =>
      receipts.map((receipt) => ({ box: box.box, ...receipt })),
    );
    const column = <T>(value: (row: (typeof rows)[number]) => T): T[] => rows.map(value);
    // The database takes fewer offsets from UTC than a box may write.
    const instants = column(({ at }) => new Date(at).toISOString());
    // Columns, not rows: a statement may have 65,535 parameters.
    await sql`
      with written as (
        insert into alerts.receipt (box, id, "order", event, at, code, statement, stored_at)
        select *, ${this.context.clock()}::timestamptz from unnest(
          ${column(({ box }) => box)}::uuid[], ${column(({ id }) => id)}::uuid[],
          ${column(({ order }) => order)}::uuid[], ${column(({ event }) => event)}::text[],
          ${instants}::timestamptz[], ${column(({ code }) => code ?? null)}::text[],
          ${column(({ statement }) => statement ?? null)}::text[])
        on conflict do nothing
        returning "order"
      )
      insert into alerts.progress ("order", writer, version)
      select distinct written."order", ${writerOf(this.context)}::uuid, 1
      from written join alerts."order" as known on known.id = written."order"
      on conflict ("order", writer) do update set version = progress.version + 1`.execute(
      this.context.tables<AlertsTables>(),
    );
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
