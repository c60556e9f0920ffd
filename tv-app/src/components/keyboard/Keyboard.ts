import Lightning from '@lightningjs/core';
import { digitOf, isKeyName } from '../../app/keys/names.ts';
import type { KanaOrder } from '../../app/settings.ts';
import { keyboardWords as words } from '../../messages/keyboard.ts';
import type { Accessible } from '../base/accessible.ts';
import { place } from '../base/place.ts';
import type { IconName } from '../icon/Icon.ts';
import { type Draft, draftOf, erase, eraseAll, lastCharacter, mark, restore, type } from './draft.ts';
import { fitsKey, KeyboardKey } from './KeyboardKey.ts';
import { cellsOf, columnOfDigit, type KeyAct, type KeyboardCell, type Sheet } from './layout.ts';
import { TextField } from './TextField.ts';

/** The field stands above the keys. */
const fieldHeight = 96;
const keysTop = 124;

/**
 * On-screen keyboard: a field with its cursor, the characters, and keys beside them that are the same on every sheet, 確定 always
 * among them. It is 1728×684. Whoever shows it is told every change, so that nothing is lost when it goes.
 */
export class Keyboard extends Lightning.Component {
  value = '';
  hint = '';
  /** Most characters. */
  most = 24;
  sheet: Sheet = 'hiragana';
  order: KanaOrder = 'from-left';
  changed: (text: string) => void = () => {};
  done: (text: string) => void = () => {};
  say: (words: string) => void = () => {};
  /** Puts the focus on one of the keys. */
  focusOn: (key: string) => void = () => {};
  #draft: Draft = draftOf('');
  #lower = false;
  /** かな are katakana, also those with marks. */
  #katakana = false;
  #shown: Sheet = 'hiragana';
  #standing = '';

  get accessible(): Accessible {
    return { role: 'group', name: words.keyboard, children: true };
  }

  override _init(): void {
    this.#draft = draftOf(this.value);
    this.#shown = this.sheet;
    this.#katakana = this.sheet === 'katakana';
    this.patch({
      Field: place(TextField, { w: this.w, h: fieldHeight, value: this.value, hint: this.hint }),
    } as never);
    this.#drawKeys();
  }

