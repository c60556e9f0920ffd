import type { CardTier } from '../../../mock-platform/src/protocol/identity.ts';
import type { PinKind } from '../card/pin.ts';
import { type FailureCode, failures } from '../protocol/failures.ts';
import type { LoginPhase, PinEntry } from '../protocol/local.ts';
import { pinRules } from './pin.ts';

/** Longest stay in each waiting phase, milliseconds: no phase can hang. While a PIN is typed, each key starts it anew. */
export const phaseLimitsMs = {
  'waiting-for-card': 120_000,
  reading: 20_000,
  'waiting-for-pin': 90_000,
  'waiting-for-consent': 60_000,
  proving: 25_000,
  checking: 25_000,
} as const satisfies Partial<Record<LoginPhase, number>>;
/** So long typed keys outlive a card that was taken away, milliseconds. */
export const typedKeysLimitMs = 60_000;

/** What the card shall do in one login. */
export interface LoginPlan {
  tier: CardTier;
  /** PINs that it asks for, in this order. */
  pins: readonly PinKind[];
  /** Plan to go on with when the platform wants more than this one proves. */
  more?: LoginPlan;
  /** The card may be taken away once its part is done (no session hangs on it). */
  cardMayGo?: boolean;
}

export interface LoginState {
  phase: LoginPhase;
  plan: LoginPlan;
  /** Counts the cards read: what an earlier attempt still reports is ignored. */
  attempt: number;
  /** PINs still to be used, the one asked for first. */
  pins: readonly PinKind[];
  /** Of the first of `pins`, as the card said. */
  triesLeft: number;
  /** Keys that the PIN buffer holds. */
  typed: number;
  /** The viewer agreed to use the last try. */
  consented: boolean;
  code?: string;
  callName?: string;
}

export type LoginEvent =
  | { type: 'card-laid' | 'card-taken' | 'cancel' }
  /** The phase's limit has passed. */
  | { type: 'time-up' }
  | { type: 'pin-typed' | 'pin-submitted' | 'consented' }
  | { type: 'pin-erased'; all: boolean }
  | {
      /** The certificate is read: of the first card, the same again or another one. */
      type: 'read';
      attempt: number;
      card: 'first' | 'same' | 'other';
      /** Meanwhile it is known that the platform wants what `plan.more` proves. */
      more?: boolean;
      /** Only for a resident of this household. */
      callName?: string | undefined;
    }
  /** The card said how many tries the next PIN has. */
  | { type: 'tries-known'; attempt: number; triesLeft: number }
  /** The card refused the PIN. */
  | { type: 'pin-wrong'; attempt: number; triesLeft: number }
  /** The card took the PIN, and what it opens has been used. */
  | { type: 'pin-used'; attempt: number }
  /** The card's part is done, the statement is ready for the platform. */
  | { type: 'proved'; attempt: number }
  | { type: 'accepted'; attempt: number }
  /** `callName` when the platform said at the holder's own box whose card was refused (D2). */
  | { type: 'fault'; attempt: number; code: string; callName?: string | undefined };

/** What entering a state makes the agent do: `verify` is the only one that gives a PIN to the card. */
export type LoginCommand = 'read' | 'verify' | 'prove' | 'send';

export function begin(cardLies: boolean, plan: LoginPlan): LoginState {
  const start = { plan, pins: plan.pins, triesLeft: 0, typed: 0, consented: false };
  return cardLies
    ? { ...start, phase: 'reading', attempt: 1 }
    : { ...start, phase: 'waiting-for-card', attempt: 0 };
}

/** Whether a login has ended. */
export function ended({ phase }: LoginState): boolean {
  return phase === 'done' || phase === 'refused' || phase === 'cancelled';
}

/** Limit of the present state, milliseconds; undefined after the end. */
export function limitOf({ phase, typed }: LoginState): number | undefined {
  if (phase === 'waiting-for-card' && typed > 0) return typedKeysLimitMs;
  return phase in phaseLimitsMs ? phaseLimitsMs[phase as keyof typeof phaseLimitsMs] : undefined;
}

/** The PIN that is being asked for: exactly in the two PIN phases. */
export function pinOf({ phase, pins: [kind], triesLeft, typed }: LoginState): PinEntry | undefined {
  if (kind === undefined || (phase !== 'waiting-for-pin' && phase !== 'waiting-for-consent'))
    return undefined;
  const { least, most } = pinRules[kind];
  return { kind, triesLeft, typed, least, most };
}

/** What the step from one state to the next makes the agent do; `before` is absent at the start. */
export function commandOf(before: LoginState | undefined, after: LoginState): LoginCommand | undefined {
  if (after.phase === 'reading') return before?.attempt === after.attempt ? undefined : 'read';
  if (before === undefined || before.phase === after.phase) return undefined;
  if (after.phase === 'checking') return 'send';
  if (after.phase !== 'proving') return undefined;
  return before.phase === 'waiting-for-pin' ? 'verify' : 'prove';
}

/**
 * The whole course of a login: waiting-for-card → reading → (waiting-for-consent →) waiting-for-pin → proving →
 * checking → done; without PIN, reading → proving. A fault that laying the card again mends leads back to the start with
 * its code, and the same card goes on where it was; everything else ends. Returns the same object when nothing changes.
 */
