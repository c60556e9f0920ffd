import { checkUpExplanation } from '../../messages/check-up-explanations.ts';
import { chart, health } from '../../messages/health.ts';
import { eraDate, eraYear } from '../../text/dates.ts';
import { valueWords } from '../../text/numbers.ts';
import { type CheckUp, historyOf, rangeWords } from './check-up.ts';
import { TrendPage, type TrendView } from './TrendPage.ts';
import { checkUpTrend } from './trends.ts';

/** One value of the check-up through the years. */
export class CheckUpValuePage extends TrendPage<{ checkUps: readonly CheckUp[]; item: string }> {
  protected override get moveHint(): string {
    return chart.year;
  }

  override get title(): string {
    const item = historyOf(this.params.checkUps, this.params.item)?.item;
    return item ? [item.name, item.note].filter(Boolean).join(' ') : health.checkUp;
  }

  protected override makeView(): TrendView {
    const { checkUps, item: key } = this.params;
    const history = historyOf(checkUps, key);
    const newest = checkUps.find(({ items }) => items.some((item) => item.key === key));
    if (!history || !newest) {
      const trend = { points: [], series: [], unit: '' };
      return { when: '', figures: [], verdict: 'unknown', sentence: '', source: '', date: '', trend };
    }
    const { item } = history;
    const range = rangeWords(item.range);
    return {
      when: range ? health.target(range) : health.resultOf(eraYear(newest.day)),
      figures: [{ label: '', value: valueWords(item.value), unit: item.unit }],
      verdict: item.verdict,
      sentence: '',
      explanation: checkUpExplanation(item.key),
      source: newest.source,
      date: eraDate(newest.day),
      trend: checkUpTrend(history),
    };
  }
}
