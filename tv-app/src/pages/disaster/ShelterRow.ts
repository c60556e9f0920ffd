import type { z } from 'zod/mini';
import type { Shelter } from '../../../../mock-platform/src/protocol/town.ts';
import type { Accessible } from '../../components/base/accessible.ts';
import { type Children, place } from '../../components/base/place.ts';
import { Control } from '../../components/control/Control.ts';
import { icon } from '../../components/icon/Icon.ts';
import { RubyText } from '../../components/ruby-text/RubyText.ts';
import { inList, placeName, spokenPlace } from '../../messages/common.ts';
import { disaster as words } from '../../messages/disaster.ts';
import { topForCentre } from '../../text/baseline.ts';
import { textTemplate } from '../../theme/theme.ts';
import { colours } from '../../theme/tokens.ts';

/** One evacuation place: name with reading, district, how many people. */
export class ShelterRow extends Control {
  shelter!: z.infer<typeof Shelter>;
  large = false;

  get accessible(): Accessible {
    const { reading, districtName, own, capacity, note } = this.shelter;
    const parts = [spokenPlace(reading), districtName, own ? words.own : '', words.capacity(capacity), note];
    return { role: 'button', name: inList(parts) };
  }

  protected override face(): Children {
    const { name, reading, districtName, own, capacity, note: remark } = this.shelter;
    const note = this.large ? 40 : 36;
    const middle = this.h / 2;
    const line = (content: string, centre: number, size: number, colour: number) =>
      textTemplate(content, { y: topForCentre(centre, size), size, colour, lineHeight: size + 8 });
    const upper = middle - 26;
    const lower = middle + 28;
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
        width: 640,
        marked: placeName(name, reading),
      }),
      ...(own ? { Own: { ...line(words.own, upper, 44, colours.leaf), x: 800 } } : {}),
      Remark: { ...line(remark, own && remark ? lower : middle, note, colours.text), x: 800 },
      District: { ...line(districtName, upper, 44, colours.text), x: this.w - 48, mountX: 1 },
      Capacity: {
        ...line(words.capacity(capacity), lower, note, colours.secondText),
        x: this.w - 48,
        mountX: 1,
      },
    };
  }
}
