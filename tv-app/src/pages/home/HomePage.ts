import type { PublicNotice } from '../../../../mock-platform/src/protocol/notices.ts';
import type { Dated } from '../../app/last-public.ts';
import { type Children, place } from '../../components/base/place.ts';
import type { Loadable } from '../../components/page/loadable.ts';
import { Page } from '../../components/page/Page.ts';
import { PaperCard } from '../../components/paper-card/PaperCard.ts';
import { Tile } from '../../components/tile/Tile.ts';
import { common } from '../../messages/common.ts';
import { helpWords } from '../../messages/help.ts';
import { cardNotice, greetingFor, home } from '../../messages/home.ts';
import { provider } from '../../messages/provider.ts';
import { sinceWords } from '../../messages/since.ts';
import type { Theme } from '../../theme/theme.ts';
import { columnsWidth, columnX, layout } from '../../theme/tokens.ts';
import { doors } from '../doors.ts';
import { noticePicture } from '../notices/pictures.ts';
import { publicNotices } from '../notices/public-notices.ts';
import { SmallTile } from './SmallTile.ts';

/** First page: the town's news on the one paper card, and five ways on. */
export class HomePage extends Page {
  private notices!: Loadable<Dated<PublicNotice[]>>;

  override get title(): string {
    const { session } = this.tv.box.current;
    if (session) return greetingFor(session.callName, this.tv.clock.now());
    return this.#cardWaits ? home.cardLaid : home.title;
  }
  /** A card lies there, and nothing is read from it before the viewer has chosen something (D2). */
  get #cardWaits(): boolean {
    const { reader, session } = this.tv.box.current;
    return reader.card && session === null;
  }
  override get publicTitle(): string {
    return home.title;
  }
  override get help(): readonly string[] {
    return helpWords.home;
  }
  override get backWord(): string {
    return common.backToBroadcast;
  }
  override get frame(): 'home' {
    return 'home';
  }

  override opened(): void {
    this.notices = this.load(() => publicNotices(this.tv));
    this.onLeave(
      this.tv.box.subscribe((box, before) => {
        if (box.noticesVersion !== before.noticesVersion) this.notices.retry();
        else if (box.session !== before.session || box.reader.card !== before.reader.card) this.redraw();
        else if (box.requests !== before.requests) this.redraw();
        else if (box.platform === 'online' && before.platform === 'offline') this.notices.retry();
        else if (box.connection === 'open' && before.connection === 'lost') this.notices.retry();
      }),
    );
  }

  override content(theme: Theme): Children {
    const { pages } = this.tv;
    const tile = (column: number, row: number) => ({
      x: columnX(column),
      y: layout.contentTop + row * 360,
      w: columnsWidth(3),
      h: 324,
      labelSize: theme.size('label'),
      noteSize: theme.size('note'),
    });
    const small = (half: 0 | 1) => ({
      x: columnX(9),
      y: layout.contentTop + 360 + half * 180,
      w: columnsWidth(3),
      h: 144,
      labelSize: theme.size('body') - 2,
    });
    const personal = (service: 'health' | 'booking') => {
      const { session } = this.tv.box.current;
      if (session) return { note: session.services.includes(service) ? home.open : home.openWithPin };
      return { wantsCard: true, ...(this.#cardWaits ? { note: home.openWithCard } : {}) };
    };
    return {
      News: this.#news(theme),
      Health: place(Tile, {
        ...tile(6, 0),
        focusKey: 'health',
        icon: 'heart',
        ...home.health,
        ...personal('health'),
        press: () => pages.openPersonal('health', doors.health),
      }),
      Booking: place(Tile, {
        ...tile(9, 0),
        focusKey: 'booking',
        icon: 'calendar',
        ...home.booking,
        ...personal('booking'),
        press: () => pages.openPersonal('booking', doors.booking),
      }),
      Disaster: place(Tile, {
        ...tile(6, 1),
        focusKey: 'disaster',
        icon: 'shelter',
        ...home.disaster,
        press: () => pages.open(doors.disaster),
      }),
      Provider: place(SmallTile, {
        ...small(0),
        focusKey: 'provider',
        icon: 'smartphone',
        label: provider.title,
        note: provider.menuNote,
        press: () => pages.open(doors.provider),
      }),
      Settings: place(SmallTile, {
        ...small(1),
        focusKey: 'settings',
        icon: 'sliders',
        ...home.settings,
        press: () => pages.open(doors.settings),
      }),
    };
  }

  #news(theme: Theme): object {
    const { state } = this.notices;
    const card = {
      x: layout.left,
      y: layout.contentTop,
      w: columnsWidth(6),
      h: layout.contentBottom - layout.contentTop,
      focusKey: 'news',
      first: true,
      overline: home.news,
      noteSize: theme.size('note'),
      headlineSize: theme.size('headline'),
      bodySize: theme.size('body'),
      press: () => this.tv.pages.open(doors.notices),
    };
    const [request] = this.tv.box.current.requests;
    if (request)
      return place(PaperCard, {
        ...card,
        overline: provider.arrivedOver,
        headline: provider.arrived(request.name),
        sentences: [provider.arrivedMore],
        press: () => this.tv.pages.open(doors.provider),
      });
    const [aboutCard] = this.tv.box.current.session?.notices ?? [];
    if (aboutCard) return place(PaperCard, { ...card, overline: home.cardNews, ...cardNotice(aboutCard) });
    if (state.kind === 'failed') {
      return place(PaperCard, { ...card, headline: home.offline, sentences: [home.offlineMore] });
    }
    if (state.kind !== 'ready') {
      return place(PaperCard, { ...card, headline: state.kind === 'loading' ? common.loading : '' });
    }
    const { value, at, fresh } = state.value;
    const [newest] = value;
    if (!newest) return place(PaperCard, { ...card, headline: home.noNews, sentences: [home.noNewsMore] });
    const picture = noticePicture(newest.picture);
    return place(PaperCard, {
      ...card,
      // Who wrote it stands where the time of old news does not need the room.
      source: fresh ? newest.issuer : '',
      overline: fresh ? home.news : home.asOf(sinceWords(at, this.tv.clock.now())),
      headline: newest.headline,
      sentences: newest.sentences,
      ...(picture ? { picture } : {}),
    });
  }
}
