import type { Audience, Hazard, Level, OrderStatus } from '../../protocol/alerts.ts';
import { OrderDraft, type TownDesk } from '../../protocol/console.ts';
import { type Readings, readingsOf, withReadings } from './readings.ts';
import type { Language } from './tv-words.ts';
import {
  faultOfAgency,
  faultOfExtra,
  faultOfTranslation,
  firstSentence,
  type ShelterWords,
  sentencesOf,
} from './wording.ts';

/** Fields of the order page that an error can belong to. */
export type Field =
  | 'hazard'
  | 'level'
  | 'shelter'
  | 'extra'
  | 'translations'
  | 'agencyMessage'
  | 'districts'
  | 'audience'
  | 'minutes'
  | 'scheduledFor'
  | 'form';

/** What the official has filled in so far. */
export interface Entries {
  id: string;
  status: OrderStatus;
  hazard: Hazard;
  level: Level;
  shelter: string;
  extra: string;
  /** The second sentence for televisions in plain Japanese and English. */
  extraPlain: string;
  extraEn: string;
  agencyMessage: string;
  /** Everybody in `districts`, or this audience. */
  districts: string[];
  audience?: Audience;
  minutes: number;
}

export type Faults = Partial<Record<Field, string>>;
type Places = Pick<TownDesk, 'shelters'>;

const longestPlain = 40;
const longestEnglish = 60;

/** The town's list of readings. */
export const townReadings = ({ shelters }: Places): Readings =>
  readingsOf(shelters.map(({ marked }) => marked));

const shelterOf = ({ shelter }: Entries, { shelters }: Places): ShelterWords | undefined =>
  shelters.find(({ id }) => id === shelter);

/** What a television says, in one of its languages; a language without the second sentence has none of its own. */
export function sentencesIn(entries: Entries, desk: Places, language: Language): string[] {
  const { level, status } = entries;
  const first = (as: Language) => firstSentence(level, status, shelterOf(entries, desk), as);
  const japanese = sentencesOf(first('ja'), withReadings(entries.extra, townReadings(desk)).marked);
  if (language === 'ja') return japanese;
  const second = language === 'plain' ? entries.extraPlain : entries.extraEn;
  if (entries.extra.trim() !== '' && second.trim() === '') return japanese;
  const readings = townReadings(desk);
  const marked = language === 'plain' ? withReadings(second, readings).marked : second;
  return sentencesOf(first(language), entries.extra.trim() === '' ? '' : marked);
}

function faultsIn(entries: Entries, desk: Places): Faults {
  const faults: Faults = {};
  if (entries.audience === undefined && entries.districts.length === 0) {
    faults.districts = '地区を1つ以上選んでください。';
  }
  const { audience } = entries;
  if (audience?.kind === 'persons' && audience.subjects.length === 0)
    faults.audience = '人を選んでください。';
  if (audience?.kind === 'households' && audience.households.length === 0) {
    faults.audience = '世帯を選んでください。';
  }
  if (entries.level !== 5 && !shelterOf(entries, desk)) faults.shelter = '避難先を選んでください。';
  const checks: [Field, string | undefined][] = [
    ['extra', faultOfExtra(entries.extra, townReadings(desk))],
    ['translations', faultOfTranslation(entries.extraPlain, longestPlain)],
    ['translations', faultOfTranslation(entries.extraEn, longestEnglish)],
    ['agencyMessage', faultOfAgency(entries.agencyMessage)],
  ];
  for (const [field, fault] of checks) if (fault) faults[field] ??= fault;
  return faults;
}

/** The order as it is sent, or what is missing, by field. */
export function draftOf(entries: Entries, desk: Places): { draft: OrderDraft } | { faults: Faults } {
  const faults = faultsIn(entries, desk);
  if (Object.keys(faults).length > 0) return { faults };
  const agencyMessage = entries.agencyMessage.trim();
  const sentences = sentencesIn(entries, desk, 'ja');
  const translated = (language: Language): string[] | undefined => {
    const own = sentencesIn(entries, desk, language);
    return own.join() === sentences.join() ? undefined : own;
  };
  const plain = translated('plain');
  const en = translated('en');
  const draft = OrderDraft.safeParse({
    id: entries.id,
    status: entries.status,
    hazard: entries.hazard,
    level: entries.level,
    districts: entries.audience === undefined ? entries.districts : [],
    ...(entries.audience === undefined ? {} : { audience: entries.audience }),
    sentences,
    ...(plain || en ? { translations: { ...(plain ? { plain } : {}), ...(en ? { en } : {}) } } : {}),
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
  [/^\/translations/, 'translations'],
  [/^\/districts/, 'districts'],
  [/^\/audience/, 'audience'],
  [/^\/agencyMessage/, 'agencyMessage'],
  [/^\/scheduledFor/, 'scheduledFor'],
];

/** Sorts the errors of a refused request (JSON pointers) to the fields that they belong to. */
export function faultsOf(errors: readonly { path: string; message: string }[]): Faults {
  const faults: Faults = {};
  for (const { path: whole, message } of errors) {
    const path = whole.replace(/^\/draft(?=\/)/, '');
    const named = /^\/(hazard|level|minutes)/.exec(path)?.[1] as Field | undefined;
    const field = named ?? fieldOfPath.find(([pattern]) => pattern.test(path))?.[1] ?? 'form';
    faults[field] ??= `受け付けられませんでした(${message})。`;
  }
  return faults;
}