  /** Number keys: they type themselves among digits and letters; among kana each leads down its column, 1 あ to 0 わ. */
  override _handleKey(key: unknown): boolean | undefined {
    const digit = isKeyName(key) ? digitOf(key) : undefined;
    if (digit === undefined) return false;
    if (this.#shown === 'number' || this.#shown === 'latin') {
      this.#act({ kind: 'type', characters: digit });
      return undefined;
    }
    const column = columnOfDigit(this.#shown, digit);
    const next = column[column.indexOf(this.#standing) + 1] ?? column[column.length - 1];
    if (next) this.focusOn(next);
    return undefined;
  }

  #drawKeys(): void {
    this.patch({ Keys: undefined } as never);
    this.patch({
      Keys: {
        y: keysTop,
        ...Object.fromEntries(this.#cells().map((cell, at) => [`Key${at}`, this.#key(cell)])),
      },
    } as never);
  }

  #cells(): KeyboardCell[] {
    const { order } = this;
    return cellsOf(this.#shown, { order, lower: this.#lower, katakana: this.#katakana });
  }

  #key(cell: KeyboardCell): object {
    const { key, act, x, y, w, h } = cell;
    const wide = w > h;
    return place(KeyboardKey, {
      x,
      y,
      w,
      h,
      focusKey: key,
      label: this.#labelOf(act),
      speech: speechOf(act),
      fontSize: act.kind === 'type' ? 60 : wide ? 46 : 44,
      ...signOf(act),
      look: act.kind === 'done' ? 'paper' : 'tile',
      chosen: act.kind === 'sheet' && act.sheet === this.#shown,
      first: key === firstKeys[this.#shown],
      typing: true,
      focused: () => {
        this.#standing = key;
      },
      press: () => this.#act(act),
    });
  }

  #labelOf(act: KeyAct): string {
    if (act.kind === 'erase-all' && this.#draft.erased !== undefined) return words.restore;
    if (act.kind === 'sheet' && act.sheet === 'latin' && this.#shown === 'latin')
      return this.#lower ? words.lower : words.upper;
    return labelOf(act);
  }

  #act(act: KeyAct): void {
    const { text, erased } = this.#draft;
    switch (act.kind) {
      case 'type': {
        const typed = type(this.#draft, act.characters, this.most);
        this.#set(typed, typed === this.#draft ? words.full(this.most) : nameOf(act.characters));
        break;
      }
      case 'mark': {
        const changed = mark(this.#draft, act.mark);
        this.#set(changed, changed === this.#draft ? words.noMark : nameOf(lastCharacter(changed)));
        break;
      }
      case 'erase':
        this.#set(erase(this.#draft), text ? words.erased : words.empty);
        break;
      case 'erase-all':
        if (erased === undefined) this.#set(eraseAll(this.#draft), text ? words.erasedAll : words.empty);
        else this.#set(restore(this.#draft), erased);
        break;
      case 'sheet':
        this.#turnTo(act.sheet);
        break;
      case 'done':
        this.say(text || words.empty);
        this.done(text);
    }
  }

  #set(draft: Draft, spoken: string): void {
    const couldRestore = this.#draft.erased !== undefined;
    const different = draft.text !== this.#draft.text;
    this.#draft = draft;
    if (different) {
      (this.tag('Field' as never) as unknown as TextField).show(draft.text);
      this.changed(draft.text);
    }
    if (couldRestore !== (draft.erased !== undefined)) this.#relabel('erase-all');
    this.say(spoken);
  }

  /** ABC a second time: small letters, and back. */
  #turnTo(sheet: Sheet): void {
    this.#lower = sheet === 'latin' && this.#shown === 'latin' && !this.#lower;
    this.#shown = sheet;
    if (sheet === 'hiragana' || sheet === 'katakana') this.#katakana = sheet === 'katakana';
    this.#drawKeys();
    this.focusOn(`sheet-${sheet}`);
    this.say(words.sheetNames[sheet]);
  }

  #relabel(key: string): void {
    const cell = this.#cells().find((one) => one.key === key);
    const keys = (this.tag('Keys' as never) as unknown as Lightning.Element).childList.get();
    const drawn = (keys as KeyboardKey[]).find(({ focusKey }) => focusKey === key);
    if (!cell || !drawn) return;
    drawn.label = this.#labelOf(cell.act);
    drawn.redraw();
  }
}

const firstKeys: Record<Sheet, string> = {
  hiragana: 'type-あ',
  katakana: 'type-ア',
  marked: 'type-が',
  latin: 'type-A',
  number: 'type-1',
};

/** Marks are drawn, and the space where its word is too long for a key. */
function signOf(act: KeyAct): { sign?: IconName } {
  if (act.kind === 'mark' && act.mark !== 'small') return { sign: `kana-${act.mark}` };
  const space = act.kind === 'type' && act.characters === '　';
  return space && !fitsKey(words.space) ? { sign: 'space' } : {};
}

function labelOf(act: KeyAct): string {
  switch (act.kind) {
    case 'type':
      return act.characters === '　' ? words.space : act.characters;
    case 'mark':
      return words.marks[act.mark];
    case 'sheet':
      return words.sheets[act.sheet];
    case 'erase':
      return words.erase;
    case 'erase-all':
      return words.eraseAll;
    case 'done':
      return words.done;
  }
}

function speechOf(act: KeyAct): string {
  if (act.kind === 'type') return nameOf(act.characters);
  if (act.kind === 'mark') return words.markNames[act.mark];
  return act.kind === 'sheet' ? words.sheetNames[act.sheet] : '';
}

/** How a character is said: small kana and signs by their names. */
function nameOf(character = ''): string {
  const known = words.characters[character];
  if (known) return known;
  return /[ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ]/.test(character) ? words.small(character) : character;
}
