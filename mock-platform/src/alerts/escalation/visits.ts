import type { Answer } from '../../protocol/alerts.ts';

/** Why somebody should be looked after, the most urgent first. */
export const visitReasons = ['help', 'support-silent', 'unanswered', 'silent', 'unreachable'] as const;
export type VisitReason = (typeof visitReasons)[number];

/** What is known of a resident under an order. */
export interface ResidentState {
  subject: string;
  supportNeeded: boolean;
  answer: Answer | null;
  /** At a shelter now. */
  sheltered: boolean;
  /** Said beforehand to be away. */
  absent: boolean;
  /** Whether any television of theirs has the order on its disk. */
  received: boolean;
  /** Whether any has shown it. */
  displayed: boolean;
  /** Whether any is connected now. */
  online: boolean;
}

/**
 * Why a resident needs somebody to look after them; undefined when nobody need: they said that they are safe or leaving, are
 * at a shelter, or away by plan. Who asks for help is never left out because of a plan, only once at a shelter.
 */
export function visitReason(state: ResidentState): VisitReason | undefined {
  const { answer, sheltered, absent, supportNeeded, received, displayed, online } = state;
  if (sheltered) return undefined;
  if (answer === 'help') return 'help';
  if (answer !== null || absent) return undefined;
  if (supportNeeded) return 'support-silent';
  if (displayed) return 'unanswered';
  return received || online ? 'silent' : 'unreachable';
}

/**
 * Who needs a visit, in the order of the visits: help first, then those on the list of 避難行動要支援者 who are silent, then
 * where the television shows the order and nobody answers, then silence, then televisions out of reach. Within one
 * reason those who need support first, otherwise as they came.
 */
export function whoNeedsAVisit<State extends ResidentState>(
  residents: readonly State[],
): (State & { reason: VisitReason })[] {
  const found = residents.flatMap((state) => {
    const reason = visitReason(state);
    return reason === undefined ? [] : [{ ...state, reason }];
  });
  const rank = ({ reason, supportNeeded }: State & { reason: VisitReason }): number =>
    2 * visitReasons.indexOf(reason) + (supportNeeded ? 0 : 1);
  return found.sort((one, other) => rank(one) - rank(other));
}
