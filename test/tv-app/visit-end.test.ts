import { describe, expect, test } from 'vitest';
import { HomePage } from '../../tv-app/src/pages/home/HomePage.ts';
import { LoginPage } from '../../tv-app/src/pages/login/LoginPage.ts';
import { loginId, session, television } from './evening.ts';

const ended = { type: 'session.changed', params: { session: null, reason: 'card-removed' } } as const;
const begun = { type: 'session.changed', params: { session } } as const;
const done = {
  type: 'login.changed',
  params: { login: loginId, service: 'health', tier: 't1', phase: 'done', callName: 'はな' },
} as const;

describe('when a visit ends', () => {
  test('the name does not come back with 戻る on a page that lay below', async () => {
    const { press, box, settle, words } = await television();
    box.dispatch(begun);
    press('Right', 'Down', 'Enter', 'Yellow');
    await settle();
    box.dispatch(ended);
    await settle();
    press('Back');
    await settle();
    expect(words()).toContain('ぼうさい');
    expect(words().join()).not.toContain('はな');
  });

  test('the help of the first page does not keep the name', async () => {
    const { press, box, settle, words } = await television();
    box.dispatch(begun);
    await settle();
    press('Yellow');
    await settle();
    expect(words()).toContain('「茶の間」の つかいかた');
    box.dispatch(ended);
    await settle();
    expect(words().join()).not.toContain('はな');
  });

  test('during the greeting, the wanted page does not open; the card is asked for again', async () => {
    const { app, press, box, clock, settle, words, calls } = await television();
    press('Right', 'Enter');
    await settle();
    box.dispatch(begun);
    box.dispatch(done);
    await settle();
    expect(words().join()).toContain('はなさん、こんばんは。');
    box.dispatch(ended);
    await settle();
    clock.pass(5000);
    await settle();
    expect(app.page).toBeInstanceOf(LoginPage);
    expect(words()).toContain('カードを おいてください。');
    expect(calls.filter(({ method }) => method === 'login.start')).toHaveLength(2);
    press('Green');
    expect(app.page).toBeInstanceOf(HomePage);
  });
});
