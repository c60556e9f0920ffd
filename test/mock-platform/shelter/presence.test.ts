import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Movement, placeAfter } from '../../../mock-platform/src/shelter/presence.ts';

const movements = fc.uniqueArray(
  fc.record({
    id: fc.uuid(),
    shelter: fc.constantFrom('school', 'gym', 'hall'),
    event: fc.constantFrom('in', 'out' as const),
    stay: fc.constantFrom('night', 'day', 'car' as const),
    at: fc.integer({ min: 0, max: 50 }).map((hour) => new Date(Date.UTC(2026, 10, 20, hour))),
  }) as fc.Arbitrary<Movement>,
  { selector: ({ id }) => id, maxLength: 12 },
);

describe('Where somebody is', () => {
  it('does not depend on the sequence in which entries arrive, nor on how often', () => {
    fc.assert(
      fc.property(movements, fc.infiniteStream(fc.nat()), (all, random) => {
        const shuffled = [...all, ...all.slice(0, 3)]
          .map((movement) => ({ movement, by: random.next().value as number }))
          .sort((a, b) => a.by - b.by)
          .map(({ movement }) => movement);
        expect(placeAfter(shuffled)).toEqual(placeAfter(all));
      }),
    );
  });

  it('is one shelter at most: that of the last check-in, since the first one there without a gap', () => {
    fc.assert(
      fc.property(movements, (all) => {
        const sorted = all.toSorted((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1));
        const place = placeAfter(all);
        const last = sorted.findLastIndex(({ event }) => event === 'in');
        const leftAfter =
          last >= 0 && sorted.slice(last + 1).some(({ shelter }) => shelter === sorted[last]?.shelter);
        if (last < 0 || leftAfter) expect(place).toBeUndefined();
        else {
          expect(place).toMatchObject({ shelter: sorted[last]?.shelter, stay: sorted[last]?.stay });
          const came = sorted.find(({ id }) => id === place?.entry);
          expect(came).toMatchObject({ event: 'in', shelter: place?.shelter, at: place?.since });
        }
      }),
    );
  });
});