export function next(state: LoginState, event: LoginEvent): LoginState {
  if (ended(state)) return state;
  const { phase, attempt } = state;
  if ('attempt' in event && event.attempt !== attempt) return state;
  switch (event.type) {
    case 'cancel':
      return end(state, 'cancelled');
    case 'card-laid':
      return phase === 'waiting-for-card' ? reading(state) : state;
    case 'card-taken':
      if (phase === 'waiting-for-card' || (phase === 'checking' && state.plan.cardMayGo)) return state;
      return waiting(state, 'card.removed');
    case 'time-up':
      return afterLimit(state);
    case 'fault':
      return afterFault(state, event.code, event.callName);
    case 'read':
      return phase === 'reading' ? afterReading(state, event) : state;
    case 'tries-known':
      return phase === 'reading' || phase === 'proving' ? asking(state, event.triesLeft) : state;
    case 'pin-wrong':
      return phase === 'proving' ? asking(state, event.triesLeft, 'pin.wrong') : state;
    case 'pin-used':
      return phase === 'proving' ? { ...state, pins: state.pins.slice(1) } : state;
    case 'proved':
      return phase === 'proving' && state.pins.length === 0 ? { ...state, phase: 'checking' } : state;
    case 'accepted':
      return phase === 'checking' ? end(state, 'done') : state;
    default:
      return typing(state, event);
  }
}

function typing(
  state: LoginState,
  event: Extract<LoginEvent, { type: 'pin-typed' | 'pin-erased' | 'pin-submitted' | 'consented' }>,
): LoginState {
  const { phase, typed, code: _, ...rest } = state;
  if (event.type === 'consented') {
    return phase === 'waiting-for-consent' ? { ...state, phase: 'waiting-for-pin', consented: true } : state;
  }
  const pin = pinOf(state);
  if (phase !== 'waiting-for-pin' || pin === undefined) return state;
  switch (event.type) {
    case 'pin-typed':
      return typed < pin.most ? { ...state, typed: typed + 1 } : state;
    case 'pin-erased':
      return typed > 0 ? { ...state, typed: event.all ? 0 : typed - 1 } : state;
    case 'pin-submitted':
      return typed < pin.least ? state : { ...rest, phase: 'proving', typed: 0, consented: false };
  }
}

/** Before any PIN is typed the tries left are known: none left ends the login, the last one needs the viewer's word. */
function asking(state: LoginState, triesLeft: number, wrong?: 'pin.wrong'): LoginState {
  if (state.pins.length === 0) return state;
  if (triesLeft < 1) return end({ ...state, typed: 0 }, 'refused', 'pin.blocked');
  const { code = undefined, ...rest } = { ...state, ...(wrong === undefined ? {} : { code: wrong }) };
  const phase = triesLeft > 1 || state.consented ? 'waiting-for-pin' : 'waiting-for-consent';
  return { ...rest, phase, triesLeft, ...coded(code) };
}

function reading(state: LoginState, plan = state.plan): LoginState {
  const { code: _, callName: __, ...rest } = state;
  const pins = plan === state.plan ? state.pins : plan.pins;
  return { ...rest, plan, pins, phase: 'reading', attempt: state.attempt + 1 };
}

function afterReading(
  state: LoginState,
  { card, more, callName }: Extract<LoginEvent, { type: 'read' }>,
): LoginState {
  const plan = (more ? state.plan.more : undefined) ?? state.plan;
  const other = card === 'other' && plan.pins.length > 0;
  const pins = other || plan !== state.plan ? plan.pins : state.pins;
  const read = other
    ? { ...state, plan, pins, typed: 0, consented: false, code: 'card.changed' }
    : { ...state, plan, pins };
  return { ...read, phase: read.pins.length === 0 ? 'proving' : 'reading', ...named(callName) };
}

function afterLimit(state: LoginState): LoginState {
  switch (state.phase) {
    case 'waiting-for-card':
      return state.typed > 0 ? { ...state, typed: 0 } : end(state, 'refused', 'login.timeout');
    case 'waiting-for-pin':
    case 'waiting-for-consent':
      return end(state, 'refused', 'login.timeout');
    case 'checking':
      return end(state, 'refused', 'platform.unreachable');
    default:
      return waiting(state, 'card.unreadable');
  }
}

function afterFault(state: LoginState, code: string, callName: string | undefined): LoginState {
  const { phase, plan } = state;
  if (phase === 'waiting-for-card') return state;
  if (phase === 'checking' && code === 'login.tier-too-low' && plan.more !== undefined) {
    return reading(state, plan.more);
  }
  return mendedByCard(code) ? waiting(state, code) : { ...end(state, 'refused', code), ...named(callName) };
}

/**
 * Typed keys wait for the card they were typed for, but not while another kind of card lies there. A statement that has
 * gone to the platform is good for one login: what it said has to be proved again.
 */
function waiting(state: LoginState, code: string): LoginState {
  const { callName: _, ...rest } = state;
  const typed = code === 'card.removed' || code === 'card.unreadable' ? state.typed : 0;
  const pins = state.phase === 'checking' ? state.plan.pins : state.pins;
  return { ...rest, phase: 'waiting-for-card', pins, typed, code };
}

function end(state: LoginState, phase: 'done' | 'refused' | 'cancelled', code?: string): LoginState {
  const { code: _, callName, ...rest } = state;
  return { ...rest, phase, typed: 0, ...coded(code), ...(phase === 'done' ? named(callName) : {}) };
}

const coded = (code: string | undefined) => (code === undefined ? {} : { code });
const named = (callName: string | undefined) => (callName === undefined ? {} : { callName });

/** Faults of card or reader after which laying the card again is worth a try. */
function mendedByCard(code: string): boolean {
  if (!/^(card|reader)\./.test(code) || !Object.hasOwn(failures, code)) return false;
  return failures[code as FailureCode].retry;
}
