import type { ReaderState } from '../../protocol/living-room.ts';

/** The state with one household's reader holding a card (which then lies nowhere else) or none. */
export function withCard(state: ReaderState, household: string, card: string | null): ReaderState {
  const readers = state.readers.map((one) => {
    if (one.household === household) return { ...one, card };
    return card !== null && one.card === card ? { ...one, card: null } : one;
  });
  return { readers };
}
