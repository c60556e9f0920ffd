import { place } from '../../src/components/base/place.ts';
import { Button } from '../../src/components/button/Button.ts';
import { Dialog } from '../../src/components/dialog/Dialog.ts';
import { FocusList } from '../../src/components/focus-list/FocusList.ts';
import { ListRow } from '../../src/components/list-row/ListRow.ts';
import { PaperCard } from '../../src/components/paper-card/PaperCard.ts';
import { Tile } from '../../src/components/tile/Tile.ts';
import { booking } from '../../src/messages/booking.ts';
import { common } from '../../src/messages/common.ts';
import { home } from '../../src/messages/home.ts';
import { columnsWidth, columnX, layout } from '../../src/theme/tokens.ts';
import { type Exhibit, firstRow, type Surroundings, specimens } from '../exhibit.ts';

const half = layout.contentBottom - layout.contentTop;

export const button: Exhibit = {
  name: 'Button',
  screens: [
    {
      name: 'focused, pressed, plain, taken, paper',
      content: ({ pressed }) => {
        const of = (focusKey: string, more: object = {}) =>
          place(Button, {
            w: 540,
            h: 136,
            label: booking.commit,
            focusKey,
            press: () => pressed(booking.commit),
            ...more,
          });
        return specimens([
          { caption: 'tile', x: 96, y: firstRow, of: of('tile', { first: true }) },
          { caption: 'tile + icon', x: 672, y: firstRow, of: of('icon', { icon: 'calendar' }) },
          { caption: 'paper', x: 1248, y: firstRow, of: of('paper', { look: 'paper' }) },
          { caption: 'taken', x: 96, y: firstRow + 230, of: of('taken', { look: 'taken' }) },
          { caption: 'order', x: 672, y: firstRow + 230, of: of('order', { look: 'order' }) },
          {
            caption: 'commit: no second 決定',
            x: 1248,
            y: firstRow + 230,
            of: of('commit', { commit: true }),
          },
        ]);
      },
    },
  ],
};

export const tile: Exhibit = {
  name: 'Tile',
  screens: [
    {
      name: 'plain, with card',
      content: ({ theme, pressed }) => {
        const sizes = { labelSize: theme.size('label'), noteSize: theme.size('note') };
        return specimens([
          {
            caption: 'plain',
            x: columnX(0),
            y: firstRow,
            of: place(Tile, {
              ...sizes,
              ...home.disaster,
              w: columnsWidth(3),
              h: 324,
              icon: 'shelter',
              focusKey: 'plain',
              first: true,
              press: () => pressed(home.disaster.label),
            }),
          },
          {
            caption: 'wants the card',
            x: columnX(3),
            y: firstRow,
            of: place(Tile, {
              ...sizes,
              ...home.health,
              w: columnsWidth(3),
              h: 324,
              icon: 'heart',
              wantsCard: true,
              focusKey: 'card',
              press: () => pressed(home.health.label),
            }),
          },
        ]);
      },
    },
  ],
};

const card = ({ theme }: Surroundings) => ({
  x: layout.left,
  y: layout.contentTop,
  w: columnsWidth(6),
  h: half,
  overline: home.news,
  noteSize: theme.size('note'),
  headlineSize: theme.size('headline'),
  bodySize: theme.size('body'),
  focusKey: 'card',
  press: () => {},
});

export const paperCard: Exhibit = {
  name: 'PaperCard',
  screens: [
    {
      name: 'ready',
      content: (around) => ({
        Card: place(PaperCard, {
          ...card(around),
          source: 'ひより町 水道課',
          headline: 'あす 午前9時から 水が とまります。',
          sentences: ['11時に もどります。', '水を ためておいて ください。'],
          picture: 'faucet-and-bowl',
        }),
      }),
    },
    {
      name: 'loading',
      content: (around) => ({ Card: place(PaperCard, { ...card(around), headline: common.loading }) }),
    },
    {
      name: 'empty',
      content: (around) => ({
        Card: place(PaperCard, { ...card(around), headline: home.noNews, sentences: [home.noNewsMore] }),
      }),
    },
    {
      name: 'error',
      content: (around) => ({
        Card: place(PaperCard, { ...card(around), headline: home.offline, sentences: [home.offlineMore] }),
      }),
    },
  ],
};

const row = (label: string, taken: boolean, press: () => void) =>
  place(ListRow, {
    focusKey: label,
    label,
    sign: taken ? 'cross-taken' : 'circle-free',
    signWord: taken ? booking.full : booking.free,
    signX: 1200,
    ...(taken ? { look: 'taken' as const } : { press }),
  });

export const list: Exhibit = {
  name: 'FocusList, ListRow',
  screens: [
    {
      name: 'two pages',
      content: ({ pressed }) => ({
        List: place(FocusList, {
          x: layout.left,
          y: layout.contentTop,
          w: 1728,
          perPage: 3,
          rowHeight: 136,
          rows: Array.from({ length: 5 }, (_, index) =>
            row(`${index + 1}`, index === 1, () => pressed(`${index + 1}`)),
          ),
        }),
      }),
    },
    {
      name: 'empty',
      content: () => ({
        List: place(FocusList, {
          x: layout.left,
          y: layout.contentTop,
          w: 1728,
          rows: [],
          empty: booking.noBooking,
        }),
      }),
    },
  ],
};

export const dialog: Exhibit = {
  name: 'Dialog',
  screens: [
    {
      name: 'two choices, the safe one first',
      content: ({ theme, pressed }) => ({
        Dialog: place(Dialog, {
          theme,
          question: booking.cancelQuestion,
          detail: booking.cancelledMore,
          choices: [
            { label: booking.keepIt, press: () => pressed(booking.keepIt) },
            { label: booking.cancelIt, press: () => pressed(booking.cancelIt), commit: true },
          ],
        }),
      }),
    },
    {
      name: 'one choice',
      content: ({ theme, pressed }) => ({
        Dialog: place(Dialog, {
          theme,
          question: booking.noBooking,
          choices: [{ label: common.close, press: () => pressed(common.close) }],
        }),
      }),
    },
  ],
};
