import type { Level, OrderStatus } from '../../protocol/alerts.ts';

/** Minutes after the release of an order. */
export interface EscalationPolicy {
  /** It goes out again to connected televisions that have not confirmed it; then as often again. */
  resend: number;
  /** Who has not answered is on the list of those to be telephoned. */
  phone: number;
  /** Who has not answered is on the list of those to be visited (民生委員). */
  visit: number;
}

/** The higher the level, the less time is left; at level 5 whoever visits must think of their own safety first. */
export const escalationPolicy: Readonly<Record<Level, EscalationPolicy>> = {
  3: { resend: 5, phone: 15, visit: 30 },
  4: { resend: 2, phone: 5, visit: 10 },
  5: { resend: 1, phone: 3, visit: 5 },
};

/** What is to be done about those who are silent. */
export type EscalationStep = 'wait' | 'phone' | 'visit';

const minute = 60_000;

/**
 * How far an order has come at an instant, and when it goes further; a drill sends nobody out. Silence under an order that
 * it replaced counts: `since` is when the first of the chain was released.
 */
export function escalationAt(
  { level, status, since }: { level: Level; status: OrderStatus; since: Date },
  now: Date,
): { step: EscalationStep; nextAt: Date | null } {
  if (status === 'drill') return { step: 'wait', nextAt: null };
  const { phone, visit } = escalationPolicy[level];
  const at = (minutes: number): Date => new Date(since.getTime() + minutes * minute);
  if (now < at(phone)) return { step: 'wait', nextAt: at(phone) };
  if (now < at(visit)) return { step: 'phone', nextAt: at(visit) };
  return { step: 'visit', nextAt: null };
}

/** How often an order should have gone out again by now. */
export function resendsDue(
  { level, issuedAt }: { level: Level; issuedAt: Date },
  now: Date,
  most: number,
): number {
  const due = Math.floor((now.getTime() - issuedAt.getTime()) / (escalationPolicy[level].resend * minute));
  return Math.max(0, Math.min(most, due));
}
