import Lightning from '@lightningjs/core';
import type { Facility, Slot } from '../../../../mock-platform/src/protocol/booking.ts';
import type { Accessible } from '../../components/base/accessible.ts';
import { surfaceTexture } from '../../components/base/surface.ts';
import { booking } from '../../messages/booking.ts';
import { inList } from '../../messages/common.ts';
import { topForCentre } from '../../text/baseline.ts';
import { dayWithWeekday, fullDate } from '../../text/dates.ts';
import { yenWords } from '../../text/numbers.ts';
import { type Theme, textTemplate, themeFor } from '../../theme/theme.ts';
import { colours } from '../../theme/tokens.ts';
import { slotWords } from './words.ts';

/** The whole booking on paper: day with weekday, time, place and fee. */
export class SummaryPaper extends Lightning.Component {
  facility!: Facility;
  slot!: Slot;
  theme: Theme = themeFor('normal');

  get accessible(): Accessible {
    const rows = this.rows(dayWithWeekday).map(([label, value]) => `${label} ${value}`);
    return { role: 'group', name: inList(rows) };
  }

  override _init(): void {
    const { theme, w, h } = this;
    const label = theme.size('note');
    const value = Math.min(theme.size('body') + 4, 60);
    const rows = this.rows(fullDate);
    const pitch = (h - 48) / rows.length;
    this.patch({
      Paper: { texture: surfaceTexture({ w, h, radius: 24, fill: colours.paper }) },
      ...Object.fromEntries(
        rows.flatMap(([name, words], at) => {
          const centre = 24 + pitch * (at + 0.5);
          return [
            [
              `Label${at}`,
              textTemplate(name, {
                x: 48,
                y: topForCentre(centre, label),
                size: label,
                lineHeight: label + 8,
                colour: colours.secondOnPaper,
              }),
            ],
            [
              `Value${at}`,
              textTemplate(words, {
                x: 270,
                y: topForCentre(centre, value),
                size: value,
                lineHeight: value + 8,
                bold: true,
                colour: colours.inkOnPaper,
              }),
            ],
          ];
        }),
      ),
    } as never);
  }

  /** 「（土）」 is for the eye: a voice says 土曜日. */
  private rows(dateWords: (day: string) => string): [string, string][] {
    const { facility, slot } = this;
    return [
      [booking.labels.day, dateWords(slot.day)],
      [booking.labels.time, slotWords(slot)],
      [booking.labels.place, `${facility.name} ${facility.room}`],
      [booking.labels.fee, yenWords(facility.fee)],
    ];
  }
}
