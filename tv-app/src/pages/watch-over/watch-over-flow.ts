import type { WatchOverChoice } from '../../../../mock-platform/src/protocol/watch-over.ts';
import type { ShownQuestion } from '../../../../reader-agent/src/protocol/local.ts';

/** What the sheet of watching over shows. */
export type SheetView =
  | { kind: 'none' }
  | { kind: 'asking'; shown: ShownQuestion; since: number }
  | { kind: 'sending'; shown: ShownQuestion; choice: WatchOverChoice }
  | { kind: 'told'; shown: ShownQuestion; choice: WatchOverChoice; queued: boolean; since: number }
  | { kind: 'failed'; shown: ShownQuestion; since: number };

export interface SheetFlow {
  view: SheetView;
  questions: readonly ShownQuestion[];
  /** Whether the screen is free for a question: the broadcast or home, and no order. */
  free: boolean;
  /** Questions put off, until when. */
  later: Readonly<Record<string, number>>;
}

export type SheetEvent =
  | { type: 'questions'; questions: readonly ShownQuestion[] }
  | { type: 'free'; free: boolean }
  | { type: 'choose'; choice: WatchOverChoice }
  | { type: 'sent'; question: string; queued: boolean }
  | { type: 'failed'; question: string }
  | { type: 'later' }
  | { type: 'tick' };

export const noQuestion: SheetFlow = { view: { kind: 'none' }, questions: [], free: false, later: {} };

/** So long a question stays away after 戻る. */
export const laterFor = 30 * 60_000;
/** So long it waits for somebody who is not there; then it comes again later. */
export const standsFor = 3 * 60_000;
/** So long the reply stands. */
export const repliedFor = 6_000;
/** A key within this time was meant for what was on the screen before. */
export const seenAfter = 700;

/** Next state. Pure; `now` in milliseconds. */
export function step(flow: SheetFlow, event: SheetEvent, now: number): SheetFlow {
  const { view } = flow;
  switch (event.type) {
    case 'questions':
      return settle({ ...flow, questions: event.questions }, now);
    case 'free':
      return settle({ ...flow, free: event.free }, now);
    case 'choose': {
      if (view.kind !== 'asking' || now - view.since < seenAfter) return flow;
      if (!view.shown.question.choices.includes(event.choice)) return flow;
      return { ...flow, view: { kind: 'sending', shown: view.shown, choice: event.choice } };
    }
    case 'sent':
      if (view.kind !== 'sending' || view.shown.question.id !== event.question) return flow;
      return { ...flow, view: { ...view, kind: 'told', queued: event.queued, since: now } };
    case 'failed':
      if (view.kind !== 'sending' || view.shown.question.id !== event.question) return flow;
      return { ...flow, view: { kind: 'failed', shown: view.shown, since: now } };
    case 'later':
      return settle(putOff(flow, now), now);
    case 'tick': {
      const since = 'since' in view ? view.since : now;
      const limit = view.kind === 'asking' ? standsFor : repliedFor;
      return settle(now - since >= limit || since > now + limit ? putOff(flow, now) : flow, now);
    }
  }
}

/** What was not answered comes again later; a reply goes. */
function putOff(flow: SheetFlow, now: number): SheetFlow {
  const { view, later } = flow;
  if (view.kind === 'none' || view.kind === 'sending') return flow;
  const again = view.kind === 'told' ? {} : { [view.shown.question.id]: now + laterFor };
  return { ...flow, later: { ...later, ...again }, view: { kind: 'none' } };
}

function settle(flow: SheetFlow, now: number): SheetFlow {
  const { view, questions, free, later } = flow;
  if (!free) return view.kind === 'none' ? flow : { ...flow, view: { kind: 'none' } };
  if (view.kind === 'sending' || view.kind === 'told' || view.kind === 'failed') return flow;
  const waits = ({ question: { id } }: ShownQuestion) => {
    const until = later[id] ?? 0;
    // A clock that was put back holds no question for ever.
    return until <= now || until > now + laterFor;
  };
  const next = questions.find(waits);
  if (!next) return { ...flow, view: { kind: 'none' } };
  if (view.kind === 'asking' && view.shown.question.id === next.question.id)
    return { ...flow, view: { ...view, shown: next } };
  return { ...flow, view: { kind: 'asking', shown: next, since: now } };
}
