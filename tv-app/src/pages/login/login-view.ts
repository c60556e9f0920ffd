import { failures } from '../../../../reader-agent/src/protocol/failures.ts';
import type { LoginProgress, ReaderState } from '../../../../reader-agent/src/protocol/local.ts';
import { type FailureSign, failureMessage, failureSign } from '../../messages/failures.ts';
import { greetingFor } from '../../messages/home.ts';
import { login as words } from '../../messages/login.ts';

export interface LoginView {
  kind: 'guide' | 'busy' | 'done' | 'fault';
  sentence: string;
  rule: string;
  /** Drawing that stands still; none means the loop. */
  still?: 0 | 1 | 2;
  /** Drawn in its place: call somebody, go home, wait. */
  sign?: FailureSign;
  /** Offer もういちど, because the login has ended. */
  ended: boolean;
  /** The same step may well succeed now: もういちど has the focus. */
  retry: boolean;
}

/** Codes of the platform after which laying the card once more is worth it. */
const worthRetrying = ['challenge.', 'revocation.unavailable', 'login.proof-missing'];

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
    const sentence = progress?.callName ? greetingFor(progress.callName, now) : words.checking;
    return { kind: 'done', sentence, rule: words.doneMore, still: 2, ended: false, retry: false };
  }
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

function faultView(code: string, ended: boolean): LoginView {
  const { sentence, next } = failureMessage(code);
  const known = (failures as Record<string, { retry: boolean } | undefined>)[code];
  const retry = known?.retry ?? worthRetrying.some((prefix) => code.startsWith(prefix));
  const sign = failureSign(code);
  return { kind: 'fault', sentence, rule: next, ended, retry, ...(sign ? { sign } : {}) };
}
