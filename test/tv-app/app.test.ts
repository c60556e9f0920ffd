import { describe, expect, test } from 'vitest';
import { enrolmentCodes, refusalCodes } from '../../mock-platform/src/protocol/refusals.ts';
import { failures } from '../../reader-agent/src/protocol/failures.ts';
import { failureMessage } from '../../tv-app/src/messages/failures.ts';
import { loginId, session, television } from './evening.ts';

describe('home', () => {
  test('opens with the news under the focus', async () => {
    const { focusName, words, shown } = await television();
    expect(focusName()).toContain('あす 午前9時から 水が とまります。');
    expect(words()).toContain('茶の間');
    expect(shown.at(-1)).toBe('application');
  });

  test('戻る leads to the broadcast, and 決定 or 緑 back', async () => {
    const { press, shown, app } = await television();
    press('Back');
    expect(shown.at(-1)).toBe('broadcast');
    expect(app.page).toBeUndefined();
    press('Enter');
    expect(shown.at(-1)).toBe('application');
    press('Tv', 'Green');
    expect(shown.at(-1)).toBe('application');
  });

  test('greets by name while somebody is signed in', async () => {
    const { box, words, settle } = await television();
    box.dispatch({ type: 'session.changed', params: { session } });
    await settle();
    expect(words()).toContain('はなさん、こんばんは。');
    box.dispatch({ type: 'session.changed', params: { session: null, reason: 'card-removed' } });
    await settle();
    expect(words().join()).not.toContain('はな');
  });

  test('tells the signed-in person, and nobody else, what to do about the card', async () => {
    const { box, words, settle } = await television();
    const notices = ['signature-certificate.revoked' as const];
    box.dispatch({ type: 'session.changed', params: { session: { ...session, notices } } });
    await settle();
    expect(words().join()).toContain('お名前か 住所が かわっています。');
    box.dispatch({ type: 'session.changed', params: { session: null, reason: 'card-removed' } });
    await settle();
    expect(words().join()).not.toContain('住所');
  });

  test('says what to do next when a card is laid before anything was chosen, and whose it is stays unknown', async () => {
    const { box, words, settle } = await television();
    box.dispatch({ type: 'reader.changed', params: { state: 'ready', card: true } });
    await settle();
    expect(words()).toContain('決定で えらんでください。');
    box.dispatch({ type: 'reader.changed', params: { state: 'ready', card: false } });
    await settle();
    expect(words()).toContain('茶の間');
  });

  test('shows the last news with its time when the network is gone', async () => {
    const { box, services, words, settle } = await television();
    delete services['/notices/public'];
    box.dispatch({ type: 'notices.changed', params: {} });
    await settle();
    expect(words().join()).toContain('午後6時30分の おしらせ');
    expect(words().join()).toContain('水が とまります。');
  });
});

describe('keys', () => {
  test('青 makes the letters larger and smaller again, and the focus stays', async () => {
    const { press, tv, focusName } = await television();
    press('Right');
    const before = focusName();
    press('Blue');
    expect(tv.settings.current.textSize).toBe('large');
    expect(focusName()).toBe(before);
    press('Blue');
    expect(tv.settings.current.textSize).toBe('normal');
  });

  test('赤 reads the page and the focused thing', async () => {
    const { press, spoken } = await television();
    press('Right', 'Red');
    expect(spoken.at(-1)).toContain('けんこう');
  });

  test('黄 explains this page, and 戻る comes back to the same place', async () => {
    const { press, words, focusName } = await television();
    press('Right', 'Down');
    const before = focusName();
    press('Yellow');
    expect(words()).toContain('「茶の間」の つかいかた');
    press('Back');
    expect(focusName()).toBe(before);
  });

  test('a held 決定 opens a page only once', async () => {
    const { app } = await television();
    app.press('Enter');
    const page = app.page;
    app.press('Enter', true);
    app.press('Enter', true);
    expect(app.page).toBe(page);
  });
});

test('戻る held for three seconds leads to the broadcast from anywhere', async () => {
  const { app, press, clock, settle, shown } = await television();
  press('Enter', 'Yellow');
  await settle();
  app.press('Back');
  clock.pass(2900);
  app.press('Back', true);
  expect(shown.at(-1)).toBe('application');
  clock.pass(200);
  app.press('Back', true);
  expect(shown.at(-1)).toBe('broadcast');
});

