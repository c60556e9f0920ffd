import type { ShownOrder } from '../../../../reader-agent/src/protocol/local.ts';
import { type Children, place } from '../../components/base/place.ts';
import type { IconName } from '../../components/icon/Icon.ts';
import { LevelBand } from '../../components/level-band/LevelBand.ts';
import { levels, order as words } from '../../messages/order.ts';
import { timeWords } from '../../messages/time.ts';
import { fit } from '../../theme/fit.ts';
import { AnswerButton } from './AnswerButton.ts';

/** Frame of the page: a drill is drawn inside its hatched border. */
export interface Frame {
  drill: boolean;
  left: number;
  width: number;
  /** The strip of the level. */
  band: { x: number; y: number; w: number; h: number };
  /** Upper edge of what stands below the strip. */
  top: number;
  answerY: number;
  answerH: number;
}

/** Between the plates of a drill's upper corners. */
export const drillStrip = { x: 320, y: 54, w: 1280, h: 104 } as const;

export const frameFor = (drill: boolean): Frame =>
  drill
    ? { drill, left: 144, width: 1632, band: drillStrip, top: 174, answerY: 794, answerH: 126 }
    : {
        drill,
        left: 96,
        width: 1728,
        band: { x: 96, y: 54, w: 1728, h: 144 },
        top: 198,
        answerY: 882,
        answerH: 144,
      };

/** Strip with level, official name, who gave the order and when. */
export function bandOf({ order }: ShownOrder, frame: Frame): object {
  const { name, reading } = levels[order.level];
  return place(LevelBand, {
    ...frame.band,
    level: order.level,
    drill: frame.drill,
    name,
    reading,
    levelWord: words.level,
    drillWord: words.drill,
    issuer: words.issuedBy(order.municipalityName),
    time: timeWords(order.issuedAt),
    agency: order.agencyMessage ? words.agency(order.agencyMessage) : '',
  });
}

export interface RowButton {
  label: string;
  icon?: IconName;
  press: () => void;
}

const gap = 36;
const labelSizes = [72, 64, 56, 48] as const;

/** At most two answers side by side, the first under the focus. */
export function answerRow(buttons: readonly RowButton[], frame: Frame): Children {
  const w = (frame.width - gap) / 2;
  return Object.fromEntries(
    buttons.map(({ label, icon, press }, index) => [
      `Answer${index}`,
      answerButton({ label, icon, press }, frame, {
        x: frame.left + index * (w + gap),
        y: frame.answerY,
        w,
        h: frame.answerH,
        focusKey: `answer-${index}`,
        sizes: labelSizes,
      }),
    ]),
  );
}

/** Choices in two or three columns between a question and the lower edge. */
export function choiceGrid(choices: readonly RowButton[], frame: Frame, top: number): Children {
  const columns = choices.length > 6 ? 3 : 2;
  const rows = Math.ceil(choices.length / columns);
  const bottom = frame.answerY + frame.answerH;
  const h = Math.min(144, Math.floor((bottom - top - (rows - 1) * gap) / rows));
  const w = (frame.width - (columns - 1) * gap) / columns;
  const room = labelRoom(w, false, frame.drill);
  const size = Math.min(...choices.map(({ label }) => fit(label, room, [64, 56, 48, 42, 36])));
  return Object.fromEntries(
    choices.map((choice, index) => [
      `Choice${index}`,
      answerButton(choice, frame, {
        // All of one size, as equals.
        x: frame.left + (index % columns) * (w + gap),
        y: top + Math.floor(index / columns) * (h + gap),
        w,
        h,
        focusKey: `choice-${index}`,
        sizes: [size],
      }),
    ]),
  );
}

/** Room beside a label: edges, sign, and in a drill its plate. */
const labelRoom = (w: number, sign: boolean, drill: boolean) => w - 60 - (sign ? 112 : 0) - (drill ? 140 : 0);

function answerButton(
  { label, icon, press }: RowButton,
  frame: Frame,
  at: { x: number; y: number; w: number; h: number; focusKey: string; sizes: readonly number[] },
): object {
  const { sizes, ...box } = at;
  return place(AnswerButton, {
    ...box,
    label,
    press,
    drill: frame.drill,
    radius: 18,
    fontSize: fit(label, labelRoom(at.w, icon !== undefined, frame.drill), sizes),
    ...(icon ? { icon } : {}),
  });
}
