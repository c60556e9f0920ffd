import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FederationRequest } from '../../../../mock-platform/src/protocol/federation.ts';
import { speak } from '../../../../tv-app/src/messages/language.ts';
import { HomePage } from '../../../../tv-app/src/pages/home/HomePage.ts';
import { LoginPage } from '../../../../tv-app/src/pages/login/LoginPage.ts';
import { ConsentsPage } from '../../../../tv-app/src/pages/provider/ConsentsPage.ts';
import { DonePage } from '../../../../tv-app/src/pages/provider/DonePage.ts';
import { NumberPage } from '../../../../tv-app/src/pages/provider/NumberPage.ts';
import { ProviderPage } from '../../../../tv-app/src/pages/provider/ProviderPage.ts';
import { RequestPage } from '../../../../tv-app/src/pages/provider/RequestPage.ts';
import { TelevisionNumberPage } from '../../../../tv-app/src/pages/provider/TelevisionNumberPage.ts';
import { loginId, session, television } from '../../evening.ts';
import type { TestTelevision } from '../../stage.ts';
import { request } from './canned.ts';

let tested: TestTelevision;
beforeEach(async () => {
  tested = await television();
});
afterEach(() => speak('ja'));

const arrives = async (...requests: FederationRequest[]) => {
  tested.box.dispatch({ type: 'requests.changed', params: { requests } });
  await tested.settle();
};
const press = async (...keys: Parameters<TestTelevision['press']>) => {
  // Whoever sends something looks at what came of it before the next key.
  tested.clock.pass(600);
  tested.press(...keys);
  await tested.settle();
};
const said = () => tested.words().join(' ');
const visit = { ...session, services: ['health' as const, 'booking' as const, 'town' as const] };
const signIn = async () => {
  tested.box.dispatch({ type: 'session.changed', params: { session: visit } });
  await tested.settle();
};
const takeCard = async () => {
  tested.box.dispatch({ type: 'session.changed', params: { session: null, reason: 'card-removed' } });
  await tested.settle();
};
const openMenu = async () => {
  await press('Right', 'Down', 'Right');
  expect(tested.focusName()).toContain('ほかの サービス');
  await press('Enter');
  expect(tested.app.page).toBeInstanceOf(ProviderPage);
};

describe('A login at a service provider', () => {
  test('is found by its number, allowed, proven by the card, and said to be done', async () => {
    const { app, calls, replies, box, settle, clock } = tested;
    replies['requests.claim'] = request;
    replies['requests.approve'] = { login: loginId };
    await openMenu();
    await press('Enter');
    expect(app.page).toBeInstanceOf(NumberPage);
    await press('Digit1', 'Digit2', 'Digit3', 'Digit4', 'Digit5', 'Digit6', 'Digit7', 'Digit8');
    expect(said()).toContain('1 2 3 4、5 6 7 8');
    box.dispatch({ type: 'requests.changed', params: { requests: [request] } });
    await press('Enter');
    expect(calls).toContainEqual({ method: 'requests.claim', params: { number: '12345678' } });
    expect(app.page).toBeInstanceOf(RequestPage);
    expect(said()).toContain('「ひより健康ポータル」に ログインします。');
    expect(said()).toContain('カードを とると おわります。');
    expect(said()).not.toContain('はな');
    expect(tested.focusName()).toBe('やめる');
    await press('Right', 'Enter');
    expect(app.page).toBeInstanceOf(LoginPage);
    expect(calls).toContainEqual({ method: 'requests.approve', params: { request: request.id } });

    await signIn();
    const progress = {
      login: loginId,
      service: 'identity' as const,
      tier: 't1' as const,
      request: request.id,
    };
    box.dispatch({ type: 'login.changed', params: { ...progress, phase: 'done', callName: 'はな' } });
    await settle();
    expect(said()).toContain('はなさん、こんばんは。');
    clock.pass(2000);
    await settle();
    expect(app.page).toBeInstanceOf(DonePage);
    expect(said()).toContain('スマホや パソコンの がめんに もどってください。');
    await takeCard();
    expect(app.page).not.toBeInstanceOf(DonePage);
    expect(said()).not.toContain('はな');
  });

  test('that came by the television’s number opens by itself and has two digits to compare', async () => {
    const { app, replies } = tested;
    replies['requests.number'] = { code: '87654321', expiresAt: '2026-11-20T18:35:00+09:00' };
    await openMenu();
    await press('Down', 'Enter');
    expect(app.page).toBeInstanceOf(TelevisionNumberPage);
    expect(said()).toContain('8 7 6 5、4 3 2 1');
    expect(said()).toContain('スマホの カメラは まだ つかえません。');
    await arrives(request);
    expect(app.page).toBeInstanceOf(RequestPage);
    expect(said()).toContain('あいての がめんも 42ですか。');
  });

  test('is told over anything that is shown, and on the home page, without anybody’s name', async () => {
    const { app, sounds } = tested;
    app.broadcast();
    await arrives(request);
    expect(said()).toContain('ひより健康ポータルから もうしこみが あります。');
    expect(sounds).toContain('message');
    await press('Enter');
    expect(app.page).toBeInstanceOf(HomePage);
    expect(tested.focusName()).toContain('ひより健康ポータルから もうしこみが あります。');
    await press('Enter', 'Enter');
    expect(app.page).toBeInstanceOf(RequestPage);
  });

  test('is refused under the first key, and the words say that nothing is told', async () => {
    const { calls } = tested;
    await arrives(request);
    await press('Enter', 'Enter', 'Enter');
    expect(calls).toContainEqual({ method: 'requests.deny', params: { request: request.id } });
    expect(said()).toContain('ことわりました。');
    await arrives();
    expect(said()).toContain('ことわりました。');
    await press('Enter');
    expect(tested.app.page).toBeInstanceOf(HomePage);
  });

  test('that ends while it is read says so', async () => {
    await arrives(request);
    await press('Enter', 'Enter');
    await arrives();
    expect(said()).toContain('もうしこみは おわりました。');
  });

  test('is told in the language in force', async () => {
    speak('en');
    await arrives(request);
    await press('Enter', 'Enter');
    expect(said()).toContain('It is told your name and address.');
    speak('plain');
    tested.app.page?.redraw();
    expect(said()).toContain('名前と 住所を 教えます。');
  });
});

