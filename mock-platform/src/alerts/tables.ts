import type { ColumnType, Generated } from 'kysely';
import type { Answer, Order, OrderStatus, Receipt } from '../protocol/alerts.ts';
import type { Tier } from '../protocol/basics.ts';

export interface AlertsTables {
  'alerts.order': {
    id: string;
    /** Grows in the order of commits; boxes resume after it. */
    number: Generated<number>;
    municipality: string;
    status: OrderStatus;
    action: 'issue' | 'cancel';
    cancels: string | null;
    districts: ColumnType<string[], string, never>;
    body: ColumnType<Order, string, never>;
    /** The signed order, the same bytes for every box. */
    jws: string;
    draft_hash: string;
    official: string;
    issued_at: Date;
    expires_at: Date;
  };
  'alerts.receipt': {
    box: string;
    id: string;
    order: string;
    event: Receipt['event'];
    /** As the box's clock said. */
    at: Date;
    code: string | null;
    stored_at: Date;
    /** The box's signed statement, where it was written without a connection: evidence. */
    statement: string | null;
  };
  'alerts.answer': {
    id: string;
    box: string;
    order: string;
    /** Pairwise subject of the sector `town`. */
    resident: string;
    answer: Answer;
    tier: Tier;
    at: Date;
    stored_at: Date;
    /** The signed statement: evidence. */
    statement: string;
  };
}
