import Lightning from '@lightningjs/core';
import type { Accessible } from '../../components/base/accessible.ts';
import { surfaceTexture } from '../../components/base/surface.ts';
import { icon } from '../../components/icon/Icon.ts';
import { inList, inSentences } from '../../messages/common.ts';
import { verdictSentence } from '../../messages/health.ts';
import { topForBaseline, topForCentre } from '../../text/baseline.ts';
import { withUnit } from '../../text/numbers.ts';
import { fit } from '../../theme/fit.ts';
import { measureFor } from '../../theme/measure.ts';
import { type Theme, textTemplate, themeFor } from '../../theme/theme.ts';
import { colours } from '../../theme/tokens.ts';
import type { Verdict } from './verdict.ts';

export interface Figure {
  /** 「上」; empty for a single figure. */
  label: string;
  value: string;
  unit: string;
}

/** The paper card with the last value: when, the figures as large as they go, one sentence with a sign, source and date. */
export class FigureCard extends Lightning.Component {
  when = '';
  figures: readonly Figure[] = [];
  verdict: Verdict = 'unknown';
  /** Said instead of the verdict's own sentence. */
  sentence = '';
  /** What the figure is, in plain words; below the sentence. */
  explanation = '';
  source = '';
  date = '';
  theme: Theme = themeFor('normal');

  get accessible(): Accessible {
    const figures = this.figures.map(({ label, value, unit }) => `${label} ${withUnit(value, unit)}`.trim());
    const words = [this.when, inList(figures), this.words(), this.explanation, this.source, this.date];
    return { role: 'group', name: inSentences(words) };
  }

  override _init(): void {
    const { theme, w, h } = this;
    const inner = w - 96;
    const single = this.figures.length === 1;
    // Two figures side by side need their gap more than the last few pixels of height.
    const number = single ? Math.round(theme.size('number') * 1.2) : Math.min(theme.size('number'), 148);
    const labelled = this.figures.some(({ label }) => label !== '');
    const numberY = labelled ? 196 : 140;
    const sign = this.sign();
    const words = this.words();
    const body = theme.size('body');
    const verdictY = labelled ? 452 : 404;
    const usual = Math.min(body, 52);
    // An explanation stands right below: then the sentence stays on one line.
    const sentence = this.explanation ? fit(words, inner - (sign ? 88 : 0), [usual, 48, 44, 40]) : usual;
    const note = theme.size('note');
    this.patch({
      Paper: { texture: surfaceTexture({ w, h, radius: 24, fill: colours.paper }) },
      When: textTemplate(this.when, {
        x: 48,
        y: 40,
        size: fit(this.when, inner, [body + 4, 52, 48, 44, 40]),
        bold: true,
        colour: colours.inkOnPaper,
      }),
      ...Object.fromEntries(
        this.figures.map(({ label, value, unit }, at) => [
          `Figure${at}`,
          {
            x: 48 + at * 374,
            Label: textTemplate(label, {
              y: 132,
              size: 56,
              bold: true,
              lineHeight: 64,
              colour: colours.inkOnPaper,
            }),
            Number: textTemplate(value, {
              x: -6,
              y: numberY,
              size: number,
              bold: true,
              lineHeight: number,
              colour: colours.inkOnPaper,
            }),
            Unit: textTemplate(unit, {
              x: Math.round(measureFor(number, true)(value)) + 12,
              y: topForBaseline(numberY, number, 56),
              size: 56,
              lineHeight: 64,
              bold: true,
              colour: colours.inkOnPaper,
            }),
          },
        ]),
      ),
      ...(words
        ? {
            ...(sign
              ? { Sign: icon(sign.name, { x: 44, y: verdictY - 36, size: 72, colour: sign.colour }) }
              : {}),
            Words: textTemplate(words, {
              x: sign ? 134 : 48,
              y: topForCentre(verdictY, sentence),
              width: inner - (sign ? 88 : 0),
              size: sentence,
              bold: true,
              lineHeight: Math.round(sentence * 1.4),
              colour: colours.inkOnPaper,
            }),
          }
        : {}),
      Explanation: textTemplate(this.explanation, {
        x: 48,
        y: topForCentre(verdictY + 76, note),
        width: inner,
        size: Math.min(note, 40),
        lineHeight: Math.min(note, 40) + 12,
        maxLines: 2,
        colour: colours.inkOnPaper,
      }),
      Source: textTemplate(this.source, {
        x: 48,
        y: topForCentre(h - 111, note),
        width: inner,
        maxLines: 1,
        size: note,
        lineHeight: note + 16,
        colour: colours.secondOnPaper,
      }),
      Date: textTemplate(this.date, {
        x: 48,
        y: topForCentre(h - 57, note),
        size: note,
        lineHeight: note + 16,
        colour: colours.secondOnPaper,
      }),
    } as never);
  }

  private words(): string {
    return this.sentence || verdictSentence(this.verdict);
  }

  private sign() {
    if (this.verdict === 'inside') return { name: 'check-circle', colour: colours.darkLeaf } as const;
    if (this.verdict === 'unknown') return undefined;
    return { name: 'triangle', colour: colours.inkOnPaper } as const;
  }
}
