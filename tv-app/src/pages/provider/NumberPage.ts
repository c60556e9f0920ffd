import type Lightning from '@lightningjs/core';
import { digitOf, isKeyName } from '../../app/keys/names.ts';
import { type Children, place } from '../../components/base/place.ts';
import { Button } from '../../components/button/Button.ts';
import { Page } from '../../components/page/Page.ts';
import type { PadAction } from '../../components/pin-pad/keys.ts';
import { PinPad } from '../../components/pin-pad/PinPad.ts';
import { failureMessage } from '../../messages/failures.ts';
import { pin } from '../../messages/pin.ts';
import { provider as words } from '../../messages/provider.ts';
import { type Theme, textTemplate } from '../../theme/theme.ts';
import { colours, layout } from '../../theme/tokens.ts';
import { codeOf } from './codes.ts';
import { boxesWidth, NumberBoxes, numberLength } from './NumberBoxes.ts';
import { RequestPage } from './RequestPage.ts';

const boxesY = 440;
const padX = 960;

/** The number that a service provider's device or page shows, typed with the remote control or on the screen. */
export class NumberPage extends Page {
  private digits = '';
  private notice = '';
  private looking = false;

  override get title(): string {
    return words.title;
  }
  override get takesRequests(): boolean {
    return true;
  }
  override get help(): readonly string[] {
    return words.help.number;
  }
  /** 0 is a digit here. */
  override get frame(): 'plain' {
    return 'plain';
  }
  override get spoken(): string {
    return `${words.typeIt}${words.typeItMore}`;
  }

  override content(theme: Theme): Children {
    const headline = textTemplate(words.typeIt, {
      x: layout.left,
      y: layout.contentTop,
      width: boxesWidth,
      size: Math.min(theme.size('sentence'), 72),
      bold: true,
      colour: colours.text,
    });
    return {
      Headline: { ...headline, heading: true },
      Boxes: place(NumberBoxes, { x: layout.left, y: boxesY, digits: this.digits }),
      Notice: this.noticeText(theme),
      Stop: this.button(0, 'stop', words.refuse, () => this.tv.pages.back()),
      EraseAll: this.button(1, 'erase-all', pin.eraseAll, () => this.act('erase-all')),
      Pad: place(PinPad, {
        x: padX,
        y: layout.contentTop,
        w: layout.right - padX,
        h: layout.contentBottom - layout.contentTop,
        kind: 'authentication',
        ready: this.digits.length === numberLength,
        typeKey: (key) => this.type(key),
        act: (action) => this.act(action),
      }),
    };
  }

  /** A number key of the remote control is a digit, wherever the focus stands. */
  override _handleKey(key: unknown): boolean | undefined {
    const digit = isKeyName(key) ? digitOf(key) : undefined;
    if (digit === undefined) return false;
    this.tv.sounds.play('click');
    this.type(digit);
    return undefined;
  }

  private button(slot: number, focusKey: string, label: string, press: () => void): object {
    const at = { x: layout.left + slot * 420, y: 734, w: 384, h: 136 };
    return place(Button, { ...at, label, focusKey, fontSize: 52, typing: slot === 1, press });
  }

  private noticeText(theme: Theme): object {
    return textTemplate(this.notice || words.typeItMore, {
      x: layout.left,
      y: boxesY + 148,
      width: boxesWidth,
      size: Math.min(theme.size('body'), 52),
      lineHeight: 66,
      bold: this.notice !== '',
      colour: this.notice ? colours.text : colours.secondText,
      maxLines: 2,
    });
  }

  private type(key: string): void {
    if (this.looking) return;
    if (this.digits.length === numberLength) this.show(this.digits, words.full);
    else this.show(this.digits + key);
  }

  private act(action: PadAction): void {
    if (this.looking) return;
    if (action === 'submit') void this.submit();
    else this.show(action === 'erase-all' ? '' : this.digits.slice(0, -1));
  }

  /** Only what changes is drawn anew: the focus stays on the key. */
  private show(digits: string, notice = ''): void {
    const complete = digits.length === numberLength && this.digits.length < numberLength;
    this.digits = digits;
    this.notice = notice;
    if (!this.attached) return;
    const content = this.tag('Content' as never) as unknown as Lightning.Element;
    (content.tag('Boxes' as never) as unknown as NumberBoxes).setDigits(digits);
    (content.tag('Pad' as never) as unknown as PinPad).setReady(digits.length === numberLength);
    content.patch({ Notice: undefined } as never);
    content.patch({ Notice: this.noticeText(this.tv.theme) } as never);
    if (complete) this.focusOn('submit');
    this.tv.announcer.say(notice || (digits.at(-1) ?? words.noDigits));
  }

  private async submit(): Promise<void> {
    if (this.digits.length < numberLength) {
      this.show(this.digits, words.tooShort);
      return;
    }
    this.looking = true;
    this.show(this.digits, words.looking);
    try {
      const { id } = await this.tv.agent.call('requests.claim', { number: this.digits });
      if (this.attached) this.tv.pages.replace(RequestPage, { request: id, typed: true });
    } catch (error) {
      this.looking = false;
      const { sentence, next } = failureMessage(codeOf(error));
      this.show(this.digits, `${sentence}\n${next}`);
    }
  }
}
