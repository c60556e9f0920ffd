import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codesOf, keyMapFor } from '../../../tv-app/src/app/keys/key-map.ts';
import {
  askedFor,
  askedKeys,
  beginLesson,
  type Lesson,
  pressed,
  skip,
  taught,
  undo,
} from '../../../tv-app/src/app/keys/learning.ts';
import { essentialKeys } from '../../../tv-app/src/app/keys/names.ts';

const auto = keyMapFor('auto');
const press = (lesson: Lesson, ...codes: number[]): Lesson =>
  codes.reduce((now, code) => pressed(now, code).lesson, lesson);

test('a remote control that nobody knows is learned button by button', () => {
  const codes = askedKeys.map((_, at) => 900 + at);
  const lesson = press(beginLesson({}), ...codes);
  expect(askedFor(lesson)).toBeUndefined();
  expect(taught(lesson)).toEqual(Object.fromEntries(askedKeys.map((key, at) => [900 + at, key])));
});

test('a button that is another key already is refused by its name', () => {
  const lesson = press(beginLesson({}), 900, 901, 902);
  expect(pressed(lesson, 902)).toMatchObject({ kind: 'double', is: 'Up', lesson });
});

test('once learned, 決定 leaves out the key that is asked for and 戻る takes back the one before', () => {
  const lesson = press(beginLesson({}), 900, 901, 902);
  const skipped = pressed(lesson, 900);
  expect(skipped.kind).toBe('skipped');
  expect(askedFor(skipped.lesson)).toBe('Left');
  expect(askedFor(pressed(skipped.lesson, 901).lesson)).toBe('Down');
  expect(askedFor(pressed(lesson, 901).lesson)).toBe('Up');
});

test('a key that was left out keeps its buttons: no other key gets them', () => {
  const afterEnter = skip(beginLesson(auto)).lesson;
  expect(pressed(press(afterEnter, 461), 13)).toMatchObject({ kind: 'skipped' });
  const withoutBoth = skip(afterEnter).lesson;
  expect(pressed(withoutBoth, 8)).toMatchObject({ kind: 'undone' });
  const pastUp = skip(withoutBoth).lesson;
  expect(pressed(pastUp, 38)).toMatchObject({ kind: 'double', is: 'Up' });
});

test('a key whose button became another cannot be left out', () => {
  const lesson = press(beginLesson(auto), 13, 8, 37);
  expect(taught(lesson)[37]).toBe('Up');
  const atLeft = press(lesson, 40);
  expect(askedFor(atLeft)).toBe('Left');
  expect(skip(atLeft).kind).toBe('needed');
});

test('whatever is pressed, no button has two meanings and every indispensable key stays reachable', () => {
  const code = fc.constantFrom(8, 13, 27, 37, 38, 39, 40, 461, 900, 901, 902, 903, 904, 905);
  const event = fc.oneof(
    { weight: 6, arbitrary: code.map((one) => (lesson: Lesson) => pressed(lesson, one)) },
    { weight: 2, arbitrary: fc.constant(skip) },
    { weight: 1, arbitrary: fc.constant(undo) },
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), fc.boolean(), (events, known) => {
      const before = known ? auto : {};
      let lesson = beginLesson(before);
      for (const happen of events) lesson = happen(lesson).lesson;
      const codes = lesson.answers.filter((answer) => answer !== null);
      expect(new Set(codes).size).toBe(codes.length);
      const passed = essentialKeys.filter((key) => askedKeys.indexOf(key) < lesson.answers.length);
      const after = { ...before, ...taught(lesson) };
      for (const key of passed) {
        const answer = lesson.answers[askedKeys.indexOf(key)];
        if (answer !== null) expect(after[answer as number]).toBe(key);
        else expect(codesOf(after, key)).toEqual(codesOf(before, key));
      }
    }),
    { numRuns: 500 },
  );
});
