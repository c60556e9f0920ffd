import type { KeyPictureName } from '../../components/key-picture/KeyPicture.ts';

/** How the sentences of the three languages name what the hand needs. */
const names: readonly (readonly [KeyPictureName, RegExp])[] = [
  ['arrows', /矢印|左右|上下|[左右上下]を おし|arrow|press (left|right|up|down)|left (and|or) right/i],
  ['enter', /決定|\bOK\b/],
  ['back', /戻る|\bBack\b/],
  ['digits', /リモコンの 数字|number keys|数字の キー/i],
  ['blue', /青/],
  ['red', /赤|\bRed\b/],
  ['green', /緑|\bGreen\b/],
  ['yellow', /黄|\bYellow\b/],
  ['card', /カード|\bcard\b/i],
];

/** Keys and things that a sentence of つかいかた speaks of, in its order; at most two. Pure. */
export function keysIn(sentence: string): KeyPictureName[] {
  return names
    .map(([name, pattern]) => ({ name, at: sentence.search(pattern) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at)
    .slice(0, 2)
    .map(({ name }) => name);
}
