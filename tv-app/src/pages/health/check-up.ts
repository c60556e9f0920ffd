import type { Observation, ObservationBundle } from '../../../../mock-platform/src/protocol/health.ts';
import { checkUpName } from '../../messages/check-up-names.ts';
import { health } from '../../messages/health.ts';
import { dayOf } from '../../text/calendar.ts';
import { valueWords } from '../../text/numbers.ts';
import { sourceOf, standing } from './observations.ts';
import { type Range, type Verdict, verdictOf } from './verdict.ts';

/** One result of a check-up, ready to be said. */
export interface CheckUpItem {
  /** JLAC10 code; the same value of another year has the same. */
  key: string;
  /** In plain words, with the medical short name where the doctor uses it. */
  name: string;
  note: string;
  value: number;
  unit: string;
  range?: Range;
  verdict: Verdict;
}

/** All results of one day. */
export interface CheckUp {
  day: string;
  source: string;
  items: CheckUpItem[];
}

/** One value through the years, oldest first. */
export interface CheckUpHistory {
  item: CheckUpItem;
  values: { day: string; value: number; verdict: Verdict }[];
}

/**
 * Check-ups, newest first. Only figures are taken: answers to questionnaires have no place on a shared screen. The items
 * that most people ask about come first, unknown ones last under their own name.
 */
export function checkUps(bundle: ObservationBundle): CheckUp[] {
  const byDay = new Map<string, { source: string; items: Map<string, CheckUpItem> }>();
  for (const observation of standing(bundle)) {
    const item = itemOf(observation);
    if (!item) continue;
    const day = dayOf(observation.effectiveDateTime);
    const group = byDay.get(day) ?? { source: '', items: new Map<string, CheckUpItem>() };
    group.source ||= sourceOf(observation);
    if (!group.items.has(item.key)) group.items.set(item.key, item);
    byDay.set(day, group);
  }
  return [...byDay.entries()]
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .map(([day, { source, items }]) => ({
      day,
      source,
      items: [...items.values()].sort((a, b) => rank(a) - rank(b)),
    }));
}

/** How many results lie inside their range, of those that have one. */
export function tally({ items }: CheckUp): { inside: number; judged: number } {
  const judged = items.filter(({ verdict }) => verdict !== 'unknown');
  return { inside: judged.filter(({ verdict }) => verdict === 'inside').length, judged: judged.length };
}

/** The same value in every check-up that has it. */
export function historyOf(ups: readonly CheckUp[], key: string): CheckUpHistory | undefined {
  const found = ups.flatMap(({ day, items }) =>
    items.filter((item) => item.key === key).map((item) => ({ day, item })),
  );
  const newest = found[0];
  if (!newest) return undefined;
  return {
    item: newest.item,
    values: found.map(({ day, item }) => ({ day, value: item.value, verdict: item.verdict })).reverse(),
  };
}

const jlac10 = 'urn:oid:1.2.392.200119.6.1005';

function itemOf(observation: Observation): CheckUpItem | undefined {
  const value = observation.valueQuantity?.value;
  if (value === undefined) return undefined;
  const codings = observation.code.coding ?? [];
  const coding = codings.find(({ system }) => system === jlac10) ?? codings[0];
  const key = coding?.code;
  if (key === undefined) return undefined;
  const { name, note } = checkUpName(key, coding?.display ?? observation.code.text ?? key);
  const range = rangeOf(observation);
  const unit = unitWords(observation.valueQuantity?.unit ?? '');
  return {
    key,
    name,
    note,
    value,
    unit,
    ...(range ? { range } : {}),
    verdict: verdictFor(observation, value, range),
  };
}

/** The sign must agree with the range that stands beside it; without a range the laboratory's own mark counts. */
function verdictFor(observation: Observation, value: number, range: Range | undefined): Verdict {
  if (range) return verdictOf(value, range);
  const mark = observation.interpretation?.[0]?.coding?.[0]?.code;
  if (mark === 'N') return 'inside';
  if (mark === 'H' || mark === 'HH') return 'high';
  if (mark === 'L' || mark === 'LL') return 'low';
  return 'unknown';
}

function rangeOf(observation: Observation): Range | undefined {
  const first = observation.referenceRange?.[0];
  const low = first?.low?.value;
  const high = first?.high?.value;
  if (low === undefined && high === undefined) return undefined;
  // A lower edge of nothing is no edge.
  return {
    ...(low === undefined || low === 0 ? {} : { low }),
    ...(high === undefined ? {} : { high }),
  };
}

/** The range in words, empty where there is none. */
export function rangeWords(range: Range | undefined): string {
  if (range === undefined) return '';
  const { low, high } = range;
  if (low !== undefined && high !== undefined) return health.between(valueWords(low), valueWords(high));
  if (high !== undefined) return health.upTo(valueWords(high));
  return low === undefined ? '' : health.atLeast(valueWords(low));
}

/** Units that nobody says are left out; mmHg and the units of BMI and eGFR would only crowd the figure. */
const silentUnits = ['mmHg', 'mm[Hg]', 'kg/m2', 'mL/min/1.73m2', 'mL/min/{1.73_m2}'];

function unitWords(unit: string): string {
  if (silentUnits.includes(unit)) return '';
  return unit.replace('mg/dl', 'mg/dL').replace('U/l', 'U/L');
}

function rank(item: CheckUpItem): number {
  return checkUpName(item.key, item.name).rank;
}
