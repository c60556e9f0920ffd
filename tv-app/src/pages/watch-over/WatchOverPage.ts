import {
  type WatchOverName,
  type WatchOverReport,
  WatchOverStanding,
} from '../../../../mock-platform/src/protocol/watch-over.ts';
import { type Children, place } from '../../components/base/place.ts';
import { FocusList } from '../../components/focus-list/FocusList.ts';
import type { Loadable } from '../../components/page/loadable.ts';
import { Page } from '../../components/page/Page.ts';
import { inList, inSentences } from '../../messages/common.ts';
import { watchOverChoices, watchOverEntry, watchOverRecipients } from '../../messages/watch-over.ts';
import { watchOverPage as words } from '../../messages/watch-over-page.ts';
import { momentWords } from '../../text/dates.ts';
import { type Theme, textTemplate } from '../../theme/theme.ts';
import { colours, layout } from '../../theme/tokens.ts';
import { ChoiceRow } from '../settings/ChoiceRow.ts';
import { awayDays, chosenAbsence } from './absence.ts';

const rowHeight = 116;
const gap = 20;
/** Rows, or rows and the way to the others. */
const most = 4;

const same = (one: WatchOverName, other: WatchOverName): boolean =>
  one.kind === other.kind && one.name === other.name;

const nameOf = ({ kind, name }: WatchOverName): string =>
  kind === 'town' ? watchOverRecipients[kind] : `${watchOverRecipients[kind]} ${name}`;

/** 「11月20日 げんきです ごかぞく 若葉 たけしへ」 */
function reportLine({ at, kind, choice, hours, to }: WatchOverReport): string {
  const said = kind === 'answer' && choice ? watchOverChoices[choice] : words.silent(hours ?? 24);
  return [momentWords(at), said, words.to(inList(to.map(nameOf)))].join(' ');
}

/** What is reported about who is signed in, to whom, and who shall be told from now on. */
export class WatchOverPage extends Page {
  private standing!: Loadable<WatchOverStanding>;

  override get title(): string {
    return watchOverEntry.title;
  }
  override get help(): readonly string[] {
    return words.help;
  }
  override get personal(): boolean {
    return true;
  }
  override get spoken(): string {
    const { state } = this.standing;
    return state.kind === 'ready'
      ? inSentences([watchOverEntry.title, ...this.#lines(state.value)])
      : watchOverEntry.title;
  }

  override opened(): void {
    this.standing = this.load(() => this.tv.services.get('/town/watch-over', WatchOverStanding));
  }

  override content(theme: Theme): Children {
    return this.when(this.standing, (standing) => {
      const rows = this.#rows(standing, theme);
      return {
        Rows: place(FocusList, {
          x: layout.left,
          y: layout.contentTop,
          w: layout.right - layout.left,
          rowHeight,
          gap,
          perPage: rows.length > most ? most - 1 : most,
          rows,
        }),
        ...this.#reports(standing, theme, Math.min(rows.length, most)),
      };
    });
  }

  #rows(standing: WatchOverStanding, theme: Theme): object[] {
    const named = standing.agreed?.recipients ?? [];
    const fontSize = theme.textSize === 'large' ? 52 : 46;
    const row = (focusKey: string, row: object): object => place(ChoiceRow, { fontSize, focusKey, ...row });
    const people = standing.offered.map((one) => {
      const told = named.some((name) => same(name, one));
      const rest = named.filter((name) => !same(name, one));
      return row(`${one.kind} ${one.name}`, {
        label: nameOf(one),
        values: words.tells,
        chosen: told ? 0 : 1,
        press: () => this.#change('/agreement', { recipients: told ? rest : [...rest, one] }),
      });
    });
    if (!standing.agreed) return people;
    const chosen = chosenAbsence(standing.absences, this.tv.clock.now());
    const away = row('away', {
      label: words.away,
      values: words.awayValues,
      chosen,
      press: () => this.#plan(standing, (chosen + 1) % words.awayValues.length),
    });
    return [...people, away];
  }

  /** The first is the heading. */
  #lines({ agreed, reports }: WatchOverStanding): string[] {
    if (!agreed && reports.length === 0) return [...words.off];
    return [words.reported, ...(reports.length > 0 ? reports.slice(0, 2).map(reportLine) : [words.nothing])];
  }

  #reports(standing: WatchOverStanding, theme: Theme, rows: number): Children {
    const size = theme.textSize === 'large' ? 44 : 40;
    const top = layout.contentTop + rows * (rowHeight + gap) + gap;
    const lines = this.#lines(standing).slice(0, rows === most ? 2 : 3);
    return Object.fromEntries(
      lines.map((text, at) => [
        `Line${at}`,
        textTemplate(text, {
          x: layout.left,
          y: top + at * (size + 20),
          width: layout.right - layout.left,
          size,
          bold: at === 0,
          maxLines: 1,
          colour: at === 0 ? colours.text : colours.secondText,
        }),
      ]),
    ) as Children;
  }

  async #plan({ absences }: WatchOverStanding, chosen: number): Promise<void> {
    try {
      for (const { id } of absences)
        await this.tv.services.post(`/town/watch-over/absences/${id}/cancel`, {}, WatchOverStanding);
      const days = awayDays(chosen, this.tv.clock.now());
      if (days) await this.tv.services.post('/town/watch-over/absences', days, WatchOverStanding);
    } finally {
      this.standing.retry();
    }
  }

  async #change(path: string, body: object): Promise<void> {
    try {
      await this.tv.services.post(`/town/watch-over${path}`, body, WatchOverStanding);
    } finally {
      // What the platform says counts, also when it took nothing.
      this.standing.retry();
    }
  }
}
