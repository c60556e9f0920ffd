import type { Box } from '../../clients/box.ts';
import { condition as words } from '../../messages/condition.ts';
import { failureMessage } from '../../messages/failures.ts';

/** Sentences about the state of the television, over a page that does not tell it itself; none while all is well. Pure. */
export function conditionOf(
  box: Box,
  page: { home: boolean; tellsConnection: boolean },
  lostLong: boolean,
): string[] {
  if (page.tellsConnection) return [];
  if (box.connection !== 'open') {
    if (box.turnedAway !== null) return sentencesOf(box.turnedAway);
    return lostLong ? [words.agentGone, words.agentGoneMore] : [];
  }
  // What the viewer cannot mend is told where it disturbs nothing.
  return page.home && box.storage ? sentencesOf(box.storage) : [];
}

function sentencesOf(code: string): string[] {
  const { sentence, next } = failureMessage(code);
  return [sentence, next];
}
