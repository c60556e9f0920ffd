import type { TownBulletin } from '../../protocol/bulletins.ts';
import type { OrderBoard, TownDesk } from '../../protocol/console.ts';
import type { WaitingOrder } from '../../protocol/release.ts';
import type { Entries } from './draft.ts';
import { partsOf, plain } from './wording.ts';

/** What the order page starts with when it does not start empty. */
export interface Prefill {
  entries: Partial<Omit<Entries, 'status'>>;
  /** The draft's version that is changed. */
  version?: number;
  /** The order in force that the new one takes the place of. */
  updates?: string;
  /** Above the form. */
  note: string;
}

/** Back to how an official writes readings: 「堤防(ていぼう)」; what the list knows needs none. */
const asTyped = (marked: string): string =>
  partsOf(marked)
    .map(({ text, reading }) => (reading === undefined ? text : `${text}(${reading})`))
    .join('');

function fromSentences(desk: Pick<TownDesk, 'shelters'>, sentences: readonly string[]) {
  const [first = '', second = ''] = sentences;
  const shelter = desk.shelters.find(
    ({ marked, name }) => first.includes(marked) || plain(first).includes(name),
  );
  return { shelter: shelter?.id ?? '', extra: asTyped(second) };
}

/** A draft that is opened again; its next sending is a new version. */
export function prefillOfDraft(desk: TownDesk, { draft, version, updates }: WaitingOrder): Prefill {
  return {
    entries: {
      ...fromSentences(desk, draft.sentences),
      id: draft.id,
      hazard: draft.hazard,
      level: draft.level,
      extraPlain: asTyped(draft.translations?.plain?.[1] ?? ''),
      extraEn: draft.translations?.en?.[1] ?? '',
      agencyMessage: draft.agencyMessage ?? '',
      districts: draft.districts,
      minutes: draft.minutes,
    },
    version,
    ...(updates === null ? {} : { updates }),
    note: '保存した内容を直しています。送ると、前の承認はなくなります。',
  };
}

/** An order in force that is put right or carried on. */
export function prefillOfUpdate(desk: TownDesk, { order, sentences }: OrderBoard): Prefill {
  return {
    entries: {
      ...fromSentences(desk, sentences),
      hazard: order.hazard,
      level: order.level,
      districts: order.districts.map(({ code }) => code),
    },
    updates: order.id,
    note: '表示中の指示を更新します。送ると、前の指示と入れかわります。',
  };
}

/** What another agency says, as the start of the town's own order. */
export function prefillOfBulletin(desk: TownDesk, bulletin: TownBulletin): Prefill {
  const { title, level, verified, sender } = bulletin;
  const words = `${title} ${bulletin.text}`;
  const hazard = (
    [
      ['土砂', 'landslide'],
      ['氾濫', 'flood'],
      ['洪水', 'flood'],
      ['高潮', 'storm-surge'],
      ['津波', 'tsunami'],
      ['地震', 'earthquake'],
      ['火', 'fire'],
      ['雨', 'heavy-rain'],
    ] as const
  ).find(([word]) => words.includes(word))?.[1];
  const named = desk.districts.filter(({ name }) => bulletin.text.includes(name)).map(({ code }) => code);
  return {
    entries: {
      ...(hazard ? { hazard } : {}),
      ...(level === 3 || level === 4 || level === 5 ? { level } : {}),
      districts: named,
    },
    note: `${sender}の情報「${title}」から作っています。${verified ? '' : '発信元を確かめられていない情報です。'}`,
  };
}
