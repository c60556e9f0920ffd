import { health } from '../../messages/health.ts';
import { dayOf } from '../../text/calendar.ts';
import { momentWords } from '../../text/dates.ts';
import { valueWords } from '../../text/numbers.ts';
import type { PressureReading } from './observations.ts';
import { momentOf, pressureVerdict } from './summary.ts';
import { TrendPage, type TrendView } from './TrendPage.ts';
import { pressureTrend } from './trends.ts';

/** けつあつ: the last reading and the seven days up to it. */
export class BloodPressurePage extends TrendPage<{ readings: readonly PressureReading[] }> {
  override get title(): string {
    return health.bloodPressure;
  }

  protected override makeView(now: Date): TrendView {
    const { readings } = this.params;
    const last = readings[0];
    return {
      when: last ? momentOf(last.at, dayOf(now)) : '',
      figures: last
        ? [
            { label: health.systolic, value: valueWords(last.systolic), unit: '' },
            { label: health.diastolic, value: valueWords(last.diastolic), unit: '' },
          ]
        : [],
      verdict: last ? pressureVerdict(last) : 'unknown',
      sentence: '',
      source: last?.source ?? '',
      date: last ? momentWords(last.at) : '',
      trend: pressureTrend(readings),
    };
  }
}
