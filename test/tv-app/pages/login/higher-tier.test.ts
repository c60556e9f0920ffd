import { describe, expect, test } from 'vitest';
import type { LoginProgress } from '../../../../reader-agent/src/protocol/local.ts';
import { HealthPage } from '../../../../tv-app/src/pages/health/HealthPage.ts';
import { HomePage } from '../../../../tv-app/src/pages/home/HomePage.ts';
import { LoginPage } from '../../../../tv-app/src/pages/login/LoginPage.ts';
import { quietBox } from '../../canned.ts';
import { loginId, session, television } from '../../evening.ts';
import { fourDigits, letters } from './typing.ts';

/** Signed in without PIN where けんこう wants one. */
async function withoutPin() {
  const tested = await television();
  const { box, settle, press } = tested;
  const low = { ...session, services: ['booking' as const] };
  box.dispatch({ type: 'session.changed', params: { session: low } });
  await settle();
  press('Right');
  return { ...tested, low };
}

describe('a service that wants the PIN', () => {
  test('is opened with the card that lies there already: PIN, greeting, page', async () => {
    const { box, settle, press, clock, app, words, focusName, calls } = await withoutPin();
    expect(focusName()).toBe('けんこう。番号で ひらく');
    press('Enter');
    await settle();
    expect(calls.at(-1)).toEqual({ method: 'login.start', params: { service: 'health' } });
    const progress = { login: loginId, service: 'health' as const, tier: 't2' as const };
    box.dispatch({
      type: 'login.changed',
      params: { ...progress, phase: 'waiting-for-pin', pin: fourDigits },
    });
    await settle();
    expect(words()).toContain('4けたの 暗証番号を おしてください。');
    box.dispatch({
      type: 'session.changed',
      params: { session: { ...session, tier: 't2', since: '2026-11-20T18:33:00+09:00' } },
    });
    box.dispatch({ type: 'login.changed', params: { ...progress, phase: 'done', callName: 'はな' } });
    await settle();
    clock.pass(2000);
    await settle();
    expect(app.page).toBeInstanceOf(HealthPage);
    press('Back');
    expect(app.page).toBeInstanceOf(HomePage);
    expect(focusName()).toContain('けんこう');
  });

  test('戻る leaves the question, ends the login, and the visit goes on as it was', async () => {
    const { settle, press, app, calls, box, low } = await withoutPin();
    press('Enter');
    await settle();
    expect(app.page).toBeInstanceOf(LoginPage);
    press('Back');
    await settle();
    expect(app.page).toBeInstanceOf(HomePage);
    expect(calls).toContainEqual({ method: 'login.cancel', params: { login: loginId } });
    expect(box.current.session).toEqual(low);
  });

  test('is left when the visit no longer opens it', async () => {
    const { app, box, press, settle, words } = await television();
    box.dispatch({ type: 'session.changed', params: { session: { ...session, tier: 't2' } } });
    press('Right', 'Enter');
    await settle();
    expect(app.page).toBeInstanceOf(HealthPage);
    box.dispatch({ type: 'session.changed', params: { session: { ...session, services: ['booking'] } } });
    await settle();
    expect(app.page).toBeInstanceOf(HomePage);
    expect(words()).toContain('はなさん、こんばんは。');
  });
});

describe('an enrolment', () => {
  const enrolment = { login: loginId, service: 'identity' as const, tier: 't3' as const };
  async function announced() {
    const tested = await television();
    const tell = async (more: Partial<LoginProgress>) => {
      tested.box.dispatch({
        type: 'login.changed',
        params: { ...enrolment, phase: 'waiting-for-card', ...more },
      });
      await tested.settle();
    };
    await tell({});
    return { ...tested, tell };
  }

  test('comes to the screen by itself, also over the broadcast, and starts no login of its own', async () => {
    const { press, box, settle, app, words, calls } = await television();
    press('Back');
    expect(app.page).toBeUndefined();
    box.dispatch({ type: 'login.changed', params: { ...enrolment, phase: 'waiting-for-card' } });
    await settle();
    expect(words()).toContain('とうろく');
    expect(words()).toContain('カードを おいてください。');
    expect(calls.some(({ method }) => method === 'login.start')).toBe(false);
  });

  test('tells which PIN is asked and how far it is, to its good end', async () => {
    const { tell, words, press, app, sounds } = await announced();
    expect(words()).toContain('4つの うち 1つめ');
    await tell({ phase: 'waiting-for-pin', pin: fourDigits });
    expect(words()).toContain('4けたの 暗証番号を おしてください。');
    expect(words()).toContain('4つの うち 2つめ');
    await tell({ phase: 'reading' });
    expect(words()).toContain('4つの うち 2つめ');
    await tell({ phase: 'waiting-for-pin', pin: letters });
    expect(words()).toContain('文字と 数字の 暗証番号を おしてください。');
    expect(words()).toContain('4つの うち 3つめ');
    await tell({ phase: 'checking' });
    await tell({ phase: 'done', callName: 'はな' });
    expect(words()).toContain('とうろく できました。');
    expect(words().join()).not.toContain('はな');
    expect(sounds).toContain('message');
    press('Enter');
    expect(app.page).toBeInstanceOf(HomePage);
  });

  test('its keys reach the agent under its own login, and leaving it ends it once', async () => {
    const { tell, press, calls, settle, app } = await announced();
    await tell({ phase: 'waiting-for-pin', pin: fourDigits });
    press('Digit4');
    expect(calls.at(-1)).toEqual({ method: 'pin.type', params: { login: loginId, key: '4' } });
    press('Back');
    await settle();
    expect(calls.filter(({ method }) => method === 'login.cancel')).toHaveLength(1);
    await tell({ phase: 'cancelled', code: 'login.cancelled' });
    expect(app.page).toBeInstanceOf(HomePage);
  });

  test('a refusal is told, and can only be closed: staff start it again', async () => {
    const { tell, words } = await announced();
    await tell({ phase: 'refused', code: 'card.signature-missing' });
    expect(words()).toContain('おわる');
    expect(words()).not.toContain('もういちど');
  });

  test('stays while the line to the agent is broken, and goes on with it', async () => {
    const { tell, words, box, settle } = await announced();
    box.dispatch({ type: 'lost' });
    await settle();
    expect(words()).toContain('いま つながりません。');
    box.dispatch({ type: 'platform.changed', params: { platform: 'online' } });
    const login = { ...enrolment, phase: 'waiting-for-pin' as const, pin: fourDigits };
    box.dispatch({ type: 'hello', state: { ...quietBox, login } });
    await settle();
    expect(words()).toContain('4けたの 暗証番号を おしてください。');
    box.dispatch({ type: 'hello', state: quietBox });
    await settle();
    expect(words()).toContain('やめました。');
    await tell({ phase: 'cancelled' });
    expect(words()).toContain('やめました。');
  });
});
