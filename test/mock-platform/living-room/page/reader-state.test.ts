import { expect, it } from 'vitest';
import { withCard } from '../../../../mock-platform/src/living-room/page/reader-state.ts';

const state = {
  readers: [
    { household: 'hana', card: 'hana', plugged: true },
    { household: 'kenji', card: 'kenji', plugged: true },
  ],
};

it('a second card takes the place of the first', () => {
  expect(withCard(state, 'hana', 'yui').readers[0]?.card).toBe('yui');
});

it('a card lies on one reader only', () => {
  expect(withCard(state, 'hana', 'kenji').readers.map(({ card }) => card)).toEqual(['kenji', null]);
});

it('taking a card leaves the other household alone', () => {
  expect(withCard(state, 'hana', null).readers.map(({ card }) => card)).toEqual([null, 'kenji']);
});
