import { type Children, place } from '../../components/base/place.ts';
import { FocusList } from '../../components/focus-list/FocusList.ts';
import { Page } from '../../components/page/Page.ts';
import { inSentences } from '../../messages/common.ts';
import { health, verdictShort } from '../../messages/health.ts';
import { topForCentre } from '../../text/baseline.ts';
import { eraDate } from '../../text/dates.ts';
import { valueWords } from '../../text/numbers.ts';
import { type Theme, textTemplate } from '../../theme/theme.ts';
import { colours, layout } from '../../theme/tokens.ts';
import { CheckUpValuePage } from './CheckUpValuePage.ts';
import { type CheckUp, rangeWords, tally } from './check-up.ts';
import { ResultRow } from './ResultRow.ts';

const rowHeight = 120;

/** けんしん: the results of the last check-up, one sentence first, each value with what to aim at. */
export class CheckUpPage extends Page<{ checkUps: readonly CheckUp[] }> {
  override get title(): string {
    return health.checkUp;
  }
  override get help(): readonly string[] {
    return health.helpCheckUp;
  }
  override get personal(): boolean {
    return true;
  }

  override get spoken(): string {
    const newest = this.params.checkUps[0];
    return newest ? inSentences([this.title, tallyWords(newest)]) : this.title;
  }

  override content(theme: Theme): Children {
    const newest = this.params.checkUps[0];
    if (!newest) return {};
    const headline = Math.min(theme.size('headline'), 80) - 12;
    const size = theme.size('note');
    const right = (centre: number, content: string) =>
      textTemplate(content, {
        x: layout.right,
        y: topForCentre(centre, size),
        mountX: 1,
        size,
        lineHeight: size + 10,
        colour: colours.secondText,
      });
    return {
      Headline: textTemplate(tallyWords(newest), {
        x: layout.left,
        y: topForCentre(236, headline),
        size: headline,
        lineHeight: headline,
        bold: true,
        colour: colours.text,
      }),
      Date: right(208, eraDate(newest.day)),
      Source: right(262, newest.source),
      Results: place(FocusList, {
        x: layout.left,
        y: 318,
        w: layout.right - layout.left,
        rowHeight,
        gap: 24,
        perPage: newest.items.length > 4 ? 3 : 4,
        rows: newest.items.map((item, at) =>
          place(ResultRow, {
            focusKey: item.key,
            first: at === 0,
            name: item.name,
            note: item.note,
            value: valueWords(item.value),
            unit: item.unit,
            target: item.range ? health.target(rangeWords(item.range)) : '',
            verdict: item.verdict,
            words: verdictShort(item.verdict),
            noteSize: size,
            press: () =>
              this.tv.pages.open(CheckUpValuePage, { checkUps: this.params.checkUps, item: item.key }),
          }),
        ),
      }),
    };
  }
}

function tallyWords(newest: CheckUp): string {
  const { inside, judged } = tally(newest);
  if (judged === 0) return health.noneJudged;
  return inside === judged ? health.allInside : health.insideOf(inside, judged);
}
