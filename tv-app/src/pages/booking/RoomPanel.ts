import Lightning from '@lightningjs/core';
import type { Facility } from '../../../../mock-platform/src/protocol/booking.ts';
import type { Accessible } from '../../components/base/accessible.ts';
import { picture } from '../../components/icon/Icon.ts';
import { booking } from '../../messages/booking.ts';
import { inList } from '../../messages/common.ts';
import { yenWords } from '../../text/numbers.ts';
import { fittedSize } from '../../theme/measure.ts';
import { type Theme, textTemplate, themeFor } from '../../theme/theme.ts';
import { colours } from '../../theme/tokens.ts';

const pictureWidth = 552;
const pictureHeight = 324;

/** What is chosen so far, always at the left: the room with its picture, and the day once there is one. */
export class RoomPanel extends Lightning.Component {
  facility: Facility | undefined = undefined;
  day = '';
  /** Also what the room is like: while rooms are being chosen. */
  described = false;
  theme: Theme = themeFor('normal');

  get accessible(): Accessible {
    return { role: 'group', name: this.facility ? roomWords(this.facility) : '' };
  }

  override _init(): void {
    this.draw();
  }

  /** Shows another room: the focus has moved on in the list. */
  show(facility: Facility): void {
    if (facility.id === this.facility?.id) return;
    this.facility = facility;
    this.draw();
  }

  private draw(): void {
    const { facility, theme } = this;
    this.childList.clear();
    if (!facility) return;
    const body = theme.size('body');
    const note = theme.size('note');
    const line = (y: number, size: number) => ({
      y,
      size,
      lineHeight: Math.round(size * 1.3),
      colour: colours.text,
    });
    const second = this.day || (this.described ? facility.note : '');
    this.childList.a([
      picture(facility.picture, { w: pictureWidth, h: pictureHeight }),
      textTemplate(facility.name, { ...line(352, 56), bold: true }),
      textTemplate(facility.room, line(430, body)),
      textTemplate(second, {
        ...line(516, fittedSize(second, this.day ? body : note, this.day !== '', pictureWidth)),
        bold: this.day !== '',
      }),
      textTemplate(`${booking.people(facility.capacity)}  ${booking.onceFee(yenWords(facility.fee))}`, {
        ...line(second ? 552 + Math.round(body * 0.9) : 516, note),
        colour: colours.secondText,
      }),
    ] as never);
  }
}

/** 「ひより公民館、大広間、30人まで、1回 600円」 */
export function roomWords({ name, room, note, capacity, fee }: Facility): string {
  return inList([name, room, note, booking.people(capacity), booking.onceFee(yenWords(fee))]);
}
