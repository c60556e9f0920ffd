import type { ColumnType } from 'kysely';
import type { Payment } from './state.ts';

type Moment = ColumnType<Date, Date, Date>;

export interface PaymentTables {
  'payment.payment': Payment & {
    id: string;
    municipality: string;
    /** What is paid for, as the asking module knows it. */
    reference: string;
    /** Yen. */
    amount: number;
    /** The provider's page, once it was opened. */
    session: string | null;
    created_at: Moment;
    changed_at: Moment;
  };
  'payment.event': { id: string; payment: string; kind: string; at: Moment };
  /** The stand-in's own book (demo only). */
  'payment.mock_session': {
    session: string;
    payment: string;
    amount: number;
    state: 'open' | 'paid' | 'refused' | 'returned';
  };
}