describe('login', () => {
  test('asks for the card, greets, and goes on to the wanted page', async () => {
    const { press, box, words, clock, settle, calls, app } = await television();
    press('Right', 'Enter');
    await settle();
    expect(calls).toContainEqual({ method: 'login.start', params: { service: 'health' } });
    expect(words()).toContain('カードを おいてください。');
    const progress = { login: loginId, service: 'health' as const, tier: 't1' as const };
    box.dispatch({ type: 'login.changed', params: { ...progress, phase: 'reading' } });
    await settle();
    expect(words()).toContain('カードを よんでいます。');
    box.dispatch({ type: 'session.changed', params: { session } });
    box.dispatch({ type: 'login.changed', params: { ...progress, phase: 'done', callName: 'はな' } });
    await settle();
    expect(words().join()).toContain('はなさん、こんばんは。');
    clock.pass(3000);
    await settle();
    expect(app.page?.personal).toBe(true);
  });

  test.each([...Object.keys(failures), ...refusalCodes, ...enrolmentCodes, 'something.new'])(
    'says %s in its own words',
    async (code) => {
      const { press, box, words, settle } = await television();
      press('Right', 'Enter');
      await settle();
      box.dispatch({
        type: 'login.changed',
        params: { login: loginId, service: 'health', tier: 't1', phase: 'refused', code },
      });
      await settle();
      const { sentence, next } = failureMessage(code);
      const said = words().join('').replace(/\s/g, '');
      expect(said).toContain(sentence.replace(/\s/g, ''));
      expect(said).toContain(next.replace(/\s/g, ''));
      expect(words()).toContain('もういちど');
      expect(words()).toContain('やめる');
    },
  );

  test('says which layer is missing and goes on by itself when the reader is back', async () => {
    const { press, box, words, settle } = await television();
    box.dispatch({ type: 'reader.changed', params: { state: 'missing', code: 'reader.none', card: false } });
    press('Right', 'Enter');
    await settle();
    expect(words().join()).toContain('カードの 台が ありません。');
    box.dispatch({ type: 'reader.changed', params: { state: 'ready', card: false } });
    await settle();
    expect(words().join()).toContain('おいてください。');
  });

  test('says why when the agent comes back and does not take this page any more', async () => {
    const { press, box, settle, words } = await television();
    press('Right', 'Enter');
    await settle();
    box.dispatch({ type: 'lost' });
    expect(words()).toContain('いま つながりません。');
    box.dispatch({ type: 'turned-away', code: 'page.too-old' });
    expect(words()).toContain('画面が すこし 古いようです。');
    expect(words()).toContain('でんげんを いれなおしてください。');
  });

  test('戻る before the agent has answered ends the login as soon as it has', async () => {
    const { press, calls, settle, app } = await television();
    press('Right', 'Enter', 'Back');
    await settle();
    expect(app.page?.title).toBe('茶の間');
    expect(calls).toContainEqual({ method: 'login.cancel', params: { login: loginId } });
  });

  test('やめる ends the login at the agent', async () => {
    const { press, calls, settle, app } = await television();
    press('Right', 'Enter');
    await settle();
    press('Enter');
    await settle();
    expect(calls).toContainEqual({ method: 'login.cancel', params: { login: loginId } });
    expect(app.page?.title).toBe('茶の間');
  });
});

describe('a visit', () => {
  test('ends with the card: personal pages are left at once', async () => {
    const { press, box, settle, app } = await television();
    box.dispatch({ type: 'session.changed', params: { session } });
    press('Right', 'Enter');
    await settle();
    expect(app.page?.personal).toBe(true);
    box.dispatch({ type: 'session.changed', params: { session: null, reason: 'card-removed' } });
    await settle();
    expect(app.page?.title).toBe('茶の間');
  });

  test('ends when the line to the agent breaks', async () => {
    const { press, box, settle, app, focusName } = await television();
    box.dispatch({ type: 'session.changed', params: { session } });
    press('Right', 'Enter');
    await settle();
    box.dispatch({ type: 'lost' });
    await settle();
    expect(app.page?.personal).toBe(false);
    expect(focusName()).not.toBe('');
  });

  test('asks after three minutes without a key, and ends without an answer', async () => {
    const { box, clock, words, calls, settle, press } = await television();
    box.dispatch({ type: 'session.changed', params: { session } });
    clock.pass(3 * 60_000);
    await settle();
    expect(words()).toContain('まだ つかいますか。');
    press('Enter');
    clock.pass(60_000);
    expect(calls.some(({ method }) => method === 'session.end')).toBe(false);
    clock.pass(3 * 60_000 + 31_000);
    expect(calls).toContainEqual({ method: 'session.end', params: { reason: 'idle' } });
  });
});
