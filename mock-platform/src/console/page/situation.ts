import type { TownDesk } from '../../protocol/console.ts';
import type { OrderSituation, SituationCounts, Visit } from '../../protocol/situation.ts';
import { element } from './dom.ts';
import { createMap } from './map.ts';
import { wide } from './wide.ts';
import { clockTime, dayAndTime } from './wording.ts';

const reasons: Record<Visit['reason'], string> = {
  help: 'たすけがいる',
  'support-silent': '要支援・返事なし',
  unanswered: '表示ずみ・返事なし',
  silent: '表示されていない',
  unreachable: 'つながらない',
};
const steps: Record<OrderSituation['escalation']['step'], string> = {
  wait: '返事を待つ',
  phone: '電話をかける',
  visit: '民生委員などが訪ねる',
};
const head = (text: string) => element('th', { scope: 'col' }, text);
const cell = (text: string, className?: string) => element('td', { class: className }, text);

/** The sums above the board; what needs help comes first and stands out. */
export function tally(total: SituationCounts, withheldHelp: number): HTMLElement {
  const item = (name: string, value: string, className?: string) =>
    element('div', { class: className }, element('dt', {}, name), element('dd', {}, value));
  const going = total.evacuating + total.safe;
  const silent = Math.max(0, total.residents - going - total.help);
  return element(
    'dl',
    { class: 'tally' },
    item('たすけがいる', `${total.help}人`, total.help > 0 ? 'help' : undefined),
    ...(withheldHelp > 0 ? [item('たすけがいる(場所は非公開)', `${withheldHelp}人`, 'help')] : []),
    item('にげます・あんぜんです', `${going}人`),
    item('返事がまだ', `${silent}人`),
    item('届いたテレビ', `${total.received}／${total.boxes}台`),
    item('表示したテレビ', `${total.displayed}／${total.boxes}台`),
  );
}

/** Who is to be visited first, with what is known and who may go. */
export function visitTable({ visits, escalation }: OrderSituation): HTMLTableElement {
  const next = escalation.nextAt === null ? '' : `(次は ${dayAndTime(escalation.nextAt)})`;
  return element(
    'table',
    { class: 'visits' },
    element('caption', {}, `訪ねる順 ― いまの段階:${steps[escalation.step]}${next}`),
    element(
      'thead',
      {},
      element('tr', {}, ...['順', '名前', '理由', '家', '表示', '返事', '支援者'].map(head)),
    ),
    element(
      'tbody',
      {},
      ...visits.map((visit, index) =>
        element(
          'tr',
          { class: visit.reason, 'data-visit': visit.name },
          cell(String(index + 1)),
          element(
            'th',
            { scope: 'row' },
            visit.name,
            ...(visit.supportNeeded ? [element('small', { class: 'support' }, '要支援')] : []),
          ),
          cell(reasons[visit.reason]),
          cell(`${visit.householdName}(${visit.districtName})`),
          cell(clockTime(visit.displayedAt), 'time'),
          cell(
            visit.unreachableSince === null
              ? clockTime(visit.answeredAt)
              : `${dayAndTime(visit.unreachableSince)}から不通`,
            'time',
          ),
          cell(visit.supporters.map(({ name, role }) => `${name}(${role})`).join('・')),
        ),
      ),
      ...(visits.length === 0
        ? [element('tr', {}, element('td', { colspan: '7' }, 'いまはいません。'))]
        : []),
    ),
  );
}

/** Numbers by district: as a list, and on the town's map where it has one. */
export function districtSituation(desk: TownDesk, { districts }: OrderSituation): HTMLElement {
  const list = element(
    'table',
    { class: 'districts' },
    element('caption', {}, '地区ごと'),
    element('thead', {}, element('tr', {}, ...['地区', 'たすけ', '訪ねる', '返事', '表示'].map(head))),
    element(
      'tbody',
      {},
      ...districts.map((one) =>
        element(
          'tr',
          { class: one.help > 0 ? 'help' : '' },
          element('th', { scope: 'row' }, one.name),
          cell(`${one.help}人`),
          cell(`${one.toVisit}人`),
          cell(`${one.evacuating + one.safe + one.help}／${one.residents}人`),
          cell(`${one.displayed}／${one.boxes}台`),
        ),
      ),
    ),
  );
  const map = createMap(desk);
  const found = new Map(districts.map((one) => [one.code as string, one]));
  map?.update(
    new Set(found.keys()),
    (code) => {
      const one = found.get(code);
      if (one === undefined) return '';
      return one.help > 0 ? `たすけ ${one.help}人` : `訪ねる ${one.toVisit}人`;
    },
    (code) => ((found.get(code)?.help ?? 0) > 0 ? 'help' : ''),
  );
  return element('div', { class: 'district-situation' }, ...(map ? [map.element] : []), wide(list));
}
