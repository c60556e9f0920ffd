import type { BoxResident } from '../../../mock-platform/src/protocol/town.ts';
import type { WatchOverQuestion } from '../../../mock-platform/src/protocol/watch-over.ts';
import type { ShownQuestion } from '../protocol/local.ts';

/** Questions for the screen at an instant, oldest first: neither run out nor answered here. Pure. */
export function openQuestions(
  questions: readonly WatchOverQuestion[],
  answered: readonly string[],
  names: readonly BoxResident[],
  now: number,
): ShownQuestion[] {
  return questions
    .filter(({ id, expiresAt }) => Date.parse(expiresAt) > now && !answered.includes(id))
    .sort((a, b) => Date.parse(a.askedAt) - Date.parse(b.askedAt) || (a.id < b.id ? -1 : 1))
    .map((question) => ({
      question,
      callName: names.find(({ subject }) => subject === question.resident)?.callName ?? null,
    }));
}

/** The next instant at which a question runs out, milliseconds; undefined for never. */
export function nextExpiry(questions: readonly WatchOverQuestion[], now: number): number | undefined {
  const later = questions.map(({ expiresAt }) => Date.parse(expiresAt)).filter((at) => at > now);
  return later.length === 0 ? undefined : Math.min(...later);
}
