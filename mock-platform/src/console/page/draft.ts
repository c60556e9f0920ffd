import type { Hazard, Level, OrderStatus } from '../../protocol/alerts.ts';
import { OrderDraft, type TownDesk } from '../../protocol/console.ts';
import { faultOfAgency, faultOfExtra, sentencesOf } from './wording.ts';

/** Fields of the order page that an error can belong to. */
export type Field =
  | 'hazard'
  | 'level'
  | 'shelter'
  | 'extra'
  | 'agencyMessage'
  | 'districts'
  | 'minutes'
  | 'form';

/** What the official has filled in so far. */
export interface Entries {
  id: string;
  status: OrderStatus;
  hazard: Hazard;
  level: Level;
  shelter: string;
  extra: string;
  agencyMessage: string;
  districts: string[];
  minutes: number;
}

export type Faults = Partial<Record<Field, string>>;

/** The order as it is sent, or what is missing, by field. */
export function draftOf(
  entries: Entries,
  desk: Pick<TownDesk, 'shelters'>,
): { draft: OrderDraft } | { faults: Faults } {
  const faults: Faults = {};
  const shelter = desk.shelters.find(({ id }) => id === entries.shelter);
  if (entries.districts.length === 0) faults.districts = '地区を1つ以上選んでください。';
  if (entries.level !== 5 && !shelter) faults.shelter = '避難先を選んでください。';
  const extra = faultOfExtra(entries.extra);
  if (extra) faults.extra = extra;
  const agency = faultOfAgency(entries.agencyMessage);
  if (agency) faults.agencyMessage = agency;
  if (Object.keys(faults).length > 0) return { faults };
  const agencyMessage = entries.agencyMessage.trim();
  const draft = OrderDraft.safeParse({
    id: entries.id,
    status: entries.status,
    hazard: entries.hazard,
    level: entries.level,
    districts: entries.districts,
    sentences: sentencesOf(entries.level, entries.status, shelter?.marked ?? '', entries.extra),
    ...(agencyMessage === '' ? {} : { agencyMessage }),
    minutes: entries.minutes,
  });
  if (draft.success) return { draft: draft.data };
  return {
    faults: faultsOf(
      draft.error.issues.map(({ path, message }) => ({ path: `/${path.join('/')}`, message })),
    ),
  };
}

const fieldOfPath: [pattern: RegExp, field: Field][] = [
  [/^\/sentences\/0/, 'shelter'],
  [/^\/sentences/, 'extra'],
  [/^\/districts/, 'districts'],
  [/^\/agencyMessage/, 'agencyMessage'],
];

/** Sorts the errors of a refused request (JSON pointers) to the fields that they belong to. */
export function faultsOf(errors: readonly { path: string; message: string }[]): Faults {
  const faults: Faults = {};
  for (const { path, message } of errors) {
    const named = /^\/(hazard|level|minutes)/.exec(path)?.[1] as Field | undefined;
    const field = named ?? fieldOfPath.find(([pattern]) => pattern.test(path))?.[1] ?? 'form';
    faults[field] ??= `受け付けられませんでした(${message})。`;
  }
  return faults;
}
