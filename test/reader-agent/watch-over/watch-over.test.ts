import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WatchOverQuestion } from '../../../mock-platform/src/protocol/watch-over.ts';
import type { ShownQuestion } from '../../../reader-agent/src/protocol/local.ts';
import { openQuestions } from '../../../reader-agent/src/watch-over/questions.ts';
import { TestBox, until } from '../box.ts';
import { hana } from '../fake-platform.ts';

const aQuestion = (changes: Partial<WatchOverQuestion> = {}): WatchOverQuestion => ({
  id: randomUUID(),
  resident: hana,
  sentence: 'けさの ぐあいは どうですか。',
  choices: ['fine', 'so-so', 'unwell', 'call'],
  recipients: ['family'],
  askedAt: new Date().toISOString(),
  expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
  ...changes,
});

describe('a question of watching over', () => {
  let box: TestBox;
  beforeEach(async () => {
    box = await TestBox.start();
  });
  afterEach(() => box.stop());

  const told = async (questions: WatchOverQuestion[]) => {
    await until(() => box.platform.resumes.length > 0);
    box.platform.tell({ type: 'watch-over', questions });
  };

  it('reaches the page with the name of whom it asks, is answered once, and the platform confirms it', async () => {
    const page = await box.open();
    const question = aQuestion();
    await told([question]);
    const shown = await until(
      () => (page.of('watch-over.changed').at(-1)?.questions as ShownQuestion[] | undefined)?.[0],
    );
    expect(shown).toEqual({ question, callName: 'はな' });
    const other = { question: question.id, choice: 'understood' as const };
    expect((await page.ask('watch-over.answer', other)).error?.data).toEqual({
      code: 'request.malformed',
      path: '/params/choice',
    });
    await page.call('watch-over.answer', { question: question.id, choice: 'so-so' });
    await page.call('watch-over.answer', { question: question.id, choice: 'fine' });
    await until(() => box.platform.watchOverAnswers.length > 0);
    expect(box.platform.watchOverAnswers).toMatchObject([
      { question: question.id, choice: 'so-so', tier: 't0' },
    ]);
    expect((await box.open()).state.watchOver).toEqual([]);
  });

  it('and its answer survive a restart without network; the answer goes out once it is back', async () => {
    const [first, second] = [aQuestion(), aQuestion({ resident: undefined })];
    await told([first, second]);
    const page = await box.open();
    await until(() => page.state.watchOver?.length === 2 || page.of('watch-over.changed').length > 0);
    await box.platform.down();
    await page.call('watch-over.answer', { question: first.id, choice: 'call' });
    await box.restart();
    expect((await box.open()).state.watchOver).toEqual([{ question: second, callName: null }]);
    await box.platform.up();
    await until(() => box.platform.watchOverAnswers.length > 0, 20_000);
    expect(box.platform.watchOverAnswers).toMatchObject([{ question: first.id, choice: 'call' }]);
  });
});

it('what has run out, was answered or is listed no more is not shown; the oldest comes first', () => {
  const now = Date.now();
  const at = (minutes: number) => new Date(now + minutes * 60_000).toISOString();
  const late = aQuestion({ askedAt: at(-1) });
  const early = aQuestion({ askedAt: at(-9) });
  const over = aQuestion({ expiresAt: at(-2) });
  const answered = aQuestion();
  const shown = openQuestions([late, over, answered, early], [answered.id], [], now);
  expect(shown.map(({ question }) => question.id)).toEqual([early.id, late.id]);
});
