import { Lotteries, LotterySummary } from '../../../../mock-platform/src/protocol/booking.ts';
import { type Children, place } from '../../components/base/place.ts';
import { FocusList } from '../../components/focus-list/FocusList.ts';
import { ListRow } from '../../components/list-row/ListRow.ts';
import type { Loadable } from '../../components/page/loadable.ts';
import { Page } from '../../components/page/Page.ts';
import { booking } from '../../messages/booking.ts';
import { services as words } from '../../messages/booking-services.ts';
import { dayInCell, dayWithWeekday, momentWords } from '../../text/dates.ts';
import { type Theme, textTemplate } from '../../theme/theme.ts';
import { colours, layout } from '../../theme/tokens.ts';
import { AskPage } from './AskPage.ts';
import { type Ask, askView } from './ask-view.ts';
import { headlineSize } from './reserve-layout.ts';
import { slotWords } from './words.ts';

/** ちゅうせん: the town's lotteries with the viewer's own entry. */
export class LotteryPage extends Page {
  private lotteries: Loadable<LotterySummary[]> | undefined;
  private seen = false;

  override get title(): string {
    return words.lottery;
  }
  override get help(): readonly string[] {
    return words.help.lottery;
  }
  override get personal(): boolean {
    return true;
  }

  override opened(): void {
    this.lotteries = this.load(
      async () => (await this.tv.services.get('/booking/lotteries', Lotteries)).lotteries,
    );
  }

  override _active(): void {
    if (this.seen) this.lotteries?.retry();
    this.seen = true;
  }

  override content(): Children {
    if (!this.lotteries) return {};
    return this.when(this.lotteries, (all) => ({
      Lotteries: place(FocusList, {
        x: layout.left,
        y: layout.contentTop,
        w: layout.right - layout.left,
        rowHeight: 144,
        gap: 36,
        perPage: all.length > 4 ? 3 : 4,
        empty: words.noLottery,
        rows: all.map((lottery) =>
          place(ListRow, {
            focusKey: lottery.id,
            label: lottery.name,
            labelSize: 52,
            textSize: 44,
            signX: 1000,
            signWord: lottery.own ? words.outcomes[lottery.own.outcome] : '',
            press: () =>
              lottery.status === 'open' && lottery.own === undefined
                ? this.tv.pages.open(LotteryWishPage, { lottery, wishes: [] })
                : this.tv.pages.open(LotteryResultPage, { lottery }),
          }),
        ),
      }),
    }));
  }
}

/** One wish after the other, one question each: at most two. */
class LotteryWishPage extends Page<{ lottery: LotterySummary; wishes: string[] }> {
  override get title(): string {
    return words.lottery;
  }
  override get help(): readonly string[] {
    return words.help.lottery;
  }
  override get personal(): boolean {
    return true;
  }
  override get steps(): { count: number; current: number } {
    return { count: 4, current: this.params.wishes.length + 1 };
  }
  override get spoken(): string {
    return this.params.wishes.length === 0 ? words.firstWish : words.secondWish;
  }

  override content(theme: Theme): Children {
    const { lottery, wishes } = this.params;
    const goOn = (more: string[]) => {
      const all = [...wishes, ...more];
      if (more.length === 0 || all.length === 2)
        this.tv.pages.open(LotteryEnterPage, { lottery, wishes: all });
      else this.tv.pages.open(LotteryWishPage, { lottery, wishes: all });
    };
    const left = lottery.slots.filter(({ id }) => !wishes.includes(id));
    const rows = left.map(({ id, facility, slot }) =>
      place(ListRow, {
        focusKey: id,
        label: dayInCell(slot.day),
        labelSize: 52,
        detail: slotWords(slot),
        detailX: 460,
        textSize: 44,
        signX: 1080,
        signWord: `${facility.name} ${facility.room}`,
        press: () => goOn([id]),
      }),
    );
    const none = place(ListRow, {
      focusKey: 'none',
      label: words.noOther,
      labelSize: 52,
      press: () => goOn([]),
    });
    const all = wishes.length === 0 ? rows : [none, ...rows];
    return {
      Question: textTemplate(this.spoken, {
        x: layout.left,
        y: 190,
        size: headlineSize(this.spoken, layout.right - layout.left, theme),
        bold: true,
        colour: colours.text,
      }),
      Slots: place(FocusList, {
        x: layout.left,
        y: 318,
        w: layout.right - layout.left,
        rowHeight: 120,
        gap: 24,
        perPage: all.length > 4 ? 3 : 4,
        rows: all,
      }),
    };
  }
}

function wishLines(lottery: LotterySummary, wishes: readonly string[]): string[] {
  return wishes.flatMap((wish, index) => {
    const found = lottery.slots.find(({ id }) => id === wish);
    if (!found) return [];
    const { slot, facility } = found;
    return [
      `${words.wishes[index] ?? ''} ${dayWithWeekday(slot.day)}`,
      `${slotWords(slot)} ${facility.room}`,
    ];
  });
}

class LotteryEnterPage extends AskPage<{ lottery: LotterySummary; wishes: string[] }> {
  override get title(): string {
    return words.lottery;
  }
  override get help(): readonly string[] {
    return words.help.lottery;
  }
  override get steps(): { count: number; current: number } {
    return { count: 4, current: this.outcome ? 4 : 3 };
  }

  protected ask(): Ask {
    const { lottery, wishes } = this.params;
    const choices = wishes.map((wish) => [wish]);
    return {
      ...about(lottery),
      headline: words.enterAsk,
      more: wishLines(lottery, wishes).join('\n'),
      buttons: [
        {
          key: 'enter',
          label: words.enter,
          commit: true,
          press: () =>
            void this.send(
              () =>
                this.tv.services.post(
                  `/booking/lotteries/${lottery.id}/entries`,
                  { choices },
                  LotterySummary,
                ),
              (entered) => resultOf(entered, [this.ways.home]),
            ),
        },
        this.ways.back,
      ],
    };
  }
}

const about = ({ slots }: LotterySummary): Pick<Ask, 'facility'> =>
  slots[0] === undefined ? {} : { facility: slots[0].facility };

function resultOf(lottery: LotterySummary, buttons: Ask['buttons']): Ask {
  const { own, closesAt, name } = lottery;
  if (own === undefined) return { ...about(lottery), headline: name, buttons };
  const waits = own.outcome === 'entered';
  const lines = [
    words.receipt(own.receipt),
    ...(waits ? [words.resultAt(momentWords(closesAt))] : []),
    ...(own.place === undefined ? [] : [words.alternatePlace(own.place)]),
  ];
  return {
    ...about(lottery),
    headline: words.outcomes[own.outcome],
    more: lines.join('\n'),
    done: own.outcome !== 'alternate' && own.outcome !== 'given-back',
    buttons,
  };
}

/** The viewer's entry: its receipt number, and what became of it. */
class LotteryResultPage extends Page<{ lottery: LotterySummary }> {
  override get title(): string {
    return words.lottery;
  }
  override get help(): readonly string[] {
    return words.help.lottery;
  }
  override get personal(): boolean {
    return true;
  }
  override get spoken(): string {
    return this.result().headline;
  }
  override content(theme: Theme): Children {
    return askView(this.result(), theme);
  }
  private result(): Ask {
    const home = { key: 'home', label: booking.toHome, press: () => this.tv.pages.home() };
    return resultOf(this.params.lottery, [home]);
  }
}
