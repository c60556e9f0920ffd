import type { Accessible } from '../../components/base/accessible.ts';
import type { Children } from '../../components/base/place.ts';
import { Control } from '../../components/control/Control.ts';
import { icon } from '../../components/icon/Icon.ts';
import { common, inList } from '../../messages/common.ts';
import { measureFor } from '../../theme/measure.ts';
import { textTemplate } from '../../theme/theme.ts';
import { colours } from '../../theme/tokens.ts';

const edge = 48;
const iconSize = 48;
const iconGap = 14;
const between = 44;

/** One setting with all its values in sight, the chosen one marked. 決定 goes on to the next value. */
export class ChoiceRow extends Control {
  label = '';
  values: readonly string[] = [];
  chosen = 0;
  fontSize = 56;

  get accessible(): Accessible {
    const value = this.values[this.chosen] ?? '';
    return { role: 'button', name: this.speech || inList([this.label, value]), description: common.enter };
  }

  protected override face(): Children {
    const { w, h, label, fontSize } = this;
    const line = { y: h / 2, mountY: 0.5, size: fontSize, lineHeight: fontSize };
    const children: Record<string, object> = {
      Label: textTemplate(label, { ...line, x: edge, bold: true, colour: colours.text }),
    };
    let right = w - edge;
    for (const [at, value] of [...this.values.entries()].reverse()) {
      const chosen = at === this.chosen;
      const width = Math.ceil(measureFor(fontSize, chosen)(value));
      const x = right - width;
      children[`Value${at}`] = textTemplate(value, {
        ...line,
        x,
        bold: chosen,
        colour: chosen ? colours.text : colours.secondText,
      });
      children[`Sign${at}`] = icon(chosen ? 'check-circle' : 'circle-free', {
        x: x - iconGap - iconSize,
        y: h / 2,
        mountY: 0.5,
        size: iconSize,
        colour: chosen ? colours.leaf : colours.edge,
      });
      right = x - iconGap - iconSize - between;
    }
    return children;
  }
}
