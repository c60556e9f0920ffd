import type { Accessible } from '../../components/base/accessible.ts';
import type { Children } from '../../components/base/place.ts';
import { Control } from '../../components/control/Control.ts';
import { icon } from '../../components/icon/Icon.ts';
import { health } from '../../messages/health.ts';
import { type Theme, textTemplate, themeFor } from '../../theme/theme.ts';
import { colours } from '../../theme/tokens.ts';
import type { SummaryRow } from './summary.ts';

/** A kind of record on the first health page: icon, word, when and by whom, the last value, sign with word. */
export class RecordRow extends Control {
  record!: SummaryRow;
  theme: Theme = themeFor('normal');

  get accessible(): Accessible {
    const { label, value, unit, words, when, source } = this.record;
    const known = [`${value.replace(' / ', '、')}${unit}`, words, when, source];
    const parts = [label, ...(value ? known : [health.noRecord])];
    return { role: 'button', name: parts.filter(Boolean).join('。'), ...(value ? {} : { disabled: true }) };
  }

  protected override face(): Children {
    const { record, theme, h } = this;
    const note = theme.size('note');
    const label = theme.size('label');
    const centre = Math.round(h / 2);
    const inside = record.verdict === 'inside';
    return {
      Icon: icon(record.icon, {
        x: 40,
        y: centre - 48,
        size: 96,
        colour: record.value ? colours.paper : colours.secondText,
      }),
      Label: textTemplate(record.label, {
        x: 176,
        y: centre - label - 8,
        size: label,
        lineHeight: label + 8,
        bold: true,
        colour: colours.text,
      }),
      Note: textTemplate(
        record.value ? [record.when, record.source].filter(Boolean).join('  ') : health.noRecord,
        {
          x: 176,
          y: centre + 16,
          size: note,
          lineHeight: note + 10,
          colour: colours.secondText,
        },
      ),
      Value: {
        x: 1210,
        y: centre,
        mountX: 1,
        mountY: 0.5,
        flex: { direction: 'row', alignItems: 'flex-end' },
        Number: textTemplate(record.value, { size: 80, lineHeight: 96, bold: true, colour: colours.text }),
        ...(record.unit
          ? {
              Unit: {
                ...textTemplate(record.unit, { size: 44, lineHeight: 66, colour: colours.text }),
                flexItem: { marginLeft: 10 },
              },
            }
          : {}),
      },
      ...(record.words
        ? {
            Sign: icon(inside ? 'circle-free' : 'triangle', {
              x: 1276,
              y: centre - 28,
              size: 56,
              colour: inside ? colours.leaf : colours.text,
            }),
            Words: textTemplate(record.words, {
              x: 1352,
              y: centre,
              mountY: 0.5,
              size: 48,
              lineHeight: 56,
              bold: true,
              colour: colours.text,
            }),
          }
        : {}),
    };
  }
}
