import type Lightning from '@lightningjs/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { KeyboardPage } from '../../../tv-app/src/components/keyboard/KeyboardPage.ts';
import { sheets } from '../../../tv-app/src/components/keyboard/layout.ts';
import { doors } from '../../../tv-app/src/pages/doors.ts';
import { KeyLearningPage } from '../../../tv-app/src/pages/settings/KeyLearningPage.ts';
import { KeyTestPage } from '../../../tv-app/src/pages/settings/KeyTestPage.ts';
import { faultsOf, measureWithFont } from '../drawn-texts.ts';
import { television } from '../evening.ts';
import type { TestTelevision } from '../stage.ts';

let tested: TestTelevision;
beforeAll(async () => {
  measureWithFont();
  tested = await television();
  tested.tv.helpPhone = '0120-000-118';
});

const hit = async (key: string): Promise<void> => {
  tested.app.page?.focusOn(key);
  tested.app.application.updateFocusPath();
  tested.clock.pass(600);
  tested.press('Enter');
  await tested.settle();
};
const button = async (...codes: number[]): Promise<void> => {
  for (const code of codes) {
    tested.clock.pass(500);
    tested.app.take({ code, repeat: false });
    await tested.settle();
  }
};
const settings = async (...keys: string[]): Promise<void> => {
  tested.app.open(doors.settings);
  await tested.settle();
  for (const key of keys) await hit(key);
};
const keyboard = async (sheet: string, text = '', candidates?: string[]): Promise<void> => {
  const entry = { title: 'お名前（かな）', hint: 'れい：やまだ　はなこ', text, most: 24, done: () => {} };
  tested.app.open(KeyboardPage, { ...entry, ...(candidates ? { candidates } : {}) });
  await tested.settle();
  if (sheet) await hit(`sheet-${sheet}`);
};

const screens: [name: string, way: () => Promise<void>][] = [
  ['settings', () => settings()],
  ...['look', 'sound', 'language', 'remote', 'reader', 'about'].map((tile): [string, () => Promise<void>] => [
    tile,
    () => settings(tile),
  ]),
  ['the second sheet', () => settings('about', 'next')],
  ['the third sheet', () => settings('about', 'next', 'next')],
  ['first run 1', async () => tested.app.open(doors.firstRun)],
  ['first run 2', () => hit('next')],
  ['first run 3', () => hit('next')],
  ['first run 4', () => hit('next')],
  [
    'a key that nobody knows',
    async () => {
      tested.app.open(KeyTestPage);
      await button(9999);
    },
  ],
  ['a key with a long name', () => button(427)],
  ['the start of a lesson', async () => tested.app.open(KeyLearningPage)],
  ['the first key', () => button(5000)],
  ['a double', () => button(900, 901, 902, 902)],
  ['the end of a lesson', () => button(903, 904, 905, 906, 907, 908, 909, 910)],
  [
    'names on record',
    () => keyboard('', '', ['山田　花子', '勅使河原　左衛門三郎', '小鳥遊　華', '一二三　四五六']),
  ],
  ...sheets.map((sheet): [string, () => Promise<void>] => [sheet, () => keyboard(sheet)]),
  ['a long text', () => keyboard('', 'てしがわら　さえもんさぶろうのじょうのすけひさ')],
];

/** Of the six the three that need most room; every page is drawn in all of them in overflow.test.ts. */
const modes = [
  { language: 'ja', textSize: 'large' },
  { language: 'plain', textSize: 'normal' },
  { language: 'en', textSize: 'large' },
] as const;

describe.each(modes)('in $language with $textSize letters', (mode) => {
  test.each(screens)('%s: every word has its place', async (name, way) => {
    if (!/^(first run [234]|a key with|the first key|a double|the end)/.test(name)) {
      for (let held = 0; held < 2; held += 1) tested.clock.pass(25_000);
      tested.app.home();
    }
    tested.tv.settings.set(mode);
    await way();
    await tested.settle();
    await tested.settle();
    expect(faultsOf(tested.app as unknown as Lightning.Element)).toEqual([]);
  });
});
