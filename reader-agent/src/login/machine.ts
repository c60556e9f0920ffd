import { type FailureCode, failures } from '../protocol/failures.ts';
import type { LoginPhase } from '../protocol/local.ts';

/** Longest stay in each waiting phase, milliseconds: no phase can hang. */
export const phaseLimitsMs = {
  'waiting-for-card': 120_000,
  reading: 15_000,
  proving: 20_000,
  checking: 25_000,
} as const satisfies Partial<Record<LoginPhase, number>>;

export interface LoginState {
  phase: LoginPhase;
  /** Counts the cards laid: what an earlier attempt still reports is ignored. */
  attempt: number;
  code?: string;
  callName?: string;
}

export type LoginEvent =
  | { type: 'card-laid' }
  | { type: 'card-taken' }
  | { type: 'cancel' }
  /** The phase's limit has passed. */
  | { type: 'time-up' }
  /** The certificate is read; `callName` only for a resident of this household. */
  | { type: 'read'; attempt: number; callName?: string | undefined }
  /** The card's part is done, the statement is ready for the platform. */
  | { type: 'proved'; attempt: number }
  | { type: 'accepted'; attempt: number }
  /** `callName` when the platform said at the holder's own box whose card was refused (D2). */
  | { type: 'fault'; attempt: number; code: string; callName?: string | undefined };

export function begin(cardLies: boolean): LoginState {
  return cardLies ? { phase: 'reading', attempt: 1 } : { phase: 'waiting-for-card', attempt: 0 };
}

/** Whether a login has ended. */
export function ended({ phase }: LoginState): boolean {
  return phase === 'done' || phase === 'refused' || phase === 'cancelled';
}

/** Limit of the present phase, milliseconds; undefined after the end. */
export function limitOf({ phase }: LoginState): number | undefined {
  return phase in phaseLimitsMs ? phaseLimitsMs[phase as keyof typeof phaseLimitsMs] : undefined;
}

/**
 * The whole course of a login: waiting-for-card → reading → proving → checking → done. A fault that laying the card
 * again mends leads back to the start with its code, everything else ends. Returns the same object when nothing changes.
 */
export function next(state: LoginState, event: LoginEvent): LoginState {
  if (ended(state)) return state;
  const { phase, attempt } = state;
  if ('attempt' in event && event.attempt !== attempt) return state;
  switch (event.type) {
    case 'cancel':
      return { phase: 'cancelled', attempt };
    case 'card-laid':
      return phase === 'waiting-for-card' ? { phase: 'reading', attempt: attempt + 1 } : state;
    case 'card-taken':
      return phase === 'waiting-for-card' ? state : waiting(attempt, 'card.removed');
    case 'time-up':
      if (phase === 'waiting-for-card') return { phase: 'refused', attempt, code: 'login.timeout' };
      if (phase === 'checking') return { phase: 'refused', attempt, code: 'platform.unreachable' };
      return waiting(attempt, 'card.unreadable');
    case 'read':
      return phase === 'reading' ? { ...state, phase: 'proving', ...named(event.callName) } : state;
    case 'proved':
      return phase === 'proving' ? { ...state, phase: 'checking' } : state;
    case 'accepted':
      return phase === 'checking' ? { ...state, phase: 'done' } : state;
    case 'fault':
      if (phase === 'waiting-for-card') return state;
      return mendedByCard(event.code)
        ? waiting(attempt, event.code)
        : { phase: 'refused', attempt, code: event.code, ...named(event.callName) };
  }
}

const waiting = (attempt: number, code: string): LoginState => ({ phase: 'waiting-for-card', attempt, code });

const named = (callName: string | undefined) => (callName === undefined ? {} : { callName });

/** Faults of card or reader after which laying the card again is worth a try. */
function mendedByCard(code: string): boolean {
  if (!/^(card|reader)\./.test(code) || !Object.hasOwn(failures, code)) return false;
  return failures[code as FailureCode].retry;
}
