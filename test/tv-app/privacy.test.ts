import { describe, expect, test } from 'vitest';
import { IdlePage } from '../../tv-app/src/pages/help/IdlePage.ts';
import { HomePage } from '../../tv-app/src/pages/home/HomePage.ts';
import { GoodbyePage } from '../../tv-app/src/pages/visit/GoodbyePage.ts';
import { HiddenPage } from '../../tv-app/src/pages/visit/HiddenPage.ts';
import { atHanas, toHealth } from './pages/hana.ts';

const ended = (reason: 'card-removed' | 'viewer' | 'idle') =>
  ({ type: 'session.changed', params: { session: null, reason } }) as const;

describe('「いまは かくす」', () => {
  test('takes name and values off the screen at once by 0, and 決定 brings them back', async () => {
    const { go, words, app, calls, focusName } = await atHanas();
    await go(...toHealth);
    expect(words().join()).toContain('126');
    const page = app.page;
    await go('Digit0');
    expect(app.page).toBeInstanceOf(HiddenPage);
    expect(words().join()).not.toMatch(/126|54|はな|けつあつ/);
    await go('Enter');
    expect(app.page).toBe(page);
    expect(focusName()).toContain('126');
    expect(calls.some(({ method }) => method === 'session.end')).toBe(false);
  });

  test('is a button on the page as well, above everything else', async () => {
    const { go, app, focusName } = await atHanas();
    await go(...toHealth, 'Up');
    expect(focusName()).toContain('かくす');
    await go('Enter');
    expect(app.page).toBeInstanceOf(HiddenPage);
  });

  test('is a button at home, too, where the greeting says the name', async () => {
    const { go, app, focusName, words } = await atHanas();
    await go('Up');
    expect(focusName()).toBe('いまは かくす。');
    await go('Enter');
    expect(app.page).toBeInstanceOf(HiddenPage);
    expect(words().join()).not.toContain('はな');
    await go('Enter');
    expect(app.page).toBeInstanceOf(HomePage);
    expect(focusName()).toBe('いまは かくす。');
  });

  test('is not what a second 決定 reaches while a page still loads', async () => {
    const { go, app, tv } = await atHanas();
    const services = tv.services;
    tv.services = { ...services, get: () => new Promise(() => {}) } as unknown as typeof services;
    await go(...toHealth, 'Enter', 'Enter');
    expect(app.page).not.toBeInstanceOf(HiddenPage);
    await go('Digit0');
    expect(app.page).toBeInstanceOf(HiddenPage);
  });

  test('hides from every page of the visit, and once only', async () => {
    const { go, app, words } = await atHanas();
    await go('Digit0', 'Digit0');
    expect(app.page).toBeInstanceOf(HiddenPage);
    expect(words().join()).not.toContain('はな');
    await go('Enter');
    expect(app.page).toBeInstanceOf(HomePage);
  });

  test('does nothing while nobody is signed in', async () => {
    const { go, app, box, settle } = await atHanas();
    box.dispatch(ended('card-removed'));
    await settle();
    await go('Digit0');
    expect(app.page).toBeInstanceOf(HomePage);
  });

  test('ends with the visit', async () => {
    const { go, app, box, settle } = await atHanas();
    await go(...toHealth, 'Digit0');
    box.dispatch(ended('card-removed'));
    await settle();
    expect(app.page).toBeInstanceOf(HomePage);
  });
});

describe('signing out oneself', () => {
  test('asks the agent, then to take the card, until it is taken', async () => {
    const { go, app, box, settle, words, calls } = await atHanas();
    box.dispatch({ type: 'reader.changed', params: { state: 'ready', card: true } });
    await go(...toHealth, 'Digit0', 'Right', 'Enter');
    expect(calls).toContainEqual({ method: 'session.end', params: { reason: 'viewer' } });
    box.dispatch(ended('viewer'));
    await settle();
    expect(app.page).toBeInstanceOf(GoodbyePage);
    expect(words()).toContain('カードを おとりください。');
    expect(words().join()).not.toMatch(/はな|126/);
    box.dispatch({ type: 'reader.changed', params: { state: 'ready', card: false } });
    await settle();
    expect(app.page).toBeInstanceOf(HomePage);
  });

  test('that the agent refuses is told, and the visit stays hidden', async () => {
    const { go, app, replies, words } = await atHanas();
    replies['session.end'] = 'platform.failed';
    await go(...toHealth, 'Digit0', 'Right', 'Enter');
    expect(app.page).toBeInstanceOf(HiddenPage);
    expect(words().join()).toContain('うまく いきませんでした。');
    await go('Left', 'Enter');
    expect(app.page).not.toBeInstanceOf(HiddenPage);
  });

  test('leaves home alone when the card is gone already', async () => {
    const { app, box, settle } = await atHanas();
    box.dispatch(ended('viewer'));
    await settle();
    expect(app.page).toBeInstanceOf(HomePage);
  });
});

describe('a visit that nobody continues', () => {
  test.each(['Up', 'Digit7', 'ChannelUp', 'Enter', 'Back', 'Blue'] as const)(
    'goes on with %s',
    async (key) => {
      const { clock, app, press, calls, settle } = await atHanas();
      clock.pass(3 * 60_000 + 100);
      await settle();
      expect(app.page).toBeInstanceOf(IdlePage);
      clock.pass(19_000);
      expect(calls.some(({ method }) => method === 'session.end')).toBe(false);
      press(key);
      clock.pass(60_000);
      expect(calls.some(({ method }) => method === 'session.end')).toBe(false);
      if (key !== 'Blue') expect(app.page).toBeInstanceOf(HomePage);
    },
  );

  test('ends after the warning, and what was shown is gone', async () => {
    const { go, clock, box, calls, words, settle } = await atHanas();
    await go(...toHealth);
    clock.pass(3 * 60_000 + 31_000);
    expect(calls).toContainEqual({ method: 'session.end', params: { reason: 'idle' } });
    box.dispatch(ended('idle'));
    await settle();
    expect(words().join()).not.toMatch(/126|はな/);
  });
});
