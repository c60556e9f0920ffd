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
    action: Order['action'];
    cancels: string | null;
    /** The order that this one replaces; each is replaced once, so that a chain has one end. */
    updates: string | null;
    /** The update that this withdrawal goes with, to those whom the update does not mean any more. */
    accompanies: string | null;
    /** `persons`: those of `alerts.addressee`. */
    audience: 'districts' | 'persons';
    districts: ColumnType<string[], string, never>;
    body: ColumnType<Order, string, never>;
    /** The signed order, the same bytes for every box. */
    jws: string;
    draft_hash: string;
    official: string;
    issued_at: Date;
    expires_at: Date;
  };
  'alerts.addressee': {
    order: string;
    /** Pairwise id of the sector `town`. */
    household: string;
    /** Pairwise subjects of the sector `town`. */
    subjects: ColumnType<string[], string, never>;
  };
  'alerts.recipient_group': {
    municipality: string;
    id: string;
    name: string;
    subjects: ColumnType<string[], string, string>;
  };
  /** How often something about an order has been stored, for each process that stores. */
  'alerts.progress': { order: string; writer: string; version: number };
  /** Who came to a shelter, and went again. */
  'alerts.sheltered': { municipality: string; subject: string; since: Date; until: Date | null };
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
