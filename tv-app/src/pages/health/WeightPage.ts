import { health } from '../../messages/health.ts';
import { dayOf } from '../../text/calendar.ts';
import { momentWords } from '../../text/dates.ts';
import { valueWords } from '../../text/numbers.ts';
import type { WeightReading } from './observations.ts';
import { momentOf } from './summary.ts';
import { TrendPage, type TrendView } from './TrendPage.ts';
import { weightChange, weightTrend } from './trends.ts';

/** たいじゅう: the last weight, how it has changed in a month, and its course. */
export class WeightPage extends TrendPage<{ readings: readonly WeightReading[] }> {
  override get title(): string {
    return health.weight;
  }

  protected override makeView(now: Date): TrendView {
    const { readings } = this.params;
    const last = readings[0];
    return {
      when: last ? momentOf(last.at, dayOf(now)) : '',
      figures: last ? [{ label: '', value: valueWords(last.kilograms), unit: 'kg' }] : [],
      verdict: 'unknown',
      sentence: changeWords(weightChange(readings)),
      source: last?.source ?? '',
      date: last ? momentWords(last.at) : '',
      trend: weightTrend(readings),
    };
  }
}

function changeWords(change: number | undefined): string {
  if (change === undefined) return '';
  if (change === 0) return health.weightSame;
  const kilograms = valueWords(Math.abs(change));
  return change > 0 ? health.weightMore(kilograms) : health.weightLess(kilograms);
}
