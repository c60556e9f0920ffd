import type { IconName } from '../../components/icon/Icon.ts';
import { health, verdictShort, whenWords } from '../../messages/health.ts';
import { dayOf } from '../../text/calendar.ts';
import { dayWords, eraYear, partOfDay, relativeDay } from '../../text/dates.ts';
import { valueWords } from '../../text/numbers.ts';
import { tally } from './check-up.ts';
import type { HealthRecords } from './requests.ts';
import { homeBloodPressure } from './targets.ts';
import { jointVerdict, type Verdict, verdictOf } from './verdict.ts';

export type RecordKind = 'pressure' | 'weight' | 'check-up';

/** One row of the first health page: what it is, its last value, when and by whom. */
export interface SummaryRow {
  kind: RecordKind;
  icon: IconName;
  label: string;
  /** Empty while there is no record of this kind. */
  value: string;
  unit: string;
  /** 「きょうの あさ」 and 「ごじたくの 血圧計」. */
  when: string;
  source: string;
  verdict: Verdict;
  words: string;
}

export interface Summary {
  /** One sentence: what is new. */
  headline: string;
  rows: SummaryRow[];
  empty: boolean;
}

/** What the first page says about a person's records on a given day (`YYYY-MM-DD`). */
export function summaryOf(records: HealthRecords, today: string): Summary {
  const rows = [pressureRow(records, today), weightRow(records, today), checkUpRow(records)];
  return { headline: headlineOf(records, today), rows, empty: rows.every(({ value }) => value === '') };
}

/** Range verdict of one reading: the worse of its two figures speaks. */
export function pressureVerdict({ systolic, diastolic }: { systolic: number; diastolic: number }): Verdict {
  return jointVerdict([
    verdictOf(systolic, homeBloodPressure.systolic),
    verdictOf(diastolic, homeBloodPressure.diastolic),
  ]);
}

/** 「きょうの あさ」, 「11月18日の よる」; a bare day has no part. */
export function momentOf(at: string, today: string): string {
  const day = relativeDay(dayOf(at), today);
  return at.length === 10 ? day : whenWords(day, partOfDay(at));
}

function pressureRow({ pressures }: HealthRecords, today: string): SummaryRow {
  const base = { kind: 'pressure', icon: 'heart-pulse', label: health.bloodPressure, unit: '' } as const;
  const last = pressures[0];
  if (!last) return { ...base, ...nothing };
  const verdict = pressureVerdict(last);
  return {
    ...base,
    value: `${valueWords(last.systolic)} / ${valueWords(last.diastolic)}`,
    when: momentOf(last.at, today),
    source: last.source,
    verdict,
    words: verdictShort(verdict),
  };
}

function weightRow({ weights }: HealthRecords, today: string): SummaryRow {
  const base = { kind: 'weight', icon: 'scale', label: health.weight } as const;
  const last = weights[0];
  if (!last) return { ...base, ...nothing, unit: '' };
  return {
    ...base,
    value: valueWords(last.kilograms),
    unit: 'kg',
    when: momentOf(last.at, today),
    source: last.source,
    verdict: 'unknown',
    words: '',
  };
}

function checkUpRow({ checkUps }: HealthRecords): SummaryRow {
  const base = { kind: 'check-up', icon: 'clipboard', label: health.checkUp, unit: '' } as const;
  const last = checkUps[0];
  if (!last) return { ...base, ...nothing };
  const { inside, judged } = tally(last);
  const verdict: Verdict = judged === 0 ? 'unknown' : inside === judged ? 'inside' : 'high';
  return {
    ...base,
    value: eraYear(last.day),
    when: dayWords(last.day),
    source: last.source,
    verdict,
    words:
      judged === 0 ? '' : verdict === 'inside' ? verdictShort('inside') : health.someOutside(judged - inside),
  };
}

const nothing = { value: '', when: '', source: '', verdict: 'unknown', words: '' } as const;

/** The newest record speaks: today's by name, an older one by its day. */
function headlineOf({ pressures, weights, checkUps }: HealthRecords, today: string): string {
  const newest = [
    { day: pressures[0]?.day ?? '', label: health.bloodPressure },
    { day: weights[0]?.day ?? '', label: health.weight },
    { day: checkUps[0]?.day ?? '', label: health.checkUp },
  ].reduce((best, entry) => (entry.day > best.day ? entry : best));
  if (newest.day === '') return health.emptyHeadline;
  return health.newest(relativeDay(newest.day, today), newest.label);
}
