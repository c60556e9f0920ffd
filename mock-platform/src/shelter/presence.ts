import type { Stay } from '../protocol/shelter.ts';

/** One thing that happened to one person, as it is kept. */
export interface Movement {
  id: string;
  shelter: string;
  event: 'in' | 'out';
  stay: Stay;
  at: Date;
}

/** Where somebody is. */
export interface Place {
  shelter: string;
  /** The movement with which they came in. */
  entry: string;
  stay: Stay;
  since: Date;
}

const before = (one: Movement, other: Movement): number =>
  one.at.getTime() - other.at.getTime() || (one.id < other.id ? -1 : 1);

/**
 * Where a person is after all that happened to them, in whatever sequence it arrived and however often: receptions without
 * network send late. Who comes in twice is there once, since the first time; who comes in elsewhere has left; a check-out
 * counts at the shelter where the person is.
 */
export function placeAfter(movements: readonly Movement[]): Place | undefined {
  const known = new Map(movements.map((movement) => [movement.id, movement]));
  let place: Place | undefined;
  for (const { id, shelter, event, stay, at } of [...known.values()].sort(before)) {
    if (event === 'in') {
      place = place?.shelter === shelter ? { ...place, stay } : { shelter, entry: id, stay, since: at };
    } else if (place?.shelter === shelter) place = undefined;
  }
  return place;
}
