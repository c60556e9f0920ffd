import { safeParse, type z } from 'zod/mini';
import { Shelters } from '../../../../mock-platform/src/protocol/town.ts';
import { type Dated, freshOrLast } from '../../app/last-public.ts';
import { type Children, place } from '../../components/base/place.ts';
import { Button } from '../../components/button/Button.ts';
import { FocusList } from '../../components/focus-list/FocusList.ts';
import type { Loadable } from '../../components/page/loadable.ts';
import { Page } from '../../components/page/Page.ts';
import { common, inSentences, spokenPlace } from '../../messages/common.ts';
import { disaster as words } from '../../messages/disaster.ts';
import { helpWords } from '../../messages/help.ts';
import { sinceWords } from '../../messages/since.ts';
import { type Theme, textTemplate } from '../../theme/theme.ts';
import { colours, layout } from '../../theme/tokens.ts';
import { ShelterRow } from './ShelterRow.ts';

type ShelterList = z.infer<typeof Shelters>['shelters'];

/** Where to go: the shelters of the own town, the own district first. Works without network from what was last known. */
export class DisasterPage extends Page {
  private shelters!: Loadable<Dated<ShelterList>>;

  override get title(): string {
    return words.title;
  }
  override get help(): readonly string[] {
    return helpWords.disaster;
  }

  override opened(): void {
    this.shelters = this.load(() =>
      freshOrLast(
        'shelters',
        this.tv.clock.now,
        async (aged) => {
          const { shelters } = await this.tv.services.get('/town/shelters', Shelters, aged);
          return shelters;
        },
        (kept) => {
          const read = safeParse(Shelters.shape.shelters, kept);
          return read.success ? read.data : undefined;
        },
      ),
    );
  }

  override content(theme: Theme): Children {
    return this.when(this.shelters, ({ value, at, fresh }) => {
      if (value.length === 0) return this.#nothing(theme);
      return {
        Question: textTemplate(words.question, {
          x: layout.left,
          y: 176,
          size: 60,
          bold: true,
          colour: colours.text,
        }),
        Note: textTemplate(
          fresh ? words.town(this.tv.box.current.townName) : words.asOf(sinceWords(at, this.tv.clock.now())),
          {
            x: layout.right,
            y: 196,
            mountX: 1,
            size: theme.size('note'),
            colour: colours.secondText,
          },
        ),
        List: place(FocusList, {
          x: layout.left,
          y: 286,
          w: 1728,
          perPage: value.length > 4 ? 3 : 4,
          rowHeight: 128,
          gap: 24,
          rows: value.map((shelter) =>
            place(ShelterRow, {
              focusKey: shelter.id,
              shelter,
              large: theme.textSize === 'large',
              press: () => this.tv.announcer.say(inSentences([spokenPlace(shelter.reading), shelter.note])),
            }),
          ),
        }),
      };
    });
  }

  #nothing(theme: Theme): Children {
    return {
      Sentence: textTemplate(words.none, {
        x: layout.left,
        y: 260,
        size: theme.size('headline'),
        bold: true,
        colour: colours.text,
      }),
      More: textTemplate(words.noneMore, {
        x: layout.left,
        y: 400,
        size: theme.size('body'),
        colour: colours.text,
      }),
      Close: place(Button, {
        x: layout.left,
        y: 734,
        w: 480,
        h: 136,
        label: common.close,
        first: true,
        focusKey: 'close',
        press: () => this.tv.pages.back(),
      }),
    };
  }
}
