import type { Answer } from '../../../../mock-platform/src/protocol/alerts.ts';
import type { ShownOrder } from '../../../../reader-agent/src/protocol/local.ts';

/** What the order overlay shows. `asking` and `asking-later` are questions; the others follow from an answer or a withdrawal. */
export type OrderView =
  | { kind: 'none' }
  | { kind: 'asking'; shown: ShownOrder }
  /** 戻る was pressed: answer now, or in a minute. */
  | { kind: 'leaving'; shown: ShownOrder; since: number }
  | { kind: 'whose'; shown: ShownOrder; answer: Answer; since: number }
  | { kind: 'sending'; shown: ShownOrder; answer: Answer; residents: string[] }
  | {
      kind: 'told';
      shown: ShownOrder;
      answer: Answer;
      residents: string[];
      queued: boolean;
      /** Whose card vouched for it. */
      confirmed: string | null;
      since: number;
    }
  | { kind: 'failed'; shown: ShownOrder; code: string; since: number }
  /** Long after 「にげます」 or 「たすけがいる」: are they safe? */
  | { kind: 'asking-later'; shown: ShownOrder; since: number }
  | { kind: 'cancelled'; shown: ShownOrder };

/** How an order came to the screen. It stays the same while its question, answer and outcome are shown. */
export interface Appearance {
  order: string;
  since: number;
  /** It took the place of an earlier version that had been on this screen. */
  renewed: boolean;
  /** At once: alarm, a chime (an update that changes neither level nor place), or nothing (seen before). */
  first: 'alarm' | 'chime' | 'nothing';
  /** Every twenty seconds. */
  repeat: 'alarm' | 'chime';
}

export interface OrderFlow {
  view: OrderView;
  orders: readonly ShownOrder[];
  /** Of the order on the screen. */
  appearance: Appearance | null;
  /** How many further orders wait for an answer. */
  more: number;
  /** Orders put away with 戻る, until when they stay away. */
  away: Readonly<Record<string, number>>;
  /** What this page has drawn, by id: an update is compared with it, a cancellation of it must be shown. */
  drawn: Readonly<Record<string, { essence: string; answered: boolean }>>;
  /** When those who have answered are asked whether they are safe. */
  later: Readonly<Record<string, number>>;
  /** Cancellations, and orders of a home without a list of residents, that the viewer has seen. */
  acknowledged: readonly string[];
}

export type OrderEvent =
  | { type: 'orders'; orders: readonly ShownOrder[] }
  | { type: 'answer'; answer: Answer }
  | { type: 'residents'; residents: string[] }
  | { type: 'sent'; order: string; queued: boolean; confirmed?: string | null }
  /** A card vouched for an answer that had been given by a key. */
  | { type: 'confirmed'; order: string; resident: string }
  | { type: 'failed'; order: string; code: string }
  | { type: 'again' }
  | { type: 'acknowledge' }
  | { type: 'put-away' }
  | { type: 'back' }
  | { type: 'tick' };

export const noOrder: OrderFlow = {
  view: { kind: 'none' },
  orders: [],
  appearance: null,
  more: 0,
  away: {},
  drawn: {},
  later: {},
  acknowledged: [],
};
