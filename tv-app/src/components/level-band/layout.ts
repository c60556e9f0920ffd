import { breakLines, type Measure } from '../../text/break-lines.ts';

/** Width of a text at a size. */
type MeasureAt = (size: number, bold: boolean) => Measure;

/** Lines of one text at one size. */
export interface Lines {
  lines: string[];
  size: number;
  width: number;
}

/** A text in one line at the largest size at which it fits, else in two even lines; the smallest size where nothing fits. */
function inLines(
  text: string,
  room: number,
  sizes: readonly number[],
  two: number,
  measure: MeasureAt,
): Lines {
  const one = sizes.find((size) => measure(size, true)(text) <= room);
  if (one !== undefined) return { lines: [text], size: one, width: measure(one, true)(text) };
  const width = measure(two, true);
  const longestWord = Math.max(...text.split(' ').map(width));
  // A little more than half: words are not all of one length.
  for (let part = 0.52; part <= 1; part += 0.06) {
    const lines = breakLines(text, Math.max(longestWord, width(text) * part), width);
    if (lines.length <= 2) return { lines, size: two, width: Math.max(...lines.map(width)) };
  }
  return { lines: [text], size: two, width: width(text) };
}

export interface FilledBand {
  numberX: number;
  nameX: number;
  name: Lines;
  /** Where the official colour ends. */
  split: number;
  agency: string[];
  /** Issuer and time in one row, or the time below the issuer. */
  oneRow: boolean;
  issuerSize: number;
}

/** Space left of the first word, and of what stands right of the split. */
export const bandEdge = 36;
export const numberSize = 92;

/** Where the words of a real order's strip stand: the name gives way until issuer, time and agency have room. */
export function filledBand(
  w: number,
  words: { levelWord: string; name: string; reading: string; issuer: string; time: string; agency: string },
  measure: MeasureAt,
): FilledBand {
  const numberX = Math.round(bandEdge + measure(56, true)(words.levelWord) + 22);
  const nameX = numberX + numberSize + 35;
  const reading = measure(36, true)(words.reading);
  let band: FilledBand | undefined;
  for (const size of [72, 64, 56, 48]) {
    const name = inLines(
      words.name,
      words.reading ? Number.POSITIVE_INFINITY : 520,
      [size],
      Math.min(size, 52),
      measure,
    );
    const split = Math.round(nameX + Math.max(name.width, reading) + 40);
    const room = w - split - 2 * bandEdge;
    const agency = words.agency ? breakLines(words.agency, room, measure(36, false)) : [];
    const rowWidth = (issuerSize: number) =>
      measure(issuerSize, true)(words.issuer) + 30 + measure(issuerSize, false)(words.time);
    const sizes = agency.length > 1 ? [40, 36] : [48, 44, 40, 36];
    const issuerSize = sizes.find((one) => rowWidth(one) <= room);
    band = {
      numberX,
      nameX,
      name,
      split,
      agency,
      oneRow: issuerSize !== undefined,
      issuerSize: issuerSize ?? 36,
    };
    if (band.oneRow && agency.length <= 2) return band;
  }
  return band!;
}

export interface HollowBand {
  levelX: number;
  numberX: number;
  nameX: number;
  name: Lines;
  /** Issuer and time side by side, or one above the other. */
  oneRow: boolean;
}

export const hollowNumberSize = 76;

/** The same for a drill's strip: everything in one row; long words put the time below the issuer, then the name in two lines. */
export function hollowBand(
  w: number,
  words: { levelWord: string; name: string; issuer: string; time: string },
  measure: MeasureAt,
): HollowBand {
  const word = measure(56, true);
  const levelX = 38;
  const numberX = Math.round(levelX + word(words.levelWord) + 20);
  const nameX = numberX + hollowNumberSize + 28;
  const issuer = measure(36, true)(words.issuer);
  const time = measure(36, false)(words.time);
  const roomFor = (right: number) => w - bandEdge - right - 40 - nameX;
  const beside = inLines(words.name, roomFor(issuer + 26 + time), [56, 48], 36, measure);
  const oneRow = beside.lines.length === 1;
  const name = oneRow
    ? beside
    : inLines(words.name, roomFor(Math.max(issuer, time)), [56, 48, 42], 36, measure);
  return { levelX, numberX, nameX, name, oneRow };
}
