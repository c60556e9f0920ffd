import { beforeEach, describe, expect, test } from 'vitest';
import { App } from '../../../tv-app/src/app/App.ts';
import { Door } from '../../../tv-app/src/app/door.ts';
import { prefetch } from '../../../tv-app/src/app/prefetch.ts';
import { place } from '../../../tv-app/src/components/base/place.ts';
import { Button } from '../../../tv-app/src/components/button/Button.ts';
import { Page } from '../../../tv-app/src/components/page/Page.ts';
import { common } from '../../../tv-app/src/messages/common.ts';
import { failureMessage } from '../../../tv-app/src/messages/failures.ts';
import { quietBox } from '../canned.ts';
import { startTelevision, TestClock, type TestTelevision } from '../stage.ts';

class LatePage extends Page<{ word: string }> {
  override get title(): string {
    return `${this.params.word}の ページ`;
  }
  override get help(): readonly string[] {
    return [this.title];
  }
  override content() {
    return {
      Say: place(Button, {
        x: 96,
        y: 200,
        w: 400,
        h: 136,
        label: this.params.word,
        focusKey: 'say',
        press: () => this.toast(this.params.word),
      }),
    };
  }
}

/** A door whose code comes, or fails to come, when the test says so. */
function slowDoor() {
  const waiting: { come: () => void; fail: () => void }[] = [];
  const door = new Door<{ word: string }>(
    () => 'ひらく ページ',
    () =>
      new Promise((resolve, reject) => {
        waiting.push({ come: () => resolve(LatePage), fail: () => reject(new Error('404')) });
      }),
  );
  return { door, waiting };
}

describe('a page whose code is still on its way', () => {
  let tested: TestTelevision;
  beforeEach(async () => {
    tested = await startTelevision(App);
    tested.box.dispatch({ type: 'hello', state: quietBox });
    await tested.settle();
  });

  test('stands on the screen with its title, says よみこみ中 after 300 ms, and then is there with the focus', async () => {
    const { door, waiting } = slowDoor();
    tested.app.open(door, { word: 'おそい' });
    await tested.settle();
    expect(tested.words()).toContain('ひらく ページ');
    expect(tested.words()).not.toContain(common.loading);
    tested.clock.pass(301);
    await tested.settle();
    expect(tested.words()).toContain(common.loading);
    waiting[0]!.come();
    await tested.settle();
    expect(tested.app.page).toBeInstanceOf(LatePage);
    expect(tested.focusName()).toBe('おそい');
  });

  test('that cannot be had offers もういちど, which tries again', async () => {
    const { door, waiting } = slowDoor();
    tested.app.open(door, { word: 'あとで' });
    await tested.settle();
    waiting[0]!.fail();
    await tested.settle();
    expect(tested.words()).toContain(failureMessage('platform.unreachable').sentence);
    expect(tested.focusName()).toBe(common.again);
    tested.press('Enter');
    await tested.settle();
    waiting[1]!.come();
    await tested.settle();
    expect(tested.app.page).toBeInstanceOf(LatePage);
  });

  test('does not come back when somebody has left meanwhile', async () => {
    const { door, waiting } = slowDoor();
    tested.app.open(door, { word: 'もう' });
    await tested.settle();
    tested.press('Back');
    const home = tested.app.page;
    waiting[0]!.come();
    await tested.settle();
    expect(tested.app.page).toBe(home);
  });

  test('comes below what was opened over it', async () => {
    const { door, waiting } = slowDoor();
    tested.app.open(door, { word: 'した' });
    tested.app.open(LatePage, { word: 'うえ' });
    const above = tested.app.page;
    waiting[0]!.come();
    await tested.settle();
    expect(tested.app.page).toBe(above);
    tested.press('Back');
    await tested.settle();
    expect(tested.words()).toContain('したの ページ');
  });

  test('opens at once when the code was fetched before', async () => {
    const { door, waiting } = slowDoor();
    const loading = door.load();
    waiting[0]!.come();
    await loading;
    tested.app.open(door, { word: 'すぐ' });
    expect(tested.app.page).toBeInstanceOf(LatePage);
  });
});

test('after the start everything is fetched, one after the other, and what failed once more a minute later', async () => {
  const clock = new TestClock();
  const asked: string[] = [];
  let down = true;
  const door = (name: string) => ({
    load: () => {
      asked.push(name);
      return name === 'second' && down ? Promise.reject(new Error('404')) : Promise.resolve();
    },
  });
  const turn = async (milliseconds: number) => {
    clock.pass(milliseconds);
    await Promise.resolve();
    await Promise.resolve();
  };
  prefetch([door('first'), door('second'), door('third')], clock);
  expect(asked).toEqual([]);
  for (let step = 0; step < 4; step += 1) await turn(2000);
  expect(asked).toEqual(['first', 'second', 'third']);
  down = false;
  await turn(61_000);
  expect(asked).toEqual(['first', 'second', 'third', 'second']);
  await turn(600_000);
  expect(asked).toHaveLength(4);
});

describe('a toast', () => {
  test('is said as a status, takes no focus, never lies over a control, and leaves by itself', async () => {
    const tested = await startTelevision(App);
    tested.app.open(LatePage, { word: 'できました' });
    await tested.settle();
    tested.press('Enter');
    await tested.settle();
    const flat = tested.mirror().flatMap(function all(node): (typeof node)[] {
      return [node, ...node.nodes.flatMap(all)];
    });
    expect(flat.filter(({ role, name }) => role === 'status' && name === 'できました')).toHaveLength(1);
    expect(tested.focusName()).toBe('できました');
    expect(flat.find(({ focused }) => focused)?.role).toBe('button');
    tested.clock.pass(5001);
    await tested.settle();
    const left = tested.words().filter((words) => words === 'できました');
    expect(left).toHaveLength(1);
  });
});
