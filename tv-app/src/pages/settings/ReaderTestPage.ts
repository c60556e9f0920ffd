import type { Box } from '../../clients/box.ts';
import { type Children, place } from '../../components/base/place.ts';
import { Button } from '../../components/button/Button.ts';
import { CardGuide } from '../../components/card-guide/CardGuide.ts';
import { type IconName, icon } from '../../components/icon/Icon.ts';
import { Page } from '../../components/page/Page.ts';
import { inSentences } from '../../messages/common.ts';
import { readerTestWords as words } from '../../messages/settings.ts';
import { type Theme, textTemplate } from '../../theme/theme.ts';
import { colours, layout } from '../../theme/tokens.ts';

type Check = 'good' | 'bad' | 'waiting';

/** What is there of agent, reader and card. Nothing is read from the card. */
export function readerChecks({ connection, reader }: Pick<Box, 'connection' | 'reader'>): {
  line: Check;
  reader: Check;
  card: Check;
} {
  if (connection !== 'open') return { line: 'bad', reader: 'waiting', card: 'waiting' };
  if (reader.state !== 'ready') return { line: 'good', reader: 'bad', card: 'waiting' };
  return { line: 'good', reader: 'good', card: reader.card ? 'good' : 'waiting' };
}

const signs: Record<Check, IconName> = { good: 'check-circle', bad: 'cross-taken', waiting: 'circle-free' };

/** Shows at once when the reader or a card comes or goes, in plain sentences. */
export class ReaderTestPage extends Page {
  override get title(): string {
    return words.title;
  }
  override get help(): readonly string[] {
    return words.help;
  }
  override get spoken(): string {
    return inSentences([this.title, this.#outcome, this.#more]);
  }

  override opened(): void {
    this.onLeave(
      this.tv.box.subscribe((box, before) => {
        if (box.reader === before.reader && box.connection === before.connection) return;
        this.redraw();
        if (this.visible) this.tv.announcer.say(inSentences([this.#outcome, this.#more]));
      }),
    );
  }

  override content(theme: Theme): Children {
    const checks = readerChecks(this.tv.box.current);
    const rows: [string, Check, string][] = [
      [words.line, checks.line, checks.line === 'good' ? words.lineGood : words.lineBad],
      [
        words.reader,
        checks.reader,
        { good: words.readerGood, bad: words.readerBad, waiting: words.cardNot }[checks.reader],
      ],
      [
        words.card,
        checks.card,
        checks.card === 'good' ? words.cardGood : checks.reader === 'good' ? words.cardWait : words.cardNot,
      ],
    ];
    return {
      ...(Object.fromEntries(rows.map((row, at) => [`Row${at}`, checkRow(theme, at, row)])) as Children),
      Outcome: textTemplate(this.#outcome, {
        x: layout.left,
        y: 538,
        width: 846,
        size: 48,
        bold: true,
        colour: colours.text,
      }),
      More: textTemplate(this.#more, {
        x: layout.left,
        y: 622,
        width: 846,
        size: theme.size('note'),
        colour: colours.secondText,
      }),
      End: place(Button, {
        x: layout.left,
        y: 734,
        w: 405,
        h: 136,
        label: words.end,
        first: true,
        focusKey: 'end',
        press: () => this.tv.pages.back(),
      }),
      Guide: place(CardGuide, {
        x: 978,
        y: layout.contentTop,
        w: 846,
        h: 684,
        clock: this.tv.clock,
        label: words.picture,
        ...(checks.card === 'good' ? { still: 2 } : { asking: true }),
      }),
    };
  }

  get #outcome(): string {
    const { line, reader, card } = readerChecks(this.tv.box.current);
    if (card === 'good') return words.all;
    if (reader === 'good') return words.lay;
    return line === 'good' ? words.plug : words.stay;
  }

  get #more(): string {
    const { reader } = readerChecks(this.tv.box.current);
    return reader === 'good' ? words.nothingRead : reader === 'bad' ? words.stay : '';
  }
}

function checkRow(theme: Theme, at: number, [label, check, state]: [string, Check, string]): object {
  const y = layout.contentTop + at * 112;
  const size = 48;
  return {
    x: layout.left,
    y,
    Sign: icon(signs[check], {
      y: 44,
      mountY: 0.5,
      size: 60,
      colour: check === 'good' ? colours.leaf : colours.text,
    }),
    Label: textTemplate(label, {
      x: 88,
      y: 0,
      size: theme.size('note'),
      lineHeight: theme.size('note'),
      colour: colours.secondText,
    }),
    State: textTemplate(state, {
      x: 88,
      y: theme.size('note') + 6,
      size,
      lineHeight: size,
      bold: true,
      colour: colours.text,
    }),
  };
}
