import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { languages, speak } from '../../../../tv-app/src/messages/language.ts';
import {
  idleHelp,
  orderHelp,
  waitingHelp,
  watchOverHelp,
} from '../../../../tv-app/src/messages/page-help.ts';
import { HelpPage } from '../../../../tv-app/src/pages/help/HelpPage.ts';
import { keysIn } from '../../../../tv-app/src/pages/help/help-keys.ts';
import { IdlePage } from '../../../../tv-app/src/pages/help/IdlePage.ts';
import { shownOrder } from '../../canned.ts';
import { loginId, television } from '../../evening.ts';
import { atHanas, toBooking, toHealth, toRooms } from '../hana.ts';

afterEach(() => speak('ja'));
const source = new URL('../../../../tv-app/src/', import.meta.url);
const pin = { kind: 'authentication' as const, triesLeft: 3, typed: 0, least: 4, most: 4 };

/** Files below a folder that define a page. */
function pageFiles(folder: string): string[] {
  return readdirSync(new URL(folder, source), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}${entry.name}`;
    if (entry.isDirectory()) return pageFiles(`${path}/`);
    const text = entry.name.endsWith('.ts') ? readFileSync(new URL(path, source), 'utf8') : '';
    return /class \w+(<[^>]*>)? extends \w*Page\b/.test(text) ? [path] : [];
  });
}

/** These inherit the words of the page they are a kind of, or explain themselves. */
const without = ['pages/help/HelpPage.ts'];

test('every page has its own つかいかた', () => {
  const files = pageFiles('pages/').concat(pageFiles('components/'));
  expect(files.length).toBeGreaterThan(14);
  const silent = files.filter((path) => {
    const text = readFileSync(new URL(path, source), 'utf8');
    const inherits = !/extends Page\b/.test(text);
    return !inherits && !/get help\(\)/.test(text) && !/abstract class/.test(text);
  });
  expect(silent.filter((path) => !without.includes(path))).toEqual([]);
});

test('no two pages give the same one, and each has one to four sentences', async () => {
  const seen = new Map<string, string>();
  const note = (name: string, help: readonly string[]) => {
    expect(help.length, name).toBeGreaterThan(0);
    expect(help.length, name).toBeLessThanOrEqual(4);
    const said = help.join();
    expect(seen.get(said), `${name} says the same`).toBeUndefined();
    seen.set(said, name);
  };
  const tested = await atHanas();
  note('home', tested.app.page!.help);
  for (const [name, way] of [
    ['health', toHealth],
    ['trend', [...toHealth, 'Enter']],
    ['check-up', [...toHealth, 'Down', 'Down', 'Enter']],
    ['booking', toBooking],
    ['reserve', toRooms],
    ['hidden', [...toHealth, 'Digit0']],
  ] as const) {
    await tested.go('Green', 'Up', 'Left', 'Left', ...way);
    note(name, tested.app.page!.help);
  }
  await tested.go('Green', 'Left', 'Left', 'Enter');
  note('news', tested.app.page!.help);
  await tested.go('Green', 'Right', 'Down', 'Enter');
  note('shelters', tested.app.page!.help);
  note('idle', idleHelp.sentences);
  note('order', orderHelp.sentences);
  note('waiting', waitingHelp.sentences);
  note('a question', watchOverHelp.sentences);
});

test('黄 explains the PIN while one is typed, and closes the explanation again', async () => {
  const { press, box, words, settle, app } = await television();
  press('Right', 'Enter');
  await settle();
  const laying = app.page!.help;
  const progress = { login: loginId, service: 'health', tier: 't2', phase: 'waiting-for-pin', pin } as const;
  box.dispatch({ type: 'login.changed', params: progress });
  await settle();
  expect(app.page!.help).not.toEqual(laying);
  const { help } = app.page!;
  press('Yellow');
  await settle();
  expect(app.page).toBeInstanceOf(HelpPage);
  for (const sentence of help) expect(words()).toContain(sentence);
  press('Yellow');
  await settle();
  expect(app.page).not.toBeInstanceOf(HelpPage);
});

test('黄 explains the question whether somebody is still there', async () => {
  const { clock, press, words, settle, app } = await atHanas();
  clock.pass(3 * 60_000 + 100);
  expect(app.page).toBeInstanceOf(IdlePage);
  press('Yellow');
  await settle();
  expect(words()).toContain(idleHelp.sentences[0]);
});

describe('over an order 黄', () => {
  test('says and shows its keys for a moment, and the order stays as it is', async () => {
    const { box, settle, press, words, focusName, spoken, clock, app } = await television();
    const page = app.page;
    box.dispatch({ type: 'orders.changed', params: { orders: [shownOrder(4)] } });
    await settle();
    const focused = focusName();
    press('Yellow');
    await settle();
    expect(words()).toContain(orderHelp.sentences.join(''));
    expect(spoken.at(-1)).toBe(orderHelp.sentences.join(''));
    expect(words().join()).toContain('すぐ にげて！');
    expect(focusName()).toBe(focused);
    expect(app.page).toBe(page);
    clock.pass(13_000);
    expect(words()).not.toContain(orderHelp.sentences.join(''));
  });

  test('is put away by the next key', async () => {
    const { box, settle, press, words } = await television();
    box.dispatch({ type: 'orders.changed', params: { orders: [shownOrder(4)] } });
    await settle();
    press('Yellow', 'Right');
    expect(words()).not.toContain(orderHelp.sentences.join(''));
  });
});

test.each(languages)('in %s the keys of a sentence stand beside it', (language) => {
  speak(language);
  expect(keysIn(orderHelp.sentences[0]!)).toEqual(['arrows', 'enter']);
  expect(keysIn(orderHelp.sentences[1]!)).toEqual(['red']);
  expect(keysIn(waitingHelp.sentences[1]!)).toEqual(['back']);
});
