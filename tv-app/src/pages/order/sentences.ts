import type { Order } from '../../../../mock-platform/src/protocol/alerts.ts';
import { language } from '../../messages/language.ts';

/** Where and how, in the language of the television; what the town has not translated comes as it was written. */
export function sentencesOf({ sentences, translations }: Order): readonly string[] {
  const chosen = language();
  return (chosen === 'ja' ? undefined : translations?.[chosen]) ?? sentences;
}
