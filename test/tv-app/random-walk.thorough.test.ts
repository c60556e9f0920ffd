import { expect, test } from 'vitest';
import { type KeyName, keyNames } from '../../tv-app/src/app/keys/names.ts';
import type { MirrorNode } from '../../tv-app/src/app/mirror.ts';
import { orderSteps } from '../../tv-app/src/messages/order-steps.ts';
import { HomePage } from '../../tv-app/src/pages/home/HomePage.ts';
import { type Chance, onSeed } from '../chance.ts';
import type { AtHanas } from './pages/hana.ts';
import { personalNames, RandomEvening } from './random-evening.ts';

const keys = 10_000;
const often: readonly KeyName[] = ['Enter', 'Enter', 'Enter', 'Up', 'Down', 'Left', 'Right', 'Right', 'Down'];
const deepest = 12;

const flat = (nodes: readonly MirrorNode[]): MirrorNode[] =>
  nodes.flatMap((node) => [node, ...flat(node.nodes)]);

/** Whether a question of watching over lies over the broadcast or over home. */
const asked = ({ app }: AtHanas): boolean =>
  (app.tag('WatchOver' as never) as unknown as { open: boolean }).open;

/** What must be true of every screen. */
function look({ tested, inForce }: RandomEvening): void {
  const { app, mirror, words, shown, box } = tested;
  const showing = shown.at(-1);
  const focused = flat(mirror()).filter((node) => node.focused);
  const bare = showing === 'broadcast' && !asked(tested);
  expect(focused.map(({ name }) => name)).toHaveLength(bare ? 0 : 1);
  expect(app.focusedControl?.attached).toBe(true);
  // Over the broadcast nothing stands but a toast.
  if (bare) expect(mirror().filter(({ role }) => role !== 'status')).toEqual([]);
  else expect(words().join('').trim()).not.toBe('');
  if (showing === 'order') {
    if (inForce.length > 0 && inForce.every(({ order }) => order.status === 'drill'))
      expect(words().join()).toMatch(/訓練|drill/i);
    return;
  }
  if (box.current.session === null) {
    expect(app.page?.personal ?? false).toBe(false);
    // A question names whom it is for.
    if (asked(tested)) return;
    for (const name of personalNames) expect(words().join()).not.toContain(name);
  }
}

/** Leaves orders as a viewer may: 戻る after five seconds, and then 「あとで」 puts each of them away for a minute. */
async function putOrdersAway({ clock, press, settle, shown, focusName, words }: AtHanas): Promise<void> {
  for (let attempt = 0; shown.at(-1) === 'order' && attempt < deepest; attempt += 1) {
    clock.pass(5_500);
    press('Back');
    await settle();
    for (let moves = 0; !focusName().endsWith(orderSteps.inAMinute) && moves < 2; moves += 1) press('Right');
    clock.pass(1000);
    if (focusName().endsWith(orderSteps.inAMinute)) press('Enter');
    await settle();
  }
  expect(shown.at(-1), words().join(' / ')).not.toBe('order');
}

/** 緑 at once, or 戻る again and again and then 決定: both end at home. */
async function goHome(evening: RandomEvening, chance: Chance): Promise<void> {
  const { tested } = evening;
  const { press, settle, shown, app, clock } = tested;
  await putOrdersAway(tested);
  // What was put away comes back after a while.
  evening.calmDown();
  await settle();
  if (chance.oneIn(2)) press('Green');
  else {
    for (
      let pressed = 0;
      (shown.at(-1) !== 'broadcast' || asked(tested)) && pressed < deepest;
      pressed += 1
    ) {
      clock.pass(1000);
      press('Back');
      await settle();
    }
    expect(shown.at(-1)).toBe('broadcast');
    clock.pass(1000);
    press('Enter');
  }
  await settle();
  expect(app.page).toBeInstanceOf(HomePage);
}

test(`${keys} random keys with cards, orders and faults among them: one focus always, always a way home`, async () => {
  await onSeed(async (chance, note) => {
    const evening = await RandomEvening.begin(chance);
    const { app, clock, settle } = evening.tested;
    const seen = new Set<string>();
    for (let count = 0; count < keys; count += 1) {
      if (chance.oneIn(12)) {
        note(evening.happen());
        await settle();
        look(evening);
      }
      clock.pass(chance.pick([60, 160, 300, 700]));
      const key = chance.oneIn(5) ? chance.pick(keyNames) : chance.pick(often);
      note(`${count} ${key} on ${app.page?.title ?? 'the broadcast'}`);
      app.press(key, chance.oneIn(15));
      await settle();
      look(evening);
      seen.add(app.page?.constructor.name ?? 'broadcast');
      if (chance.oneIn(60)) {
        note('home');
        await goHome(evening, chance);
      }
    }
    console.info(`seen: ${[...seen].join(' / ')}`);
    expect(seen.size).toBeGreaterThan(12);
  });
}, 175_000);
