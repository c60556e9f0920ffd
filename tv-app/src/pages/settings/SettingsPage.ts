import type { PageClass } from '../../app/television.ts';
import { type Children, place } from '../../components/base/place.ts';
import type { IconName } from '../../components/icon/Icon.ts';
import { Page } from '../../components/page/Page.ts';
import { Tile } from '../../components/tile/Tile.ts';
import { settingsWords as words } from '../../messages/settings.ts';
import type { Theme } from '../../theme/theme.ts';
import { columnsWidth, columnX, layout } from '../../theme/tokens.ts';
import { AboutPage } from './AboutPage.ts';
import { LanguagePage } from './LanguagePage.ts';
import { LookPage } from './LookPage.ts';
import { ReaderTestPage } from './ReaderTestPage.ts';
import { RemotePage } from './RemotePage.ts';
import { SoundPage } from './SoundPage.ts';

const tiles: readonly {
  name: 'look' | 'sound' | 'language' | 'remote' | 'reader' | 'about';
  icon: IconName;
  page: PageClass<undefined>;
}[] = [
  { name: 'look', icon: 'letters', page: LookPage },
  { name: 'sound', icon: 'speaker', page: SoundPage },
  { name: 'language', icon: 'language', page: LanguagePage },
  { name: 'remote', icon: 'remote', page: RemotePage },
  { name: 'reader', icon: 'card', page: ReaderTestPage },
  { name: 'about', icon: 'television', page: AboutPage },
];

/** Six ways to what can be set or tried on this television. */
export class SettingsPage extends Page {
  override get title(): string {
    return words.title;
  }
  override get help(): readonly string[] {
    return words.help;
  }

  override content(theme: Theme): Children {
    const drawn = tiles.map(({ name, icon, page }, at) => [
      `Tile${at}`,
      place(Tile, {
        x: columnX((at % 3) * 4),
        y: layout.contentTop + Math.floor(at / 3) * 360,
        w: columnsWidth(4),
        h: 324,
        focusKey: name,
        first: at === 0,
        icon,
        ...words[name],
        labelSize: theme.size('label'),
        noteSize: theme.size('note'),
        press: () => this.tv.pages.open(page),
      }),
    ]);
    return Object.fromEntries(drawn) as Children;
  }
}
