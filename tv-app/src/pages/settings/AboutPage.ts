import { type Children, place } from '../../components/base/place.ts';
import { surfaceTexture } from '../../components/base/surface.ts';
import { Button } from '../../components/button/Button.ts';
import { Page } from '../../components/page/Page.ts';
import { inSentences } from '../../messages/common.ts';
import { aboutWords as words } from '../../messages/settings.ts';
import { topForCentre } from '../../text/baseline.ts';
import { type Theme, textTemplate } from '../../theme/theme.ts';
import { colours, layout } from '../../theme/tokens.ts';
import { doors } from '../doors.ts';

/** What the television does and does not do, what stays in it and what it sends, and whom to ask. */
export class AboutPage extends Page {
  private sheet = 0;

  override get title(): string {
    return words.title;
  }
  override get help(): readonly string[] {
    return words.help;
  }
  override get spoken(): string {
    const { headline, sentences } = this.#shown;
    return inSentences([headline, ...sentences, ...this.#whomToAsk]);
  }

  override content(theme: Theme): Children {
    const { headline, sentences } = this.#shown;
    const last = this.sheet === words.sheets.length - 1;
    const button = { y: 734, h: 136 };
    return {
      Sheet: {
        x: layout.left,
        y: layout.contentTop,
        texture: surfaceTexture({ w: 1728, h: 512, radius: 24, fill: colours.paper }),
      },
      Headline: {
        ...line(headline, 84, theme.size('headline')),
        heading: true,
      },
      ...(Object.fromEntries(
        sentences.map((sentence, at) => [
          `Sentence${at}`,
          line(sentence, 208 + at * 104, theme.size('label'), false),
        ]),
      ) as Children),
      ...this.#ask(theme),
      Next: place(Button, {
        ...button,
        x: layout.left,
        w: 480,
        label: last ? words.toStart : words.next,
        fontSize: 52,
        first: true,
        focusKey: 'next',
        press: () => this.#turn(last ? 0 : this.sheet + 1),
      }),
      Tour: place(Button, {
        ...button,
        x: layout.left + 516,
        w: 560,
        label: words.tour,
        fontSize: 52,
        focusKey: 'tour',
        press: () => this.tv.pages.open(doors.firstRun),
      }),
    };
  }

  override back(): boolean {
    if (this.sheet === 0) return false;
    this.#turn(this.sheet - 1);
    return true;
  }

  get #shown(): { headline: string; sentences: readonly string[] } {
    return words.sheets[this.sheet] ?? { headline: '', sentences: [] };
  }

  get #whomToAsk(): readonly string[] {
    const { helpPhone } = this.tv;
    return helpPhone ? [words.call, helpPhone] : [words.counter];
  }

  #ask(theme: Theme): Children {
    const x = layout.left + 1124;
    const [first = '', phone] = this.#whomToAsk;
    return {
      Ask: textTemplate(first, {
        x,
        y: 742,
        width: layout.right - x,
        size: theme.size('note'),
        lineHeight: Math.round(theme.size('note') * 1.4),
        colour: colours.text,
      }),
      ...(phone
        ? {
            Phone: textTemplate(phone, {
              x,
              y: 800,
              size: 56,
              lineHeight: 56,
              bold: true,
              colour: colours.text,
            }),
          }
        : {}),
    };
  }

  #turn(sheet: number): void {
    this.sheet = sheet;
    this.redraw();
    if (this.tv.settings.current.readAloud) this.tv.announcer.say(this.spoken);
  }
}

function line(words: string, centre: number, size: number, bold = true): object {
  return textTemplate(words, {
    x: layout.left + 60,
    y: topForCentre(layout.contentTop + centre, size),
    size,
    bold,
    colour: colours.inkOnPaper,
  });
}
