import type { Settings, SettingsStore } from '../../app/settings.ts';
import type { Television } from '../../app/television.ts';
import { place } from '../../components/base/place.ts';
import { settingsWords } from '../../messages/settings.ts';
import type { Theme } from '../../theme/theme.ts';
import { layout } from '../../theme/tokens.ts';
import { ChoiceRow } from './ChoiceRow.ts';

export const rowHeight = 140;
const rowPitch = 176;
export const rowTop = (row: number): number => layout.contentTop + row * rowPitch;

/** What a row of a settings page needs to know. */
export interface SettingRow<K extends keyof Settings> {
  row: number;
  setting: K;
  label: string;
  /** In the order in which 決定 goes through them. */
  values: readonly Settings[K][];
  words: Readonly<Record<`${Settings[K]}`, string>>;
  /** Said after a change, in place of the new value. */
  spoken?: () => string;
}

/** A setting as a row: 決定 takes the next value, which is in force and said at once. */
export function settingRow<K extends keyof Settings>(
  tv: Pick<Television, 'settings' | 'announcer'>,
  theme: Theme,
  { row, setting, label, values, words, spoken }: SettingRow<K>,
): object {
  const wordOf = (value: Settings[K]): string => words[String(value) as `${Settings[K]}`];
  return place(ChoiceRow, {
    x: layout.left,
    y: rowTop(row),
    w: layout.right - layout.left,
    h: rowHeight,
    focusKey: setting,
    first: row === 0,
    label,
    values: values.map(wordOf),
    chosen: values.indexOf(tv.settings.current[setting]),
    fontSize: theme.size('label'),
    press: () => {
      const next = nextOf(tv.settings, setting, values);
      tv.settings.set({ [setting]: next } as Partial<Settings>);
      tv.announcer.say(spoken?.() ?? settingsWords.changed(label, wordOf(next)));
    },
  });
}

function nextOf<K extends keyof Settings>(
  settings: SettingsStore,
  setting: K,
  values: readonly Settings[K][],
): Settings[K] {
  const at = values.indexOf(settings.current[setting]);
  return values[(at + 1) % values.length] ?? settings.current[setting];
}
