import { place } from '../../src/components/base/place.ts';
import { CardGuide } from '../../src/components/card-guide/CardGuide.ts';
import { DatePicker } from '../../src/components/date-picker/DatePicker.ts';
import { Keyboard } from '../../src/components/keyboard/Keyboard.ts';
import { sheets } from '../../src/components/keyboard/layout.ts';
import { PinDots } from '../../src/components/pin-pad/PinDots.ts';
import { PinPad } from '../../src/components/pin-pad/PinPad.ts';
import { QrCode } from '../../src/components/qr-code/QrCode.ts';
import { SlotPicker } from '../../src/components/slot-picker/SlotPicker.ts';
import { StepHeader } from '../../src/components/step-header/StepHeader.ts';
import { booking, periodWords } from '../../src/messages/booking.ts';
import { dayInCell } from '../../src/text/dates.ts';
import { columnsWidth, columnX, layout } from '../../src/theme/tokens.ts';
import { type Exhibit, firstRow, specimens } from '../exhibit.ts';

const day = (index: number): string => new Date(Date.UTC(2026, 10, 21 + index)).toISOString().slice(0, 10);

export const datePicker: Exhibit = {
  name: 'DatePicker',
  screens: [
    {
      name: 'open, full, closed',
      content: ({ pressed, theme }) => ({
        Days: place(DatePicker, {
          x: layout.left,
          y: 240,
          w: 1728,
          textSize: theme.textSize,
          days: Array.from({ length: 14 }, (_, index) => {
            const key = day(index);
            const date = dayInCell(key, theme.textSize === 'large');
            if (index % 7 === 2) return { key, date, word: booking.closed };
            if (index % 5 === 0) return { key, date, word: booking.full, sign: 'cross-taken' as const };
            return {
              key,
              date,
              word: booking.free,
              sign: 'circle-free' as const,
              press: () => pressed(date),
            };
          }),
          turns: [
            { side: 'left', label: booking.earlierDays, press: () => pressed(booking.earlierDays) },
            { side: 'right', label: booking.laterDays, press: () => pressed(booking.laterDays) },
          ],
        }),
      }),
    },
  ],
};

export const slotPicker: Exhibit = {
  name: 'SlotPicker',
  screens: [
    {
      name: 'free, taken',
      content: ({ pressed, theme }) => ({
        Slots: place(SlotPicker, {
          x: columnX(4),
          y: 240,
          w: columnsWidth(8),
          textSize: theme.textSize,
          slots: (['morning', 'afternoon', 'evening'] as const).map((key, index) => {
            const label = periodWords[key];
            const common = { key, label, span: '' };
            return index === 1
              ? { ...common, word: booking.full, sign: 'cross-taken' as const }
              : {
                  ...common,
                  word: booking.free,
                  sign: 'circle-free' as const,
                  press: () => pressed(label),
                };
          }),
        }),
      }),
    },
  ],
};

const pin = (kind: 'authentication' | 'signature', ready: boolean, typed: number) => ({
  name: `${kind}, ${ready ? 'ready' : 'not yet'}`,
  content: ({ pressed }: { pressed: (words: string) => void }) => ({
    Dots: place(PinDots, {
      x: layout.left,
      y: 300,
      typed,
      ...(kind === 'authentication' ? { least: 4, most: 4 } : { least: 6, most: 16, size: 56, gap: 24 }),
    }),
    Pad: place(PinPad, {
      x: columnX(6),
      y: layout.contentTop,
      w: columnsWidth(6),
      h: layout.contentBottom - layout.contentTop,
      kind,
      ready,
      typeKey: () => {},
      act: (action: string) => pressed(action),
    }),
  }),
});

export const pinPad: Exhibit = {
  name: 'PinPad, PinDots',
  screens: [
    pin('authentication', false, 2),
    pin('authentication', true, 4),
    pin('signature', false, 3),
    pin('signature', true, 9),
  ],
};

export const cardGuide: Exhibit = {
  name: 'CardGuide',
  screens: [
    {
      name: 'loop',
      content: ({ tv }) => ({
        Guide: place(CardGuide, {
          clock: tv.clock,
          x: columnX(6),
          y: layout.contentTop,
          w: columnsWidth(6),
          h: 684,
          label: 'card and reader',
        }),
      }),
    },
    {
      name: 'asking, still, sign',
      content: ({ tv }) => {
        const size = { clock: tv.clock, w: 540, h: 429, label: 'card and reader' };
        return specimens([
          { caption: 'asking again', x: 96, y: firstRow, of: place(CardGuide, { ...size, asking: true }) },
          { caption: 'laid', x: 672, y: firstRow, of: place(CardGuide, { ...size, still: 2 }) },
          { caption: 'fault', x: 1248, y: firstRow, of: place(CardGuide, { ...size, sign: 'plug' }) },
        ]);
      },
    },
  ],
};

export const stepHeader: Exhibit = {
  name: 'StepHeader',
  screens: [
    {
      name: 'first to done',
      content: () =>
        specimens(
          [1, 3, 5, 6].map((current, index) => ({
            caption: `current: ${current}`,
            x: 96,
            y: firstRow + index * 160,
            of: place(StepHeader, { count: 5, current }),
          })),
        ),
    },
  ],
};

export const qrCode: Exhibit = {
  name: 'QrCode',
  screens: [
    {
      name: 'short and long address',
      content: () =>
        specimens([
          {
            caption: 'short',
            x: 96,
            y: firstRow,
            of: place(QrCode, { w: 560, content: 'http://localhost:8080/device', label: 'address' }),
          },
          {
            caption: 'long',
            x: 760,
            y: firstRow,
            of: place(QrCode, {
              w: 560,
              content: `https://chanoma.example/device?user_code=BDWP-HQPK&state=${'0123456789abcdef'.repeat(6)}`,
              label: 'address',
            }),
          },
        ]),
    },
  ],
};

export const keyboard: Exhibit = {
  name: 'Keyboard',
  screens: sheets.map((sheet) => ({
    name: sheet,
    content: ({ focusOn, pressed }) => ({
      Keyboard: place(Keyboard, {
        x: layout.left,
        y: layout.contentTop,
        w: 1728,
        h: layout.contentBottom - layout.contentTop,
        sheet,
        focusOn,
        done: pressed,
      }),
    }),
  })),
};
