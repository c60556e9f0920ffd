import { failures } from '../../../../reader-agent/src/protocol/failures.ts';
import type {
  LoginPhase,
  LoginProgress,
  PinEntry,
  ReaderState,
} from '../../../../reader-agent/src/protocol/local.ts';
import { type FailureSign, failureMessage, failureSign } from '../../messages/failures.ts';
import { greetingFor } from '../../messages/home.ts';
import { enrolment, login as words } from '../../messages/login.ts';
import { pin as pinWords } from '../../messages/pin.ts';

export interface LoginView {
  /** `pin`: keys for it; `consent`: whether the last try shall be used, the safe answer first. */
  kind: 'guide' | 'busy' | 'pin' | 'consent' | 'done' | 'fault';
  sentence: string;
  rule: string;
  /** Drawing that stands still; none means the loop. */
  still?: 0 | 1 | 2;
  /** Drawn in its place: call somebody, go home, wait. */
  sign?: FailureSign | 'pin-note';
  /** Which PIN, with `pin`; how much of it is typed is not told here. */
  pin?: Pick<PinEntry, 'kind' | 'triesLeft'>;
  /** Offer もういちど, because the login has ended. */
  ended: boolean;
  /** The same step may well succeed now: もういちど has the focus. */
  retry: boolean;
}

/** Codes of the platform after which laying the card once more is worth it. */
const worthRetrying = ['challenge.', 'revocation.unavailable', 'login.proof-missing'];

/** Whether nothing more comes of a login. */
export function hasEnded(phase: LoginPhase): boolean {
  return phase === 'done' || phase === 'refused' || phase === 'cancelled';
}

/** What the login page says for the agent's progress, the reader's state and a fault of the line. Pure. */
export function loginView(
  progress: LoginProgress | null,
  reader: ReaderState,
  fault: string | null,
  now: Date,
): LoginView {
  if (fault) return faultView(fault, true);
  const phase = progress?.phase ?? 'waiting-for-card';
  if (phase === 'refused') return faultView(progress?.code ?? 'platform.failed', true);
  if (phase === 'cancelled') return faultView(progress?.code ?? 'login.cancelled', true);
  if (phase === 'done') {
    const ended = { kind: 'done', still: 2, ended: false, retry: false } as const;
    if (progress?.service === 'identity' && progress.request === undefined) {
      return { ...ended, sentence: enrolment.done, rule: enrolment.doneMore };
    }
    const sentence = greetingFor(progress?.callName ?? '', now);
    return { ...ended, sentence, rule: words.doneMore };
  }
  if (phase === 'waiting-for-consent') {
    return {
      kind: 'consent',
      sentence: pinWords.consent,
      rule: progress?.code === 'pin.wrong' ? pinWords.consentAfterWrong : pinWords.consentMore,
      sign: 'pin-note',
      ended: false,
      retry: false,
    };
  }
  if (phase === 'waiting-for-pin' && progress?.pin) return pinView(progress.pin, progress.code);
  if (phase === 'reading' || phase === 'proving') {
    return {
      kind: 'busy',
      sentence: words.reading,
      rule: words.readingMore,
      still: 2,
      ended: false,
      retry: false,
    };
  }
  if (phase === 'checking') {
    return {
      kind: 'busy',
      sentence: words.checking,
      rule: words.checkingMore,
      still: 2,
      ended: false,
      retry: false,
    };
  }
  if (reader.state === 'missing') return faultView(reader.code ?? 'reader.none', false);
  if (progress?.code) return faultView(progress.code, false);
  return { kind: 'guide', sentence: words.place, rule: words.keep, ended: false, retry: false };
}

function pinView({ kind, triesLeft }: PinEntry, code: string | undefined): LoginView {
  const view = { kind: 'pin', ended: false, retry: false, pin: { kind, triesLeft } } as const;
  if (code) {
    // A wrong PIN, or another card than before: either way this PIN is typed from its beginning.
    return { ...view, sentence: failureMessage(code).sentence, rule: pinWords.anew };
  }
  return { ...view, sentence: pinWords.ask[kind], rule: kind === 'authentication' ? pinWords.remote : '' };
}

function faultView(code: string, ended: boolean): LoginView {
  const { sentence, next } = failureMessage(code);
  const known = (failures as Record<string, { retry: boolean } | undefined>)[code];
  const retry = known?.retry ?? worthRetrying.some((prefix) => code.startsWith(prefix));
  const sign = failureSign(code);
  return { kind: 'fault', sentence, rule: next, ended, retry, ...(sign ? { sign } : {}) };
}
