import type { CardFile, CardKind } from '../protocol/card-reader.ts';

/** What a card is called in lists. */
export function kindOf({ kind, generation }: CardFile): CardKind {
  return kind === 'individual-number-card' && generation === 'next' ? 'next-generation-card' : kind;
}