describe('A number', () => {
  test.each([
    ['federation.number-unknown', 'この番号は ありません。'],
    ['federation.number-expired', 'この番号は 古くなりました。'],
    ['federation.too-many-numbers', '10分 まってください。'],
    ['platform.unreachable', 'いま つながりません。'],
  ])('that is refused with %s says why, keeps its digits and can be mended', async (code, sentence) => {
    const { replies, calls } = tested;
    replies['requests.claim'] = code;
    await openMenu();
    await press('Enter');
    await press(...Array.from({ length: 8 }, () => 'Digit9' as const), 'Enter');
    expect(said()).toContain(sentence);
    expect(said()).toContain('9 9 9 9、9 9 9 9');
    replies['requests.claim'] = request;
    tested.box.dispatch({ type: 'requests.changed', params: { requests: [request] } });
    await press('Left', 'Left', 'Enter');
    expect(said()).toContain('9 9 9 9、9 9 9 ');
    expect(said()).not.toContain(sentence);
    await press('Digit1', 'Enter');
    expect(calls.at(-1)).toEqual({ method: 'requests.claim', params: { number: '99999991' } });
    expect(tested.app.page).toBeInstanceOf(RequestPage);
  });
});

describe('What was allowed', () => {
  const consent = {
    relyingParty: 'hiyori-portal',
    name: 'ひより健康ポータル',
    scopes: ['openid' as const],
    sentence: '',
    from: '2026-11-02T10:00:00+09:00',
  };

  test('is listed for the person whose card lies there, and taken back after a question', async () => {
    const { replies, calls, app } = tested;
    await signIn();
    replies['consents.list'] = { consents: [consent] };
    await openMenu();
    await press('Down', 'Down', 'Enter');
    expect(app.page).toBeInstanceOf(ConsentsPage);
    expect(said()).toContain('ひより健康ポータル');
    await press('Enter');
    expect(tested.focusName()).toBe('そのままにする');
    replies['consents.revoke'] = { consents: [] };
    replies['consents.list'] = { consents: [] };
    await press('Right', 'Enter');
    expect(calls).toContainEqual({ method: 'consents.revoke', params: { relyingParty: 'hiyori-portal' } });
    expect(said()).toContain('とりけしました。');
    await press('Enter');
    expect(said()).toContain('ゆるした サービスは ありません。');
    await takeCard();
    expect(app.page).not.toBeInstanceOf(ConsentsPage);
  });

  test('asks for the card first', async () => {
    await openMenu();
    await press('Down', 'Down', 'Enter');
    expect(tested.app.page).toBeInstanceOf(LoginPage);
  });
});
