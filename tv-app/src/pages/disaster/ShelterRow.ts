import type { z } from 'zod/mini';
import type { Shelter } from '../../../../mock-platform/src/protocol/town.ts';
import type { Accessible } from '../../components/base/accessible.ts';
import { type Children, place } from '../../components/base/place.ts';
import { Control } from '../../components/control/Control.ts';
import { icon } from '../../components/icon/Icon.ts';
import { RubyText } from '../../components/ruby-text/RubyText.ts';
import { disaster as words } from '../../messages/disaster.ts';
import { textTemplate } from '../../theme/theme.ts';
import { colours } from '../../theme/tokens.ts';

/** One evacuation place: name with reading, district, how many people. */
export class ShelterRow extends Control {
  shelter!: z.infer<typeof Shelter>;
  large = false;

  get accessible(): Accessible {
    const { reading, districtName, own, capacity, note } = this.shelter;
    const parts = [reading, districtName, own ? words.own : '', words.capacity(capacity), note];
    return { role: 'button', name: parts.filter(Boolean).join('、') };
  }

  protected override face(): Children {
    const { name, reading, districtName, own, capacity } = this.shelter;
    const note = this.large ? 42 : 36;
    const middle = this.h / 2;
    return {
      Sign: icon('shelter', {
        x: 40,
        y: middle,
        mountY: 0.5,
        size: 76,
        colour: own ? colours.leaf : colours.paper,
      }),
      Name: place(RubyText, {
        x: 156,
        y: middle - 14,
        fontSize: 56,
        readingSize: 36,
        lineHeight: 56,
        width: 800,
        marked: `{${name}|${reading}}`,
      }),
      Own: textTemplate(own ? words.own : '', {
        x: 1010,
        y: middle,
        mountY: 0.5,
        size: 44,
        bold: true,
        colour: colours.leaf,
        lineHeight: 44,
      }),
      District: textTemplate(districtName, {
        x: 1220,
        y: middle,
        mountY: 0.5,
        size: 48,
        colour: colours.text,
        lineHeight: 48,
      }),
      Capacity: textTemplate(words.capacity(capacity), {
        x: this.w - 48,
        y: middle,
        mountX: 1,
        mountY: 0.5,
        size: note,
        colour: colours.secondText,
        lineHeight: note,
      }),
    };
  }
}
