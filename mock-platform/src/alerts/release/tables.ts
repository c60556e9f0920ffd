import type { ColumnType } from 'kysely';
import type { OrderStatus } from '../../protocol/alerts.ts';
import type { OrderDraft } from '../../protocol/console.ts';
import type { DraftEvent, DraftState } from '../../protocol/release.ts';

export interface ReleaseTables {
  'alerts.release_policy': { municipality: string; two_persons: boolean };
  'alerts.draft': {
    id: string;
    municipality: string;
    status: OrderStatus;
    state: DraftState;
    version: number;
    body: ColumnType<OrderDraft, string, string>;
    updates: string | null;
    scheduled_for: Date | null;
    writer: string;
    writer_name: string;
    waits_until: Date | null;
    changed_at: Date;
    approved_version: number | null;
    approved_by: string | null;
    /** Set where one official alone released a live order in an emergency. */
    override_reason: string | null;
    /** Whether the town asked for two persons when this was approved. */
    two_persons: boolean | null;
  };
  /** The record: never changed, never deleted. */
  'alerts.draft_event': {
    draft: string;
    municipality: string;
    at: Date;
    by_id: string;
    by_name: string;
    what: DraftEvent['what'];
    version: number;
    reason: string | null;
  };
}
