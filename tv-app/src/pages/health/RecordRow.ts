import type { Accessible } from '../../components/base/accessible.ts';
import type { Children } from '../../components/base/place.ts';
import { Control } from '../../components/control/Control.ts';
import { icon } from '../../components/icon/Icon.ts';
import { inList, inSentences } from '../../messages/common.ts';
import { health } from '../../messages/health.ts';
import { topForBaseline, topForCentre } from '../../text/baseline.ts';
import { withUnit } from '../../text/numbers.ts';
import { fit } from '../../theme/fit.ts';
import { measureFor } from '../../theme/measure.ts';
import { type Theme, textTemplate, themeFor } from '../../theme/theme.ts';
import { colours } from '../../theme/tokens.ts';
import type { SummaryRow } from './summary.ts';

const valueRight = 1090;
const signX = 1176;

/** A kind of record on the first health page: icon, word, when and by whom, the last value, sign with word. */
export class RecordRow extends Control {
  record!: SummaryRow;
  theme: Theme = themeFor('normal');

  get accessible(): Accessible {
    const { label, value, unit, words, when, source } = this.record;
    const [upper = '', lower] = value.split(' / ');
    const spoken =
      lower === undefined
        ? withUnit(upper, unit)
        : inList([`${health.systolic} ${upper}`, `${health.diastolic} ${lower}`]);
    const known = [spoken, words, when, source];
    const parts = [label, ...(value ? known : [health.noRecord])];
    return { role: 'button', name: inSentences(parts), ...(value ? {} : { disabled: true }) };
  }

  protected override face(): Children {
    const { record, theme, h } = this;
    const note = h < 150 ? Math.min(theme.size('note'), 40) : theme.size('note');
    const valueLeft = valueRight - measureFor(80, true)(record.value);
    const centre = Math.round(h / 2);
    const low = h < 150;
    const upper = centre - (low ? 24 : 34);
    const lower = centre + (low ? 34 : 38);
    const label = fit(
      record.label,
      valueLeft - 36 - 176,
      low ? [52, 48, 44] : [theme.size('label'), 60, 56, 52, 48, 44],
    );
    const inside = record.verdict === 'inside';
    const unitWidth = record.unit ? Math.round(measureFor(44, false)(record.unit)) + 10 : 0;
    const valueTop = topForCentre(centre, 80);
    return {
      Icon: icon(record.icon, {
        x: 40,
        y: centre - 48,
        size: 96,
        colour: record.value ? colours.paper : colours.secondText,
      }),
      Label: textTemplate(record.label, {
        x: 176,
        y: topForCentre(upper, label),
        size: label,
        lineHeight: label + 8,
        bold: true,
        colour: colours.text,
      }),
      When: textTemplate(record.value ? record.when : health.noRecord, {
        x: 176,
        y: topForCentre(lower, note),
        size: note,
        lineHeight: note + 10,
        colour: colours.secondText,
      }),
      Value: textTemplate(record.value, {
        x: valueRight - unitWidth,
        y: valueTop,
        mountX: 1,
        size: 80,
        lineHeight: 96,
        bold: true,
        colour: colours.text,
      }),
      Unit: textTemplate(record.unit, {
        x: valueRight,
        y: topForBaseline(valueTop, 80, 44),
        mountX: 1,
        size: 44,
        lineHeight: 56,
        colour: colours.text,
      }),
      ...(record.words
        ? {
            Sign: icon(inside ? 'circle-free' : 'triangle', {
              x: signX,
              y: upper - 26,
              size: 52,
              colour: inside ? colours.leaf : colours.text,
            }),
            Words: textTemplate(record.words, {
              x: signX + 72,
              y: topForCentre(upper, 48),
              size: 48,
              lineHeight: 56,
              bold: true,
              colour: colours.text,
            }),
          }
        : {}),
      Source: textTemplate(record.source, {
        x: signX + (record.words ? 72 : 0),
        y: topForCentre(record.words ? lower : centre, note),
        size: note,
        lineHeight: note + 10,
        colour: colours.secondText,
      }),
    };
  }
}
