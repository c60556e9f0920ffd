import type { Facility } from '../../../../mock-platform/src/protocol/booking.ts';
import { type Children, place } from '../../components/base/place.ts';
import { Button } from '../../components/button/Button.ts';
import { type IconName, icon } from '../../components/icon/Icon.ts';
import { dayWithWeekday } from '../../text/dates.ts';
import { type Theme, textTemplate } from '../../theme/theme.ts';
import { colours, layout } from '../../theme/tokens.ts';
import { RoomPanel } from './RoomPanel.ts';
import { buttonPlace, headlineSize, left, width } from './reserve-layout.ts';

/** One question or outcome with at most two ways on; the safe one stands first and has the focus. */
export interface Ask {
  headline: string;
  /** Sentences below it. */
  more?: string;
  /** A sign beside the headline: something has worked. */
  done?: boolean;
  facility?: Facility;
  day?: string;
  /** A drawing at the left where no room is meant. */
  drawing?: IconName;
  buttons: readonly { key: string; label: string; press: () => void; commit?: boolean }[];
}

/** Draws a question in the place of the booking's own: what it is about at the left, the answers below. */
export function askView(ask: Ask, theme: Theme): Children {
  const { headline, more = '', done, facility, day, drawing, buttons } = ask;
  const inset = done ? 132 : 0;
  return {
    ...(facility
      ? {
          Panel: place(RoomPanel, {
            x: layout.left,
            y: layout.contentTop,
            facility,
            day: day ? dayWithWeekday(day) : '',
            theme,
          }),
        }
      : {}),
    ...(drawing
      ? { Drawing: icon(drawing, { x: layout.left + 126, y: 250, size: 300, colour: colours.paper }) }
      : {}),
    ...(done ? { Sign: icon('check-circle', { x: left, y: 190, size: 100, colour: colours.leaf }) } : {}),
    Question: {
      ...textTemplate(headline, {
        x: left + inset,
        y: 190,
        width: width - inset,
        size: headlineSize(headline, width - inset, theme),
        bold: true,
        colour: colours.text,
      }),
      heading: true,
    },
    More: textTemplate(more, {
      x: left,
      y: 330,
      width,
      size: theme.size('body'),
      colour: colours.text,
    }),
    ...Object.fromEntries(
      buttons.slice(0, 2).map(({ key, label, press, commit }, index) => [
        `Answer${index}`,
        place(Button, {
          ...buttonPlace(index === 0 ? 0 : 1),
          label,
          fontSize: 48,
          first: index === 0,
          focusKey: key,
          press,
          ...(commit ? { commit } : {}),
        }),
      ]),
    ),
  };
}
