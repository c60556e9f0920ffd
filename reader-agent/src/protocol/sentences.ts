import { agentSentences } from './agent-sentences.ts';
import { platformSentences } from './platform-sentences.ts';
import type { Sentence } from './sentence.ts';

/** Every code that a person may meet at a box, with its sentences in three languages. */
export const sentences = { ...agentSentences, ...platformSentences };
export type SentenceCode = keyof typeof sentences;

/** The sentences of a code; those of `platform.failed` for one that is not known here. */
export function sentenceOf(code: string): Sentence {
  return Object.hasOwn(sentences, code) ? sentences[code as SentenceCode] : sentences['platform.failed'];
}
