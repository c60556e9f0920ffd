import type { Bulletin } from './bulletin.ts';

/** What decides whether a message still counts. */
export type Standing = Pick<
  Bulletin,
  | 'source'
  | 'key'
  | 'series'
  | 'revision'
  | 'action'
  | 'status'
  | 'ends'
  | 'verified'
  | 'issuedAt'
  | 'expiresAt'
>;

/** Whether a later message may end an earlier one: of the same source and status, and no less trusted. */
const mayEnd = (later: Standing, earlier: Standing): boolean =>
  later.source === earlier.source &&
  later.status === earlier.status &&
  (later.verified || !earlier.verified) &&
  later.issuedAt.getTime() >= earlier.issuedAt.getTime();

const follows = (one: Standing, other: Standing): boolean =>
  one.revision > other.revision || (one.revision === other.revision && one.action === 'cancel');

/**
 * The messages that count now: not run out, not cancelled, and the last of their series, in whatever order they came.
 * A message that is not verified ends none that is, and a drill ends nothing that is meant.
 */
export function inForce<T extends Standing>(messages: readonly T[], now: Date): T[] {
  const bySeries = new Map<string, T[]>();
  for (const message of messages)
    bySeries.set(message.series, [...(bySeries.get(message.series) ?? []), message]);
  const endedBy = new Map<string, T[]>();
  for (const message of messages) {
    if (message.action === 'issue') continue;
    for (const key of message.ends) endedBy.set(key, [...(endedBy.get(key) ?? []), message]);
  }
  return messages.filter((message) => {
    if (message.action === 'cancel') return false;
    if (message.expiresAt !== null && message.expiresAt <= now) return false;
    const ended = (endedBy.get(message.key) ?? []).some(
      (later) => later !== message && mayEnd(later, message),
    );
    const followed = (bySeries.get(message.series) ?? []).some(
      (later) => later !== message && mayEnd(later, message) && follows(later, message),
    );
    return !ended && !followed;
  });
}
